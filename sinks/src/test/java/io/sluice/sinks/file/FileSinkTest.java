package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSinkTest {
    private static final String LARGE = "x".repeat(PartOutput.INLINE_BYTES);

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void namesOfFilesAreThoseOfQueryBatchAndPart() {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 12, 0, "a");
            write(sink, 12, 3, LARGE);
            sink.publish(12, sink.stage(12));
        }
        assertThat(OutputFolder.visibleNames(directory))
                .containsExactly("part-1b4e28ba-00000012-0.json", "part-1b4e28ba-00000012-3.json");
    }

    @Test
    void smallPartsRideInTheReceiptAndLargeOnesAreStaged() throws IOException {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, "a");
            write(sink, 0, 1, LARGE);
            Receipt receipt = Receipt.decode(sink.stage(0));
            assertThat(receipt.parts()).extracting(Receipt.Part::isInline).containsExactly(true, false);
            assertThat(OutputFolder.staged(directory))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("part-1b4e28ba-00000000-1.json.staged");
        }
    }

    @Test
    void receiptIsNeverMuchLargerThanItsLimit() {
        try (Sink sink = SmallJob.open(directory)) {
            for (int part = 0; part < 10; part++) {
                write(sink, 0, part, "y".repeat(20_000));
            }
            byte[] receipt = sink.stage(0);
            assertThat(receipt.length).isBetween(60_000, PartOutput.INLINE_BYTES + 4_000);
            assertThat(OutputFolder.staged(directory)).hasSize(7);
            sink.publish(0, receipt);
        }
        assertThat(OutputFolder.jsonNumbers(directory)).hasSize(10);
    }

    @Test
    void abortRemovesStagedFiles() {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, LARGE);
            sink.stage(0);
            sink.abort(0);
            try (SinkWriter unfinished = sink.begin(0, 1)) {
                fill(unfinished, LARGE);
                fill(unfinished, LARGE);
            }
            sink.abort(0);
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @Test
    void recoveryKeepsCommittedFilesAndRemovesOthers() {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 7, 0, LARGE);
            byte[] committed = sink.stage(7);
            try (Sink next = SmallJob.open(directory)) {
                write(next, 8, 0, LARGE);
                next.stage(8);
            }
            try (Sink restarted = SmallJob.open(directory)) {
                restarted.recover(OptionalLong.of(7));
                assertThat(OutputFolder.staged(directory))
                        .extracting(file -> file.getFileName().toString())
                        .containsExactly("part-1b4e28ba-00000007-0.json.staged");
                restarted.publish(7, committed);
            }
        }
        assertThat(OutputFolder.visibleNames(directory)).containsExactly("part-1b4e28ba-00000007-0.json");
    }

    @Test
    void recoveryRemovesAFileThatIsPublishedAlready() throws IOException {
        byte[] receipt;
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, LARGE);
            receipt = sink.stage(0);
        }
        Path staged = OutputFolder.staged(directory).get(0);
        Files.copy(staged, directory.resolve("part-1b4e28ba-00000000-0.json"));
        try (Sink sink = SmallJob.open(directory)) {
            sink.recover(OptionalLong.of(0));
            sink.publish(0, receipt);
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L);
    }

    @Test
    void lostStagedFileIsNamed() throws IOException {
        byte[] receipt;
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, LARGE);
            receipt = sink.stage(0);
        }
        Path staged = OutputFolder.staged(directory).get(0);
        Files.delete(staged);
        try (Sink sink = SmallJob.open(directory)) {
            sink.recover(OptionalLong.of(0));
            assertThatThrownBy(() -> sink.publish(0, receipt))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining(
                            "cannot publish batch 0 of table \"out\": expected 65551 bytes with checksum ")
                    .hasMessageEndingWith("%s or in %s, got neither"
                            .formatted(staged.getFileName(), directory.resolve("part-1b4e28ba-00000000-0.json")));
        }
    }

    @Test
    void damagedStagedFileIsNotPublished() throws IOException {
        byte[] receipt;
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, LARGE);
            receipt = sink.stage(0);
        }
        Path staged = OutputFolder.staged(directory).get(0);
        byte[] bytes = Files.readAllBytes(staged);
        bytes[1000] ^= 1;
        Files.write(staged, bytes);
        try (Sink sink = SmallJob.open(directory)) {
            sink.recover(OptionalLong.of(0));
            assertThatThrownBy(() -> sink.publish(0, receipt)).isInstanceOf(SinkException.class);
        }
        assertThat(OutputFolder.visibleNames(directory)).isEmpty();
    }

    @Test
    void tornFileUnderTheFinalNameIsReplaced() throws IOException {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, "a");
            byte[] receipt = sink.stage(0);
            sink.publish(0, receipt);
            Files.writeString(directory.resolve("part-1b4e28ba-00000000-0.json"), "{\"n\":");
            sink.publish(0, receipt);
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L);
    }

    @Test
    void foldersWithSpacesAndOtherLettersAreCreated() {
        Path target = directory.resolve("výstup 茶").resolve("a b");
        try (Sink sink = SmallJob.open(target)) {
            write(sink, 0, 0, "a");
            sink.publish(0, sink.stage(0));
            assertThat(sink.description()).isEqualTo("FileSink[" + target + "]");
            assertThat(sink.partsByThread()).isTrue();
        }
        assertThat(OutputFolder.jsonNumbers(target)).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputMode.class,
            names = {"APPEND", "COMPLETE"},
            mode = EnumSource.Mode.EXCLUDE)
    void changingResultsAreRefused(OutputMode mode) {
        SinkTable table = Columns.table(Columns.numberAndText(), mode);
        assertThatThrownBy(() -> OpenSink.of(table, FileSinkOptions.of(directory, "json")))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot open table \"out\": expected rows that never change (append) or whole results (complete), got %s mode"
                                .formatted(mode.name().toLowerCase(Locale.ROOT)));
        assertThat(new FileSinkFactory().modes(FileSinkOptions.of(directory, "json")))
                .containsExactlyInAnyOrder(OutputMode.APPEND, OutputMode.COMPLETE);
    }

    @Test
    void columnsOfOtherTypesAreRefused() {
        Schema schema = new Schema(List.of(Columns.column("b", new ArrowType.FixedSizeBinary(3))));
        assertThatThrownBy(() ->
                        OpenSink.of(Columns.table(schema, OutputMode.APPEND), FileSinkOptions.of(directory, "parquet")))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot write table \"out\": column \"b\" has the type BYTES, which connector 'filesystem' does"
                                + " not take");
    }

    @Test
    void nullInANotNullColumnIsRefused() {
        Schema schema = new Schema(List.of(Columns.notNull(Columns.integer("n", 64)), Columns.string("s")));
        SinkTable table = Columns.table(schema, OutputMode.APPEND);
        try (Sink sink = OpenSink.of(table, FileSinkOptions.of(directory, "json"));
                SinkWriter writer = sink.begin(0, 0);
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(null, "a"))) {
            assertThatThrownBy(() -> writer.write(rows, null))
                    .isInstanceOf(SinkException.class)
                    .hasMessage(
                            "cannot write table \"out\": expected a value in column \"n\", which is NOT NULL, got NULL");
        }
    }

    @Test
    void removalsAreABugOfTheCaller() {
        try (Sink sink = SmallJob.open(directory);
                SinkWriter writer = sink.begin(0, 0);
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(1L, "a"))) {
            byte[] kinds = {(byte) RowKind.DELETE.ordinal()};
            assertThatThrownBy(() -> writer.write(rows, kinds)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void patternAsAPathIsRefused() {
        assertThatThrownBy(() -> SmallJob.open(directory.resolve("*.json")))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("expected option 'path' to name a folder, got the pattern");
    }

    @Test
    void fileAsAPathIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> SmallJob.open(file))
                .isInstanceOf(SinkException.class)
                .hasMessage(
                        "cannot open table \"out\" in %s: expected a folder, got the file %s".formatted(file, file));
    }

    @Test
    void fullDiskIsNamedAndNothingIsSeen() {
        FaultyDisk disk = new FaultyDisk();
        try (Sink sink = SmallJob.open(disk.at(directory))) {
            disk.setCapacity(10_000);
            assertThatThrownBy(() -> write(sink, 0, 0, LARGE + LARGE))
                    .isInstanceOf(SinkException.class)
                    .hasMessage(
                            "cannot write rows of table \"out\" in %s: no space left on device".formatted(directory))
                    .extracting(e -> ((SinkException) e).hint())
                    .isEqualTo("What was committed is not lost: free space on the disk and start the query again.");
            sink.abort(0);
            disk.setCapacity(Long.MAX_VALUE);
            write(sink, 0, 0, LARGE);
            sink.publish(0, sink.stage(0));
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L);
    }

    @Test
    void fullDiskIsNamedWhenParquetIsWritten() {
        FaultyDisk disk = new FaultyDisk();
        FileSinkOptions options = FileSinkOptions.of(disk.at(directory), "parquet");
        try (Sink sink = OpenSink.of(Columns.table(Columns.numberAndText(), OutputMode.APPEND), options)) {
            disk.setCapacity(10_000);
            StringBuilder text = new StringBuilder();
            new Random(1).ints(2 * PartOutput.INLINE_BYTES, 'a', 'z').forEach(c -> text.append((char) c));
            assertThatThrownBy(() -> write(sink, 0, 0, text.toString()))
                    .isInstanceOf(SinkException.class)
                    .hasMessage(
                            "cannot write rows of table \"out\" in %s: no space left on device".formatted(directory));
            sink.abort(0);
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @Test
    void fullDiskWhilePublishingCanBeTriedAgain() {
        FaultyDisk disk = new FaultyDisk();
        try (Sink sink = SmallJob.open(disk.at(directory))) {
            write(sink, 0, 0, "a");
            byte[] receipt = sink.stage(0);
            disk.setCapacity(3);
            assertThatThrownBy(() -> sink.publish(0, receipt))
                    .isInstanceOf(SinkException.class)
                    .hasMessage("cannot publish batch 0 of table \"out\" in %s: no space left on device"
                            .formatted(directory));
            assertThat(OutputFolder.visibleNames(directory)).isEmpty();
            disk.setCapacity(Long.MAX_VALUE);
            sink.publish(0, receipt);
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L);
    }

    /** Simulated, since nothing is forbidden to a test that runs as root. */
    @Test
    void permissionThatIsTakenAwayMeanwhileLosesNothing() {
        FaultyDisk disk = new FaultyDisk();
        String hint = "What was committed is not lost: give the user that runs the query the right to write there, or"
                + " name another 'path'.";
        byte[] small;
        byte[] large;
        try (Sink sink = SmallJob.open(disk.at(directory))) {
            write(sink, 0, 0, "a");
            sink.publish(0, sink.stage(0));
            disk.forbid(true);
            assertThatThrownBy(() -> write(sink, 1, 0, LARGE + LARGE))
                    .isInstanceOf(SinkException.class)
                    .hasMessage("cannot write rows of table \"out\" in %s: permission denied".formatted(directory))
                    .extracting(e -> ((SinkException) e).hint())
                    .isEqualTo(hint);
            sink.abort(1);
            write(sink, 1, 0, "b");
            small = sink.stage(1);
            assertThatThrownBy(() -> sink.publish(1, small))
                    .isInstanceOf(SinkException.class)
                    .hasMessage("cannot publish batch 1 of table \"out\" in %s: permission denied".formatted(directory))
                    .extracting(e -> ((SinkException) e).hint())
                    .isEqualTo(hint);
            disk.forbid(false);
            write(sink, 2, 0, LARGE + LARGE);
            large = sink.stage(2);
            disk.forbid(true);
            assertThatThrownBy(() -> sink.publish(2, large)).hasMessageContaining("permission denied");
        }
        assertThat(OutputFolder.jsonNumbers(directory))
                .as("batch 0 stays as it was")
                .containsExactly(1L);
        disk.forbid(false);
        try (Sink sink = SmallJob.open(disk.at(directory))) {
            sink.recover(OptionalLong.of(2));
            sink.publish(1, small);
            sink.publish(2, large);
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L, 1L, 1L);
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @Test
    void onlyWhatIsStagedInFilesHasToBeForced() {
        try (Sink sink = SmallJob.open(directory)) {
            write(sink, 0, 0, "a");
            byte[] small = sink.stage(0);
            assertThat(sink.hasToForce()).isFalse();
            sink.force(0);
            sink.publish(0, small);
            write(sink, 1, 0, LARGE);
            byte[] large = sink.stage(1);
            assertThat(sink.hasToForce()).isTrue();
            sink.force(1);
            assertThat(sink.hasToForce()).isFalse();
            sink.publish(1, large);
            write(sink, 2, 0, LARGE);
            sink.stage(2);
            sink.abort(2);
            assertThat(sink.hasToForce()).as("what is dropped").isFalse();
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(1L, 1L);
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @Test
    void readOnlyDiskIsNamed() {
        FaultyDisk disk = new FaultyDisk();
        disk.makeReadOnly();
        Path target = disk.at(directory.resolve("out"));
        assertThatThrownBy(() -> SmallJob.open(target))
                .isInstanceOf(SinkException.class)
                .hasMessage("cannot open table \"out\" in %s: read-only file system".formatted(target))
                .extracting(e -> ((SinkException) e).hint())
                .isEqualTo(
                        "What was committed is not lost: give the user that runs the query the right to write there, or"
                                + " name another 'path'.");
    }

    private void write(Sink sink, long batch, int part, String text) {
        try (SinkWriter writer = sink.begin(batch, part)) {
            fill(writer, text);
            writer.finish();
        }
    }

    private void fill(SinkWriter writer, String text) {
        try (VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(1L, text))) {
            writer.write(rows, null);
        }
    }
}
