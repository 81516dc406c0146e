package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.runtime.ArchivePages.Range;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ArchivePagesTest {
    private static final int BYTES = 64 * 4096;

    @Test
    void archivesAreWhatIsMappedPrivatelyAndWritableOfThem() {
        String mappings =
                """
                800000000-801956000 rw-p 00001000 fe:00 5333004                          /jdk/sluice-17.jsa
                801956000-804079000 r--p 01957000 fe:00 5333004                          /jdk/sluice-17.jsa
                804079000-80407a000 rw-s 01957000 fe:00 5333004                          /jdk/shared.jsa
                ff0000000-ff0001000 rw-p 00000000 00:00 0\s
                7ffff0000000-ffffffffffffe000 rw-p 00001000 fe:00 77                     /a folder/top.jsa
                """;

        assertThat(ArchivePages.archives(mappings))
                .containsExactly(
                        new Range(0x800000000L, 0x801956000L), new Range(0x7ffff0000000L, 0xffffffffffffe000L));
    }

    @Test
    void withoutMappingsThereIsNothingToWrite() {
        assertThat(ArchivePages.archives("")).isEmpty();
        assertThatCode(ArchivePages::write).doesNotThrowAnyException();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachPageIsTheProcesssOwnAfterwardsAndHoldsWhatItHeld(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("some.jsa"), bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(MapMode.PRIVATE, 0, BYTES);
            mapped.put(5000, (byte) 42);
            bytes[5000] = 42;

            ArchivePages.write();

            assertThat(privateBytes(file)).isEqualTo(BYTES);
            byte[] held = new byte[BYTES];
            mapped.get(held);
            assertThat(held).isEqualTo(bytes);
        }
    }

    /** How much of the mapping of a file is memory of this process alone. */
    private static long privateBytes(Path file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        int mapping = 0;
        while (!lines.get(mapping).endsWith(file.toString())) {
            mapping++;
        }
        return lines.stream()
                .skip(mapping)
                .filter(line -> line.startsWith("Private_Dirty:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .orElseThrow();
    }
}
