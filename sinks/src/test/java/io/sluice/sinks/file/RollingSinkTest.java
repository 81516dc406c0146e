package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait until they are enough for a file. */
class RollingSinkTest {
    private static final String[] COMPACTION = {"auto-compaction", "true", "compaction.file-size", "20000"};

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void readersOf864TriggersSeeEachRowOnceAtEveryMomentAndFewFilesRemain() {
        int triggers = 864;
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<Integer> reader;
        try (Sink sink = open(directory, "parquet", COMPACTION)) {
            sink.recover(OptionalLong.empty());
            reader = CompletableFuture.supplyAsync(() -> look(done, triggers));
            for (int batch = 0; batch < triggers; batch++) {
                write(sink, batch, 0, 2L * batch, "text");
                write(sink, batch, 1, 2L * batch + 1, "text");
                sink.publish(batch, sink.stage(batch));
                if (batch % 16 == 15) {
                    sink.sync();
                }
                done.set(batch + 1);
            }
            sink.sync();
        } finally {
            done.set(triggers);
        }
        assertThat(reader.join()).isPositive();
        assertThat(OutputFolder.visible(directory)).hasSizeBetween(2, 40);
        assertThat(rows(OutputFolder.visible(directory)))
                .isEqualTo(List.of(2L * triggers, 2L * triggers, 2L * triggers - 1));
        assertThat(OutputFolder.staged(directory))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("roll.json");
    }

    /** A listing that was made while files appear may lack some: it counts when a second one is the same. */
    private int look(AtomicInteger done, int triggers) {
        int looks = 0;
        boolean isLast;
        do {
            isLast = done.get() == triggers;
            List<Path> files = OutputFolder.visible(directory);
            if (files.isEmpty() || !files.equals(OutputFolder.visible(directory))) {
                continue;
            }
            List<Object> seen = rows(files);
            assertThat(seen.get(0)).as("rows are the distinct rows").isEqualTo(seen.get(1));
            assertThat(seen.get(0)).as("they are the first ones").isEqualTo((long) seen.get(2) + 1);
            assertThat((long) seen.get(0)).isLessThanOrEqualTo(2L * (done.get() + 1));
            looks++;
        } while (!isLast);
        return looks;
    }

    private static List<Object> rows(List<Path> files) {
        try (DuckDb duckDb = new DuckDb()) {
            String list = String.join(
                    ", ", files.stream().map(file -> "'" + file + "'").toList());
            return duckDb.query("SELECT count(*), count(DISTINCT n), max(n) FROM read_parquet([%s])".formatted(list))
                    .get(0);
        }
    }

    @Test
    void rowsAppearWhenTheyAreEnough() {
        try (Sink sink = open(directory, "json", "sink.rolling-policy.file-size", "3000")) {
            sink.recover(OptionalLong.empty());
            int batch = 0;
            while (OutputFolder.visible(directory).isEmpty()) {
                run(sink, batch, batch);
                batch++;
            }
            assertThat(batch).isBetween(3, 30);
            assertThat(OutputFolder.jsonNumbers(directory)).isEqualTo(numbers(batch));
        }
    }

    @Test
    void rowsAppearWhenTheyHaveWaitedForLongEnough() {
        try (Sink sink = open(
                directory,
                "json",
                "sink.rolling-policy.rollover-interval",
                "PT60S",
                "sink.rolling-policy.check-interval",
                "PT10S")) {
            sink.recover(OptionalLong.empty());
            run(sink, 0, 0);
            sink.advance(Instant.ofEpochSecond(100), Long.MIN_VALUE);
            run(sink, 1, 1);
            sink.advance(Instant.ofEpochSecond(130), Long.MIN_VALUE);
            assertThat(sink.nextDue()).contains(Instant.ofEpochSecond(160));
            sink.advance(Instant.ofEpochSecond(159), Long.MIN_VALUE);
            assertThat(OutputFolder.visible(directory)).isEmpty();
            sink.advance(Instant.ofEpochSecond(169), Long.MIN_VALUE);
            assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(0L, 1L);
            assertThat(sink.nextDue()).isEmpty();
        }
    }

    @Test
    void rowsAppearAtTheEndOfTheInputAndWhenTheSinkIsClosed() {
        try (Sink sink = open(directory, "json", COMPACTION)) {
            sink.recover(OptionalLong.empty());
            run(sink, 0, 0);
            sink.advance(Instant.EPOCH, Long.MAX_VALUE);
            assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(0L);
            run(sink, 1, 1);
            write(sink, 2, 0, 2, "staged, not committed");
            sink.stage(2);
        }
        assertThat(OutputFolder.jsonNumbers(directory)).containsExactly(0L, 1L);
    }

    @Test
    void partitionsHaveFewFilesToo() {
        Schema schema = new Schema(List.of(Columns.integer("p", 32), Columns.integer("n", 64), Columns.string("s")));
        SinkTable table = new SinkTable(
                "out", schema, List.of(), List.of(0), OutputMode.APPEND, Columns.QUERY, "job", ZoneOffset.UTC);
        try (Sink sink = OpenSink.of(table, TestOptions.of(directory, "parquet", COMPACTION))) {
            sink.recover(OptionalLong.empty());
            for (int batch = 0; batch < 100; batch++) {
                try (SinkWriter writer = sink.begin(batch, 0);
                        VectorSchemaRoot rows = Rows.of(
                                allocator, schema, Rows.row(0, 2L * batch, "a"), Rows.row(1, 2L * batch + 1, "b"))) {
                    writer.write(rows, null);
                    writer.finish();
                }
                sink.publish(batch, sink.stage(batch));
            }
        }
        assertThat(PublishedRows.files(directory)).hasSizeBetween(2, 20);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query(
                            "SELECT count(*), count(DISTINCT n), bool_and(n %% 2 = p) FROM read_parquet('%s/*/*.parquet')"
                                    .formatted(directory)))
                    .isEqualTo(List.of(List.of(200L, 200L, true)));
        }
    }

    @Test
    void rowsOfAnEarlierSchemaAreWrittenAsTheyWere() {
        byte[] receipt;
        try (Sink sink = open(directory, "json", COMPACTION)) {
            write(sink, 0, 0, 7, "old");
            receipt = sink.stage(0);
        }
        Schema wider = new Schema(List.of(Columns.integer("n", 64), Columns.string("s"), Columns.bool("b")));
        FaultyDisk disk = new FaultyDisk();
        try (Sink sink = open(disk.at(directory), "json", COMPACTION)) {
            sink.recover(OptionalLong.of(0));
            sink.publish(0, receipt);
            disk.killAt(0);
        } catch (FaultyDisk.Killed e) {
            assertThat(OutputFolder.visible(directory)).isEmpty();
        }
        try (Sink sink =
                OpenSink.of(Columns.table(wider, OutputMode.APPEND), TestOptions.of(directory, "json", COMPACTION))) {
            sink.recover(OptionalLong.of(0));
            sink.advance(Instant.EPOCH, Long.MIN_VALUE);
        }
        assertThat(OutputFolder.visible(directory)).singleElement().satisfies(file -> assertThat(file)
                .hasContent("{\"n\":7,\"s\":\"old\"}\n"));
    }

    @Test
    void checkpointOlderThanTheFolderIsRefused() {
        try (Sink sink = open(directory, "json", COMPACTION)) {
            sink.recover(OptionalLong.empty());
            run(sink, 0, 0);
            run(sink, 1, 1);
        }
        try (Sink sink = open(directory, "json", COMPACTION)) {
            assertThatThrownBy(() -> sink.recover(OptionalLong.of(0)))
                    .isInstanceOf(SinkException.class)
                    .hasMessage(
                            "cannot recover table \"out\" in %s: expected the output of batches up to 0, which the checkpoint"
                                            .formatted(directory)
                                    + " has, got that of batch 1");
        }
    }

    @Test
    void fullDiskLosesNothing() {
        FaultyDisk disk = new FaultyDisk();
        List<byte[]> commits = new ArrayList<>();
        for (int capacity = 0; commits.size() < 6; capacity += 700) {
            try (Sink sink =
                    open(disk.at(directory), "json", "auto-compaction", "true", "compaction.file-size", "1200")) {
                disk.setCapacity(capacity);
                int committed = commits.size();
                sink.recover(committed == 0 ? OptionalLong.empty() : OptionalLong.of(committed - 1));
                for (int batch = 0; batch < committed; batch++) {
                    sink.publish(batch, commits.get(batch));
                }
                for (int batch = committed; batch < 6; batch++) {
                    write(sink, batch, 0, batch, "text");
                    byte[] receipt = sink.stage(batch);
                    sink.force(batch);
                    commits.add(receipt);
                    sink.publish(batch, commits.get(batch));
                }
            } catch (SinkException e) {
                assertThat(e).hasMessageEndingWith("no space left on device");
            }
            disk.setCapacity(Long.MAX_VALUE);
            assertThat(numbers(commits.size())).containsAll(OutputFolder.jsonNumbers(directory));
            assertThat(OutputFolder.jsonNumbers(directory)).doesNotHaveDuplicates();
        }
        try (Sink sink = open(directory, "json", COMPACTION)) {
            sink.recover(OptionalLong.of(5));
            for (int batch = 0; batch < 6; batch++) {
                sink.publish(batch, commits.get(batch));
            }
        }
        assertThat(OutputFolder.jsonNumbers(directory)).isEqualTo(numbers(6));
    }

    @Test
    void rowsAreSeenOnceWhereverTheJobIsKilledTwice() {
        int operations = operationsOfAJob();
        assertThat(operations).isGreaterThan(40);
        for (int first = 1; first < operations; first++) {
            boolean isDone = false;
            for (int second = 1 + first % 6; !isDone; second += 6) {
                isDone = killTwice(first, second);
            }
        }
    }

    private int operationsOfAJob() {
        FaultyDisk disk = new FaultyDisk();
        Path target = directory.resolve("whole");
        new Job().run(disk.at(target));
        assertThat(OutputFolder.jsonNumbers(target)).isEqualTo(Job.numbers());
        return disk.operations().size();
    }

    /** Returns whether the second run came to its end before it was to be killed. */
    private boolean killTwice(int first, int second) {
        Path target = directory.resolve("killed");
        Job job = new Job();
        assertThat(runUntil(job, target, first)).isFalse();
        boolean isDone = runUntil(job, target, second);
        job.run(target);
        assertThat(OutputFolder.jsonNumbers(target))
                .as("killed at operation %d, then at %d", first, second)
                .isEqualTo(Job.numbers());
        OutputFolder.remove(target);
        return isDone;
    }

    private boolean runUntil(Job job, Path target, int operation) {
        FaultyDisk disk = new FaultyDisk();
        disk.killAt(operation);
        boolean isDone = true;
        try {
            job.run(disk.at(target));
        } catch (FaultyDisk.Killed e) {
            isDone = false;
        }
        List<Long> seen = OutputFolder.jsonNumbers(target);
        assertThat(seen.size()).isLessThanOrEqualTo(2 * job.commits.size());
        assertThat(seen).as("a committed prefix, in order").isEqualTo(numbers(seen.size()));
        return isDone;
    }

    /** The trigger loop in small, with commits that survive every crash; a part of batch 1 is too large for a receipt. */
    private final class Job {
        private static final int BATCHES = 4;

        private final List<byte[]> commits = new ArrayList<>();
        private int publishedThrough = -1;

        void run(Path target) {
            try (Sink sink = open(target, "json", "auto-compaction", "true", "compaction.file-size", "66000")) {
                int committed = commits.size();
                sink.recover(committed == 0 ? OptionalLong.empty() : OptionalLong.of(committed - 1));
                for (int batch = publishedThrough + 1; batch < committed; batch++) {
                    sink.publish(batch, commits.get(batch));
                }
                for (int batch = committed; batch < BATCHES; batch++) {
                    write(sink, batch, 0, 2L * batch, "small");
                    write(sink, batch, 1, 2L * batch + 1, batch == 1 ? "x".repeat(PartOutput.INLINE_BYTES) : "small");
                    byte[] receipt = sink.stage(batch);
                    sink.force(batch);
                    commits.add(receipt);
                    sink.publish(batch, commits.get(batch));
                    if (batch == 2) {
                        sync(sink);
                    }
                }
                sync(sink);
            }
        }

        private void sync(Sink sink) {
            sink.sync();
            publishedThrough = commits.size() - 1;
        }

        static List<Long> numbers() {
            return RollingSinkTest.numbers(2 * BATCHES);
        }
    }

    private static List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 0; n < count; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    private Sink open(Path target, String format, String... options) {
        return OpenSink.of(
                Columns.table(Columns.numberAndText(), OutputMode.APPEND), TestOptions.of(target, format, options));
    }

    private void run(Sink sink, int batch, long number) {
        write(sink, batch, 0, number, "text");
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
