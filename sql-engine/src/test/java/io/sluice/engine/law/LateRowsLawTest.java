package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law where rows come too late: what a query has written is DuckDB's answer over the rows that did not go to LATE INTO, and
 * no row goes there twice. Over random rows, some of which come far behind the watermark, in three runs of a job.
 */
@Execution(ExecutionMode.CONCURRENT)
class LateRowsLawTest {
    private static final int RUNS = 3;
    private static final int FILES = 12;
    private static final int ROWS = 25;
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            APPEND; SELECT window_start, k, COUNT(*), SUM(id), MIN(id) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, k
            CHANGELOG; SELECT window_start, k, COUNT(*), SUM(id), COUNT(DISTINCT id) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, k
            APPEND; SELECT window_start, window_end, k, COUNT(*), SUM(id) FROM TABLE(SESSION(TABLE a PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, k
            CHANGELOG; SELECT window_start, window_end, k, COUNT(*), SUM(id) FROM TABLE(SESSION(TABLE a PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k
            APPEND; SELECT window_start, window_end, k, COUNT(DISTINCT id), MIN(id) FROM TABLE(SESSION(TABLE a PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k
            CHANGELOG; SELECT window_start, window_end, k, 1, id FROM TABLE(SESSION(TABLE a PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
            APPEND; SELECT a.id, b.id FROM a JOIN b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE
            APPEND; SELECT a.id, b.id FROM a LEFT JOIN b ON a.k = b.k AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '3' MINUTE
            APPEND; SELECT a.id, b.id FROM a FULL JOIN b ON a.k = b.k AND a.ts BETWEEN b.ts AND b.ts + INTERVAL '1' MINUTE AND a.id > b.id - 9900
            """)
    void whatIsLateAndWhatIsAcceptedAreAllRows(String mode, String query) throws Exception {
        Random random = new Random(query.hashCode());
        for (int table = 0; table < 2; table++) {
            write(random, table);
        }
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        for (int run = 0; run < RUNS; run++) {
            show(run);
            SessionConfig config = SessionConfig.in(directory).withSettings(Map.of("trigger", "available-now"));
            try (Session session = TestSessions.open(config, sink)) {
                session.sql(script(query, mode)).awaitTermination();
            }
        }
        Set<Long> late = late(sink.rows("late"));
        assertThat(late).hasSizeGreaterThan(5).hasSizeLessThan(FILES * ROWS);
        assertThat(sink.rows("result"))
                .containsExactlyInAnyOrderElementsOf(answer(query, late, mode))
                .hasSizeGreaterThan(10);
    }

    private Set<Long> late(List<String> envelopes) {
        Set<Long> late = new TreeSet<>();
        for (String envelope : envelopes) {
            Matcher id = ID.matcher(envelope);
            assertThat(id.find()).as(envelope).isTrue();
            assertThat(late.add(Long.parseLong(id.group(1)))).as(envelope).isTrue();
        }
        return late;
    }

    /** Times go on, and some rows are up to ten minutes behind. The last one closes all. */
    private void write(Random random, int table) throws IOException {
        Path hidden = Files.createDirectories(directory.resolve("hidden" + table));
        for (int file = 0; file < FILES; file++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                int behind = random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(60);
                LocalDateTime time = LocalDateTime.of(2026, 1, 1, 12, 0)
                        .plusSeconds(10L * (file * ROWS + i))
                        .minusSeconds(behind);
                lines.add(line(table * 10_000 + file * ROWS + i, random.nextInt(4), time));
            }
            if (file == FILES - 1) {
                lines.add(line(table * 10_000 + 9_999, -1 - table, LocalDateTime.of(2030, 1, 1, 0, 0)));
            }
            Files.write(hidden.resolve("%02d.json".formatted(file)), lines);
        }
    }

    private static String line(int id, int k, LocalDateTime time) {
        return "{\"id\": %d, \"k\": %d, \"ts\": \"%s\"}".formatted(id, k, time.format(TEXT));
    }

    private void show(int run) throws IOException {
        for (int table = 0; table < 2; table++) {
            Path folder = Files.createDirectories(directory.resolve(table == 0 ? "a" : "b"));
            for (int file = FILES * run / RUNS; file < FILES * (run + 1) / RUNS; file++) {
                String name = "%02d.json".formatted(file);
                Path shown = Files.copy(directory.resolve("hidden" + table).resolve(name), folder.resolve(name));
                Files.setLastModifiedTime(shown, FileTime.fromMillis(1_700_000_000_000L + 1000L * file));
            }
        }
    }

    private static String script(String query, String mode) {
        StringBuilder script = new StringBuilder("SET 'pipeline.name' = 'law'; SET 'parallelism.default' = '2';");
        for (String table : List.of("a", "b")) {
            script.append(
                    """
                    CREATE TABLE %1$s (id BIGINT, k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) WITH
                      ('connector' = 'filesystem', 'path' = '%1$s', 'format' = 'json', 'source.monitor-interval' = '1 ms',
                      'maxFilesPerTrigger' = '1');
                    """
                            .formatted(table));
        }
        String columns = query.startsWith("SELECT window_start, window_end")
                ? "s TIMESTAMP(3), e TIMESTAMP(3), k INT, n BIGINT, total BIGINT"
                : query.startsWith("SELECT window_start")
                        ? "s TIMESTAMP(3), k INT, n BIGINT, total BIGINT, other BIGINT"
                        : "a BIGINT, b BIGINT";
        return script
                + """
                CREATE TABLE result (%s) WITH ('connector' = 'integrated');
                CREATE TABLE late (query STRING, operator STRING, event_time TIMESTAMP(3), watermark TIMESTAMP(3), batch BIGINT,
                  `row` STRING) WITH ('connector' = 'integrated');
                INSERT INTO result %s EMIT %s LATE INTO late;
                """
                        .formatted(columns, query, mode);
    }

    /** What the last row is in is not closed. */
    private List<String> answer(String query, Set<Long> late, String mode) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String table : List.of("a", "b")) {
                statement.execute(
                        """
                        CREATE TABLE %1$s AS SELECT * FROM read_json('%2$s/*.json', columns = {id: 'BIGINT', k: 'INT', ts: 'TIMESTAMP'})
                        WHERE id NOT IN (SELECT unnest(%3$s::BIGINT[])) AND k >= %4$d"""
                                .formatted(table, directory.resolve(table), late, mode.equals("APPEND") ? 0 : -2));
            }
            try (ResultSet result = statement.executeQuery(DuckDialect.of(query))) {
                int width = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int column = 1; column <= width; column++) {
                        cells.add(Cells.text(result.getObject(column)));
                    }
                    rows.add(String.join("|", cells));
                }
            }
        }
        return rows;
    }
}
