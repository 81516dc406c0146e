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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionedSinkTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Columns.string("city"), Columns.integer("n", 64), Columns.date("day"), Columns.string("s")));

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void valuesAreInTheNamesOfFolders() {
        try (Sink sink = open(List.of(2, 0), "json")) {
            write(
                    sink,
                    0,
                    row("A/B", 1, "2001-01-31"),
                    row(null, 2, "2001-01-31"),
                    row("100% č=:", 3, null),
                    row("", 4, "2001-01-31"),
                    row("A/B", 5, "2001-01-31"));
            sink.publish(0, sink.stage(0));
        }
        assertThat(PublishedRows.files(directory))
                .containsExactly(
                        "day=2001-01-31/city=A%2FB/part-1b4e28ba-00000000-0.json",
                        "day=2001-01-31/city=__HIVE_DEFAULT_PARTITION__/part-1b4e28ba-00000000-0.json",
                        "day=__HIVE_DEFAULT_PARTITION__/city=100%25 č%3D%3A/part-1b4e28ba-00000000-0.json");
        assertThat(directory.resolve("day=2001-01-31/city=A%2FB/part-1b4e28ba-00000000-0.json"))
                .hasContent("{\"n\":1,\"s\":\"text 1\"}\n{\"n\":5,\"s\":\"text 5\"}\n");
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "json", "csv"})
    void duckDbReadsFarMorePartitionsThanAreOpenAtOnce(String format) {
        int partitions = 3 * PartitionedFiles.MOST_OPEN;
        try (Sink sink = open(List.of(0), format, "csv.header", "true")) {
            List<Object[]> rows = new ArrayList<>();
            for (int n = 0; n < 5_000; n++) {
                rows.add(row("city " + n % partitions, n, "2001-01-31"));
            }
            write(sink, 0, rows.subList(0, 2_000).toArray(Object[][]::new));
            write(sink, 1, rows.subList(2_000, 5_000).toArray(Object[][]::new));
            byte[] receipt = sink.stage(0);
            sink.publish(0, receipt);
            sink.publish(0, receipt);
            sink.sync();
        }
        assertThat(PublishedRows.files(directory)).hasSize(2 * partitions);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query(
                            """
                            SELECT count(*), count(DISTINCT n), count(DISTINCT city),
                              bool_and(city = 'city ' || (n %% %d)), bool_and(s = 'text ' || n)
                            FROM read_%s('%s/*/*.%s', hive_partitioning = true, hive_types = {'city': VARCHAR}%s)"""
                                    .formatted(
                                            partitions,
                                            format,
                                            directory,
                                            format,
                                            format.equals("csv") ? ", header = true" : "")))
                    .isEqualTo(List.of(List.of(5_000L, 5_000L, (long) partitions, true, true)));
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
    }

    @Test
    void abortedPartitionsLeaveNothing() {
        try (Sink sink = open(List.of(0), "json")) {
            List<Object[]> rows = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                rows.add(Rows.row("city " + n, (long) n, null, "x".repeat(PartOutput.INLINE_BYTES / 8)));
            }
            try (SinkWriter writer = sink.begin(0, 0)) {
                write(writer, rows.toArray(Object[][]::new));
            }
            write(sink, 1, rows.toArray(Object[][]::new));
            sink.stage(0);
            sink.abort(0);
        }
        assertThat(OutputFolder.staged(directory)).isEmpty();
        assertThat(PublishedRows.files(directory)).isEmpty();
    }

    @Test
    void folderThatWasRemovedIsMadeAgain() throws IOException {
        try (Sink sink = open(List.of(0), "json")) {
            write(sink, 0, row("a", 1, null));
            sink.publish(0, sink.stage(0));
            Files.delete(directory.resolve("city=a/part-1b4e28ba-00000000-0.json"));
            Files.delete(directory.resolve("city=a"));
            write(sink, 0, row("a", 2, null));
            sink.publish(1, sink.stage(1));
        }
        assertThat(PublishedRows.files(directory)).hasSize(1);
    }

    @Test
    void defaultNameIsTheOneThatWasChosen() {
        try (Sink sink = open(List.of(0), "json", "partition.default-name", "none")) {
            write(sink, 0, row(null, 1, null));
            sink.publish(0, sink.stage(0));
        }
        assertThat(PublishedRows.files(directory)).containsExactly("city=none/part-1b4e28ba-00000000-0.json");
    }

    @Test
    void allColumnsInFoldersAreRefused() {
        assertThatThrownBy(() -> open(List.of(0, 1, 2, 3), "json"))
                .isInstanceOf(SinkException.class)
                .hasMessage("cannot open table \"out\": expected a column that is not in PARTITIONED BY, got none");
    }

    @Test
    void anothersFilesInPartitionsAreSeen() throws IOException {
        Files.createDirectories(directory.resolve("city=a"));
        Files.writeString(directory.resolve("city=a/old.json"), "{}");
        assertThatThrownBy(() -> open(List.of(0), "json"))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("got 1 file of another origin, such as city=a/old.json");
        open(List.of(0), "json", "sink.existing", "overwrite").close();
        assertThat(PublishedRows.files(directory)).isEmpty();
    }

    @Test
    void folderIsMarkedOnceItsTimeHasPassedTheWatermark() {
        String[] options = {
            "sink.partition-commit.policy.kind", "success-file",
            "sink.partition-commit.trigger", "partition-time",
            "sink.partition-commit.delay", "PT24H"
        };
        byte[] receipt;
        try (Sink sink = open(List.of(2), "json", options)) {
            sink.recover(OptionalLong.empty());
            write(sink, 0, row("a", 1, "2001-01-01"), row("a", 2, "2001-01-02"), row("a", 3, null));
            receipt = sink.stage(0);
            sink.publish(0, receipt);
            sink.advance(Instant.EPOCH, micros("2001-01-01T23:59:59Z"));
            assertThat(marks()).isEmpty();
            sink.advance(Instant.EPOCH, micros("2001-01-02T00:00:00Z"));
            assertThat(marks()).containsExactly("day=2001-01-01");
            sink.sync();
        }
        try (Sink sink = open(List.of(2), "json", options)) {
            sink.recover(OptionalLong.of(0));
            sink.advance(Instant.EPOCH, micros("2001-01-03T00:00:00Z"));
            assertThat(marks()).containsExactly("day=2001-01-01", "day=2001-01-02");
            sink.advance(Instant.EPOCH, Long.MAX_VALUE);
            assertThat(marks()).hasSize(3);
        }
    }

    @Test
    void folderIsMarkedAfterADelayByTheClock() {
        try (Sink sink = open(
                List.of(0),
                "json",
                "sink.partition-commit.policy.kind",
                "success-file",
                "sink.partition-commit.delay",
                "PT10S",
                "sink.partition-commit.success-file.name",
                "done")) {
            sink.recover(OptionalLong.empty());
            write(sink, 0, row("a", 1, null));
            sink.publish(0, sink.stage(0));
            sink.advance(Instant.ofEpochSecond(100), Long.MIN_VALUE);
            assertThat(sink.nextDue()).contains(Instant.ofEpochSecond(110));
            assertThat(directory.resolve("city=a/done")).doesNotExist();
            sink.advance(Instant.ofEpochSecond(110), Long.MIN_VALUE);
            assertThat(directory.resolve("city=a/done")).exists();
            assertThat(sink.nextDue()).isEmpty();
        }
    }

    @Test
    void timeOfAPartitionIsReadByThePattern() {
        PartitionTime time = new PartitionTime(java.util.Optional.of("$day $hour:00:00"), java.util.Optional.empty());
        assertThat(time.of("out", "day=2001-01-31/hour=6/")).hasToString("2001-01-31T06:00");
        assertThatThrownBy(() -> time.of("out", "day=x/hour=6/"))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("expected a time such as 2001-01-31 06:00:00, got 'x 6:00:00'");
    }

    private static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }

    private List<String> marks() {
        return OutputFolder.list(directory).stream()
                .filter(folder -> Files.exists(folder.resolve("_SUCCESS")))
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    private static Object[] row(String city, long n, String day) {
        return Rows.row(city, n, day == null ? null : LocalDate.parse(day), "text " + n);
    }

    private Sink open(List<Integer> partitions, String format, String... options) {
        SinkTable table = new SinkTable(
                "out", SCHEMA, List.of(), partitions, OutputMode.APPEND, Columns.QUERY, "job", ZoneOffset.UTC);
        return OpenSink.of(table, TestOptions.of(directory, format, options));
    }

    private void write(Sink sink, int part, Object[]... rows) {
        try (SinkWriter writer = sink.begin(0, part)) {
            write(writer, rows);
            writer.finish();
        }
    }

    private void write(SinkWriter writer, Object[]... rows) {
        try (VectorSchemaRoot root = Rows.of(allocator, SCHEMA, rows)) {
            writer.write(root, null);
        }
    }
}
