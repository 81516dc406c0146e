package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a path has the files that a sink writes into a folder. */
class OwnFilesTest {
    @TempDir
    Path folder;

    private boolean reads(String path, String written) throws Exception {
        return PathPattern.reads(folder.resolve(path), true, folder.toRealPath().resolve(written));
    }

    @Test
    void foldersBelowCountUnlessTheyAreHiddenOrNotLookedInto() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        assertThat(reads("in", "in")).isTrue();
        assertThat(reads("in", "in/x/y")).isTrue();
        assertThat(reads("in", "in/.x/y")).isFalse();
        assertThat(reads("in", "in/x/_y")).isFalse();
        assertThat(reads("in", "inside")).isFalse();
        assertThat(reads("in", "out")).isFalse();
        assertThat(PathPattern.reads(
                        folder.resolve("in"), false, folder.toRealPath().resolve("in/x")))
                .isFalse();
    }

    /** A sink makes its folder when it starts. */
    @Test
    void aFolderThatIsNotThereYetMayLieUnderALink() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));
        assertThat(PathPattern.reads(folder.resolve("in"), true, folder.resolve("link/x/y")))
                .isTrue();
        assertThat(PathPattern.reads(folder.resolve("link/x"), true, folder.resolve("in/x")))
                .isTrue();
        assertThat(PathPattern.reads(folder.resolve("in/x"), true, folder.resolve("link/y")))
                .isFalse();
    }

    @Test
    void patternsCountByLevel() throws Exception {
        assertThat(reads("in/*.json", "in")).isTrue();
        assertThat(reads("in/*.json", "in/x")).isFalse();
        assertThat(reads("in/*/*.json", "in/x")).isTrue();
        assertThat(reads("in/a*/*.json", "in/x")).isFalse();
        assertThat(reads("in/*/*/*.json", "in/x")).isFalse();
        assertThat(reads("in/**/*.json", "in/x/y")).isTrue();
        assertThat(reads("in/**", "in/x/y")).isTrue();
        assertThat(reads("in/x*", "in/x1/y")).isTrue();
    }

    @Test
    void foldersThatTheSinkMakesCount() throws Exception {
        Files.createDirectories(folder.resolve("out/day=1"));
        Files.createDirectories(folder.resolve("out/.staging/q"));
        Files.createDirectories(folder.resolve("out/other"));
        assertThat(reads("out/day=1", "out")).isTrue();
        assertThat(reads("out/.staging/q", "out")).isTrue();
        assertThat(reads("out/other", "out")).isFalse();
    }
}
