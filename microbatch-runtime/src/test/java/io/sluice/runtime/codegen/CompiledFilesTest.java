package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledFilesTest {
    private static final String TEXT = "class Loop { String of = \"ä\"; }";
    private static final Map<String, byte[]> CLASSES =
            Map.of("a.Loop", new byte[] {1, 2, 3}, "a.Loop$1", new byte[] {}, "b", new byte[300]);

    @TempDir
    private Path parent;

    private Path directory;
    private CompiledFiles files;

    @BeforeEach
    void open() {
        directory = parent.resolve("classes");
        files = new CompiledFiles(directory);
    }

    @Test
    void laterProcessFindsWhatWasKeptForTheSameText() {
        assertThat(files.find(TEXT)).isEmpty();
        files.keep(TEXT, CLASSES);
        assertThat(new CompiledFiles(directory).find(TEXT))
                .hasValueSatisfying(found -> assertThat(found).containsExactlyInAnyOrderEntriesOf(CLASSES));
        assertThat(files.find(TEXT + " ")).isEmpty();
    }

    @Test
    void fileOfAnotherTextIsNotTaken() throws IOException {
        files.keep(TEXT, CLASSES);
        String other = TEXT.replace('L', 'M');
        files.keep(other, Map.of());
        List<Path> two = list();
        assertThat(two).hasSize(2);
        byte[] first = Files.readAllBytes(two.get(0));
        Files.write(two.get(0), Files.readAllBytes(two.get(1)));
        Files.write(two.get(1), first);
        assertThat(files.find(TEXT)).isEmpty();
        assertThat(files.find(other)).isEmpty();
    }

    @Test
    void changedOrTornFileIsNotTaken() throws IOException {
        files.keep(TEXT, CLASSES);
        Path file = list().get(0);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 4;
            Files.write(file, bad);
            assertThat(files.find(TEXT)).as("byte %d is changed", i).isEmpty();
            Files.write(file, Arrays.copyOf(good, i));
            assertThat(files.find(TEXT)).as("%d bytes of it", i).isEmpty();
        }
        files.keep(TEXT, CLASSES);
        assertThat(files.find(TEXT)).isPresent();
    }

    @Test
    void whatCannotBeKeptLeavesNothing() throws IOException {
        files.keep(TEXT, CLASSES);
        Path file = list().get(0);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        files.keep(TEXT, CLASSES);
        assertThat(list()).containsExactly(file);
        assertThat(files.find(TEXT)).isEmpty();
    }

    @Test
    void thereAreNotManyFiles() throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < 999; i++) {
            Files.createFile(directory.resolve(i + ".classes"));
        }
        files.keep(TEXT, CLASSES);
        assertThat(list()).hasSize(1000);
        files.keep(TEXT + " ", CLASSES);
        assertThat(list()).hasSize(1);
        assertThat(files.find(TEXT + " ")).isPresent();
    }

    @Test
    void directoryThatCannotBeWrittenIsLeftAlone() throws IOException {
        Files.writeString(directory, "a file");
        files.keep(TEXT, CLASSES);
        assertThat(files.find(TEXT)).isEmpty();
        assertThat(directory).hasContent("a file");
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
