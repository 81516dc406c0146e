package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that a Parquet source leaves out by statistics move the watermark as if they had been read: each job gives the
 * same watermarks, late rows and results over files of JSON, of which nothing is left out.
 */
class SkippedRowsTest {
    /** Rows of a file, of which there are four, of four row groups each; in each file the rows with the greatest times have small values. */
    private static final int ROWS = 8192;

    @TempDir
    private Path directory;

    private record Outcome(
            List<Optional<Long>> watermarks,
            List<Optional<Long>> least,
            List<Optional<Long>> greatest,
            long lateRows,
            List<String> rows,
            long rowsRead) {}

    private void write(String time) throws SQLException, IOException {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String format : List.of("parquet", "json")) {
                Files.createDirectories(directory.resolve(format));
                for (int file = 0; file < 4; file++) {
                    Path path = directory.resolve(format).resolve("f" + file + "." + format);
                    statement.execute(
                            """
                            COPY (SELECT %s AS ts, i AS v, i %% 3 AS k
                                FROM (SELECT %d - 1 - i AS i, %d * 3000 + i AS t FROM range(%d) r(i)))
                            TO '%s' (FORMAT %s%s)"""
                                    .formatted(
                                            time,
                                            ROWS,
                                            file,
                                            ROWS,
                                            path,
                                            format,
                                            format.equals("parquet") ? ", ROW_GROUP_SIZE 2048" : ""));
                    Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + file));
                }
            }
        }
    }

    private Outcome run(String format, String delay, String condition) {
        String script =
                """
                SET 'trigger' = 'available-now';
                CREATE TABLE input (ts TIMESTAMP(6), v BIGINT, k BIGINT, WATERMARK FOR ts AS ts%s)
                WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = '%s', 'maxFilesPerTrigger' = '1',
                    'source.monitor-interval' = '1 s');
                CREATE TABLE result_%s (window_start TIMESTAMP(6), k BIGINT, n BIGINT, s BIGINT)
                WITH ('connector' = 'memory');
                INSERT INTO result_%s
                SELECT window_start, k, COUNT(*) AS n, SUM(v) AS s
                FROM TABLE(TUMBLE(TABLE input, DESCRIPTOR(ts), INTERVAL '10' MINUTE))
                WHERE %s GROUP BY window_start, window_end, k EMIT CHANGELOG;
                """
                        .formatted(delay, format, format, format, format, condition);
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery query = session.sql(script);
            query.awaitTermination();
            List<QueryProgress> progress = query.recentProgress();
            return new Outcome(
                    progress.stream().map(each -> each.eventTime().watermark()).toList(),
                    progress.stream().map(each -> each.eventTime().min()).toList(),
                    progress.stream().map(each -> each.eventTime().max()).toList(),
                    progress.stream().mapToLong(QueryProgress::numLateRows).sum(),
                    session.memoryTable("result_" + format).orElseThrow().integrated().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList(),
                    progress.stream().mapToLong(QueryProgress::numInputRows).sum());
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a))
                    .filter(path -> !path.equals(directory))
                    .forEach(path -> path.toFile().delete());
        }
    }

    /** Returns the rows read of all {@code 4 * ROWS}. */
    private long assertSame(String time, String delay, String condition) throws SQLException, IOException {
        write(time);
        Outcome whole = run("json", delay, condition);
        Outcome skipping = run("parquet", delay, condition);
        assertThat(skipping.watermarks).isEqualTo(whole.watermarks).hasSizeGreaterThan(3);
        assertThat(skipping.least).isEqualTo(whole.least);
        assertThat(skipping.greatest).isEqualTo(whole.greatest);
        assertThat(skipping.lateRows).isEqualTo(whole.lateRows).isPositive();
        assertThat(skipping.rows).isEqualTo(whole.rows).isNotEmpty();
        assertThat(whole.rowsRead).isEqualTo(4L * ROWS);
        delete();
        return skipping.rowsRead;
    }

    private static final String TIME = "TIMESTAMP '2024-01-01' + INTERVAL (t) SECOND";

    @Test
    void rowGroupsThatAreSkippedMoveTheWatermark() throws Exception {
        assertThat(assertSame(TIME, "", "v >= 6144")).isEqualTo(ROWS);
        assertThat(assertSame(TIME, " - INTERVAL '7' MINUTE", "v > 7000")).isEqualTo(ROWS);
        assertThat(assertSame(TIME, " + INTERVAL '1' SECOND", "v BETWEEN 5000 AND 6200"))
                .isEqualTo(2 * ROWS);
    }

    @Test
    void timesThatStatisticsTellMoveTheWatermarkWhereNothingIsSkipped() throws Exception {
        assertThat(assertSame(TIME, " - INTERVAL '7' MINUTE", "MOD(v, 7) = 3")).isEqualTo(4L * ROWS);
    }

    @Test
    void nothingIsSkippedWhereTheGreatestTimeIsNotKnown() throws Exception {
        String someNull = "CASE WHEN v % 2048 = 5 THEN NULL ELSE " + TIME + " END";
        assertThat(assertSame(someNull.replace("v %", "i %"), "", "v >= 6144")).isEqualTo(4L * ROWS);
        assertThat(assertSame(TIME, " - INTERVAL '1' SECOND * (k + 1)", "v >= 6144"))
                .isEqualTo(4L * ROWS);
    }
}
