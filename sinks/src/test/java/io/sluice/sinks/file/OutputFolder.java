package io.sluice.sinks.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Looks at a folder as a reader of it does. */
final class OutputFolder {
    private static final String START = "{\"n\":";
    private static final String END = "\"}";

    private OutputFolder() {}

    /** The files that are not hidden, by name. */
    static List<Path> visible(Path folder) {
        return list(folder).stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    static List<String> visibleNames(Path folder) {
        return visible(folder).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** What lies in the staging folders. */
    static List<Path> staged(Path folder) {
        List<Path> files = new ArrayList<>();
        list(folder.resolve(".sluice-staging")).forEach(query -> files.addAll(list(query)));
        return files;
    }

    static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of the lines of all visible files; each line must be whole. */
    static List<Long> jsonNumbers(Path folder) {
        List<Long> numbers = new ArrayList<>();
        for (Path file : visible(folder)) {
            for (String line : lines(file)) {
                if (!line.startsWith(START) || !line.endsWith(END)) {
                    throw new AssertionError("not a whole line in " + file + ": " + line);
                }
                numbers.add(Long.parseLong(line.substring(START.length(), line.indexOf(','))));
            }
        }
        return numbers;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
