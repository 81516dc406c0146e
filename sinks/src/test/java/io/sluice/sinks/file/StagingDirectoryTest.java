package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingDirectoryTest {
    private static final Runnable IS_WRITER = () -> {};

    @TempDir
    private Path target;

    @Test
    void laterStartFindsWhatIsStagedAndTheEarlierOneDoesNot() throws IOException {
        StagingDirectory first = claimed();
        Path staged = Files.writeString(first.staged("a"), "rows");
        StagingDirectory second = claimed();
        assertThat(second.staged("a")).hasContent("rows");
        assertThat(staged).doesNotExist();
        assertThatThrownBy(() -> DurableFiles.create(first.staged("b")))
                .isInstanceOfSatisfying(
                        NoSuchFileException.class, missing -> assertThat(StagingDirectory.isTakenOver(missing))
                                .isTrue());
    }

    /** Two that start at once make two: whichever is listed first, the one who was taken over has neither any more. */
    @Test
    void allFoldersOfTheQueryAreTakenOver() throws IOException {
        for (String empty : List.of(".00000000", ".zzzzzzzz")) {
            StagingDirectory first = claimed();
            Files.writeString(first.staged("a"), "rows");
            Files.createDirectory(root().resolve(Columns.QUERY + empty));
            StagingDirectory second = claimed();
            assertThat(second.staged("a")).hasContent("rows");
            assertThatThrownBy(() -> Files.writeString(first.staged("a"), "other rows"))
                    .isInstanceOf(NoSuchFileException.class);
            assertThat(OutputFolder.list(root())).hasSize(1);
        }
    }

    @Test
    void filesInTwoFoldersComeTogether() throws IOException {
        StagingDirectory first = claimed();
        Files.writeString(first.staged("a"), "rows");
        Path other = Files.createDirectory(root().resolve(Columns.QUERY + ".other"));
        Files.writeString(other.resolve("b.staged"), "more rows");
        StagingDirectory second = claimed();
        assertThat(second.staged("a")).hasContent("rows");
        assertThat(second.staged("b")).hasContent("more rows");
    }

    @Test
    void noFileIsReplacedByOneOfTheSameName() throws IOException {
        Files.writeString(claimed().staged("a"), "rows");
        Path other = Files.createDirectory(root().resolve(Columns.QUERY + ".other"));
        Files.writeString(other.resolve("a.staged"), "other rows");
        assertThatThrownBy(this::claimed).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** The later start has listed the folders before this one was made. */
    @Test
    void whoIsTakenOverWhileHeMakesHisFolderEnds() throws IOException {
        StagingDirectory first = StagingDirectory.create(target, Columns.QUERY);
        IllegalStateException taken = new IllegalStateException("taken over");
        int[] checks = {0};
        assertThatThrownBy(() -> first.claim(() -> {
                    if (++checks[0] == 2) {
                        throw taken;
                    }
                }))
                .isSameAs(taken);
    }

    @Test
    void folderIsLookedForAgainIfItWasRenamedAfterTheCheck() throws IOException {
        Files.writeString(claimed().staged("a"), "rows");
        StagingDirectory later = StagingDirectory.create(target, Columns.QUERY);
        boolean[] renamed = {false};
        later.claim(() -> {
            if (!renamed[0]) {
                renamed[0] = true;
                claim();
            }
        });
        assertThat(later.staged("a")).hasContent("rows");
    }

    private void claim() {
        try {
            claimed();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StagingDirectory claimed() throws IOException {
        StagingDirectory directory = StagingDirectory.create(target, Columns.QUERY);
        directory.claim(IS_WRITER);
        return directory;
    }

    private Path root() {
        return StagingDirectory.root(target);
    }
}
