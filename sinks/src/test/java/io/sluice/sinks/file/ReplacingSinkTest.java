package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Complete mode: batch n has the rows 0 to n − 1, each with the text n. */
class ReplacingSinkTest {
    private static final int BATCHES = 4;

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void readerSeesOneWholeResultAtEveryMoment() {
        int batches = 150;
        AtomicBoolean isDone = new AtomicBoolean();
        try (Sink sink = open(directory, "parquet")) {
            run(sink, 1);
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> look(isDone));
            for (int batch = 2; batch <= batches; batch++) {
                run(sink, batch);
            }
            isDone.set(true);
            assertThat(reader.join()).isPositive();
        }
        assertThat(rows(directory.resolve("result-1b4e28ba.parquet")))
                .isEqualTo(List.of(List.of((long) batches, Integer.toString(batches), 1L)));
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    /** Opens the file once, as a program that copies it does. */
    private int look(AtomicBoolean isDone) {
        int looks = 0;
        boolean isLast;
        do {
            isLast = isDone.get();
            List<Object> row = rows(copy()).get(0);
            assertThat(row.get(0).toString())
                    .as("rows of the result of one batch")
                    .isEqualTo(row.get(1));
            assertThat(row.get(2)).isEqualTo(1L);
            looks++;
        } while (!isLast);
        return looks;
    }

    private Path copy() {
        try {
            Path copy = directory.resolve(".copy");
            Files.write(copy, Files.readAllBytes(directory.resolve("result-1b4e28ba.parquet")));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<Object>> rows(Path file) {
        try (DuckDb duckDb = new DuckDb()) {
            return duckDb.query("SELECT count(*), min(s), count(DISTINCT s) FROM read_parquet('%s')".formatted(file));
        }
    }

    @Test
    void emptyResultIsAFileWithoutRows() {
        try (Sink sink = open(directory, "parquet")) {
            run(sink, 3);
            run(sink, 0);
        }
        assertThat(OutputFolder.visibleNames(directory)).containsExactly("result-1b4e28ba.parquet");
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT count(*) FROM '%s/*.parquet'".formatted(directory)))
                    .isEqualTo(List.of(List.of(0L)));
        }
    }

    @Test
    void partsStayInTheOrderOfTheRows() {
        try (Sink sink = open(directory, "json")) {
            assertThat(sink.partsByThread()).isFalse();
            write(sink, 0, 1, 5, "a");
            write(sink, 0, 0, 7, "b");
            sink.publish(0, sink.stage(0));
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(7L, 5L);
    }

    @Test
    void resultIsWholeWhereverTheJobIsKilled() {
        FaultyDisk whole = new FaultyDisk();
        new Job().run(whole.at(directory.resolve("whole")));
        for (int operation = 1; operation < whole.operations().size(); operation++) {
            Path target = directory.resolve("killed");
            Job job = new Job();
            FaultyDisk disk = new FaultyDisk();
            disk.killAt(operation);
            try {
                job.run(disk.at(target));
            } catch (FaultyDisk.Killed e) {
                check(target, job.commits.size());
            }
            job.run(target);
            assertThat(OutputFolder.jsonNumbers(target)).isEqualTo(numbers(BATCHES));
            assertThat(OutputFolder.staged(target))
                    .as("killed at operation " + operation)
                    .isEmpty();
            OutputFolder.remove(target);
        }
    }

    /** The result of the last committed batch, or of the one before it. */
    private static void check(Path target, int committed) {
        List<Long> seen = OutputFolder.jsonNumbers(target);
        assertThat(seen).isIn(numbers(committed), numbers(Math.max(0, committed - 1)));
    }

    private static List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 0; n < count; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    @Test
    void whatCannotBeReplacedAtOnceIsRefused() {
        assertThatThrownBy(() -> open(directory, "json", "auto-compaction", "true"))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining(
                        "in complete mode expected one file, which each batch replaces, got 'auto-compaction'");
        open(directory, "json").close();
    }

    /** The trigger loop in small, with commits that survive every crash; odd batches are too large for a receipt. */
    private final class Job {
        private final List<byte[]> commits = new ArrayList<>();

        void run(Path target) {
            try (Sink sink = open(target, "json")) {
                int committed = commits.size();
                sink.recover(committed == 0 ? OptionalLong.empty() : OptionalLong.of(committed - 1));
                for (int batch = 0; batch < committed; batch++) {
                    sink.publish(batch, commits.get(batch));
                }
                for (int batch = committed; batch < BATCHES; batch++) {
                    for (int row = 0; row <= batch; row++) {
                        write(sink, batch, row, row, batch % 2 == 0 ? "small" : "x".repeat(PartOutput.INLINE_BYTES));
                    }
                    byte[] receipt = sink.stage(batch);
                    sink.force(batch);
                    commits.add(receipt);
                    sink.publish(batch, commits.get(batch));
                }
                sink.sync();
            }
        }
    }

    private Sink open(Path target, String format, String... options) {
        return OpenSink.of(
                Columns.table(Columns.numberAndText(), OutputMode.COMPLETE), TestOptions.of(target, format, options));
    }

    private void run(Sink sink, int batch) {
        for (int row = 0; row < batch; row++) {
            write(sink, batch, row, row, Integer.toString(batch));
        }
        sink.publish(batch, sink.stage(batch));
    }

    private void write(Sink sink, long batch, int part, long number, String text) {
        try (SinkWriter writer = sink.begin(batch, part);
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(number, text))) {
            writer.write(rows, null);
            writer.finish();
        }
    }
}
