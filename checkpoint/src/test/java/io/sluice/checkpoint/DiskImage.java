package io.sluice.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All files below a directory, to look at and to put back. */
final class DiskImage {
    private DiskImage() {}

    static Map<Path, byte[]> of(Path directory) throws IOException {
        Map<Path, byte[]> image = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                image.put(file, Files.readAllBytes(file));
            }
        }
        return image;
    }

    /** Makes the files what they were; files that came since are deleted. */
    static void restore(Path directory, Map<Path, byte[]> image) throws IOException {
        for (Path file : of(directory).keySet()) {
            if (!image.containsKey(file)) {
                Files.delete(file);
            }
        }
        for (var file : image.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }
}
