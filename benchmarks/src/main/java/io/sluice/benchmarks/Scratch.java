package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that a benchmark leaves behind. */
public final class Scratch {
    private Scratch() {}

    public static void delete(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> paths = Files.walk(directory)) {
            found = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.deleteIfExists(path);
        }
    }
}
