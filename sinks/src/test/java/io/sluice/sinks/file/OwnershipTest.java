package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
    @TempDir
    private Path directory;

    @Test
    void ownFolderIsOpenedAgain() throws IOException {
        open(Columns.QUERY, ExistingOutput.REFUSE);
        Files.writeString(directory.resolve("part-1b4e28ba-00000000-0.json"), "{}");
        open(Columns.QUERY, ExistingOutput.REFUSE);
        open(Columns.QUERY, ExistingOutput.OVERWRITE);
        assertThat(OutputFolder.visibleNames(directory)).containsExactly("part-1b4e28ba-00000000-0.json");
    }

    @Test
    void folderOfAnotherQueryIsRefused() {
        open(Columns.QUERY, ExistingOutput.REFUSE);
        assertThatThrownBy(() -> open(Columns.OTHER_QUERY, ExistingOutput.REFUSE))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot open table \"out\": expected %s to be empty or this query's own, got the output of another"
                                        .formatted(directory)
                                + " query (%s, which writes table \"out\")".formatted(Columns.QUERY))
                .extracting(e -> ((SinkException) e).hint())
                .asString()
                .contains("'sink.existing' = 'append'");
    }

    @Test
    void filesOfAnotherOriginAreRefused() throws IOException {
        Files.writeString(directory.resolve("old.json"), "{}");
        Files.writeString(directory.resolve("older.json"), "{}");
        assertThatThrownBy(() -> open(Columns.QUERY, ExistingOutput.REFUSE))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot open table \"out\": expected %s to be empty or this query's own, got 2 files of another"
                                        .formatted(directory)
                                + " origin, such as old.json");
        assertThat(OutputFolder.list(directory)).hasSize(2);
    }

    @Test
    void hiddenFilesAndFoldersAreNoOutput() throws IOException {
        Files.writeString(directory.resolve(".hidden"), "");
        Files.writeString(directory.resolve("_SUCCESS"), "");
        Files.createDirectory(directory.resolve("sub"));
        open(Columns.QUERY, ExistingOutput.REFUSE);
    }

    @Test
    void appendKeepsWhatIsThereAndBothQueriesGoOn() throws IOException {
        open(Columns.QUERY, ExistingOutput.REFUSE);
        Files.writeString(directory.resolve("part-1b4e28ba-00000000-0.json"), "{}");
        open(Columns.OTHER_QUERY, ExistingOutput.APPEND);
        Files.writeString(directory.resolve("part-6fa459ea-00000000-0.json"), "{}");
        open(Columns.QUERY, ExistingOutput.REFUSE);
        open(Columns.OTHER_QUERY, ExistingOutput.REFUSE);
        assertThat(OutputFolder.visible(directory)).hasSize(2);
    }

    @Test
    void overwriteRemovesFilesOnceAndTakesTheFolder() throws IOException {
        open(Columns.QUERY, ExistingOutput.REFUSE);
        Files.writeString(directory.resolve("part-1b4e28ba-00000000-0.json"), "{}");
        Files.createDirectory(directory.resolve("sub"));
        open(Columns.OTHER_QUERY, ExistingOutput.OVERWRITE);
        assertThat(OutputFolder.visibleNames(directory)).containsExactly("sub");
        Files.writeString(directory.resolve("part-6fa459ea-00000000-0.json"), "{}");
        open(Columns.OTHER_QUERY, ExistingOutput.OVERWRITE);
        assertThat(OutputFolder.visibleNames(directory)).containsExactly("part-6fa459ea-00000000-0.json", "sub");
        assertThatThrownBy(() -> open(Columns.QUERY, ExistingOutput.REFUSE)).isInstanceOf(SinkException.class);
    }

    @Test
    void twoTablesOfOneQueryNeedTwoFolders() {
        open(Columns.QUERY, ExistingOutput.APPEND);
        SinkTable late = new SinkTable(
                "late",
                Columns.numberAndText(),
                List.of(),
                List.of(),
                OutputMode.APPEND,
                Columns.QUERY,
                "job",
                ZoneOffset.UTC);
        assertThatThrownBy(() -> open(late, ExistingOutput.APPEND))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot open table \"late\": its folder %s is that of table \"out\", which the same query writes"
                                .formatted(directory));
    }

    private void open(String queryId, ExistingOutput existing) {
        open(Columns.table(Columns.numberAndText(), OutputMode.APPEND, queryId), existing);
    }

    private void open(SinkTable table, ExistingOutput existing) {
        FileSinkOptions options = TestOptions.of(directory, "json", "sink.existing", existing.toString());
        OpenSink.of(table, options).close();
    }
}
