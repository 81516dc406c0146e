package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import io.sluice.engine.law.LawQueries.LawQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law for top-N, deduplication and functions with OVER: random rows in random splits, with restarts, all queries at once
 * in each mode, against DuckDB. Table {@code t} has times at random; the rows of table {@code e} are never late, and its last
 * one brings the watermark behind all others, so that all is final at the end.
 */
class RankTest {
    private static final int ROWS = 500;
    private static final long SEED = 20261125;
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    @TempDir
    private static Path directory;

    private static Connection duckdb;

    @BeforeAll
    static void makeRows() throws IOException, SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
        Random random = new Random(SEED);
        List<String> scattered = new ArrayList<>();
        List<String> ordered = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            scattered.add(LawTest.row(random));
            ordered.add("{\"k\":%s,\"name\":%s,\"v\":%d,\"ts\":\"%s\"}"
                    .formatted(
                            random.nextInt(12) == 0 ? "null" : random.nextInt(6),
                            random.nextInt(12) == 0 ? "null" : "\"n" + random.nextInt(4) + "\"",
                            random.nextInt(40),
                            START.plusSeconds(10L * (2 * i - random.nextInt(54)))
                                    .format(TEXT)));
        }
        ordered.add("{\"k\":-1,\"name\":\"end\",\"v\":0,\"ts\":\"2030-01-01 00:00:00\"}");
        write("t", scattered, random);
        write("e", ordered, random);
    }

    private static void write(String table, List<String> rows, Random random) throws IOException, SQLException {
        Path folder = Files.createDirectories(directory.resolve(table));
        int file = 0;
        for (int from = 0; from < rows.size(); ) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(random.nextInt(5) == 0 ? 200 : 20));
            Path path = folder.resolve("%04d.json".formatted(file));
            Files.write(path, rows.subList(from, to));
            Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + 1000L * file++));
            from = to;
        }
        execute(
                """
                CREATE TABLE %s AS SELECT * FROM read_json('%s/*.json', columns = {k: 'INT', name: 'VARCHAR',
                  v: 'BIGINT', d: 'DOUBLE', price: 'DECIMAL(10, 2)', ts: 'TIMESTAMP', day: 'DATE'})
                WHERE ts IS NOT NULL AND k IS DISTINCT FROM -1"""
                        .formatted(table, folder));
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, 3, 2", "CHANGELOG, 2, 1", "COMPLETE, 2, 2"})
    void streamWithRestartsEqualsTheBatchAnswer(String mode, int runs, int threads) throws Exception {
        List<LawQuery> queries = Stream.of(
                        RankQueries.ALL, RankQueries.CLOSING, RankQueries.OVER, RankQueries.OVER_CLOSING)
                .flatMap(List::stream)
                .filter(query -> !mode.equals("UPDATE") || !query.key().equals(LawQuery.NO_KEY))
                .toList();
        check(queries, "EMIT " + mode, runs, threads, Map.of("trigger", "available-now"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 2"})
    void whatTheWatermarkHasPassedEqualsTheBatchAnswer(int runs, int threads) throws Exception {
        check(closing(), "EMIT APPEND", runs, threads, Map.of("trigger", "available-now"));
    }

    @Test
    void boundedRunEqualsTheBatchAnswer() throws Exception {
        List<LawQuery> all = Stream.of(RankQueries.ALL, RankQueries.OVER, closing())
                .flatMap(List::stream)
                .toList();
        check(all, "EMIT APPEND", 1, 2, Map.of("execution.runtime-mode", "batch"));
    }

    @Test
    void boundedRunIsSorted() throws Exception {
        String sql = "SELECT k, name, v FROM t ORDER BY v DESC, name, k NULLS LAST";
        Path home = Files.createTempDirectory(directory, "run");
        copyPortion("t", home, 0, 1);
        copyPortion("e", home, 0, 1);
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        LawQuery query = new LawQuery("sorted", "k INT, name STRING, v BIGINT", "", sql);
        try (Session session = TestSessions.open(
                SessionConfig.in(home).withSettings(Map.of("execution.runtime-mode", "batch")), sink)) {
            session.sql(script(List.of(query), "")).awaitTermination();
        }
        assertThat(sink.rows("r0")).containsExactlyElementsOf(answer(sql));
    }

    private static List<LawQuery> closing() {
        return Stream.of(RankQueries.CLOSING, RankQueries.OVER_CLOSING)
                .flatMap(List::stream)
                .toList();
    }

    private void check(List<LawQuery> queries, String emit, int runs, int threads, Map<String, String> settings)
            throws Exception {
        Path home = Files.createTempDirectory(directory, "run");
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        for (int run = 0; run < runs; run++) {
            copyPortion("t", home, run, runs);
            copyPortion("e", home, run, runs);
            SessionConfig config = SessionConfig.in(home).withSettings(settings);
            try (Session session = TestSessions.open(config, sink)) {
                session.sql("SET 'parallelism.default' = '" + threads + "';" + script(queries, emit))
                        .awaitTermination();
            }
        }
        for (int i = 0; i < queries.size(); i++) {
            LawQuery query = queries.get(i);
            assertThat(sink.rows("r" + i)).as(query.name()).containsExactlyInAnyOrderElementsOf(answer(query.duckdb()));
        }
    }

    private static void copyPortion(String table, Path home, int run, int runs) throws IOException {
        Path to = Files.createDirectories(home.resolve(table));
        List<Path> files;
        try (var listed = Files.list(directory.resolve(table))) {
            files = listed.sorted().toList();
        }
        for (int i = files.size() * run / runs; i < files.size() * (run + 1) / runs; i++) {
            Files.copy(files.get(i), to.resolve(files.get(i).getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static String script(List<LawQuery> queries, String emit) {
        String columns = "k INT, name STRING, v BIGINT, d DOUBLE, price DECIMAL(10, 2), ts TIMESTAMP(3), `day` DATE,"
                + " WATERMARK FOR ts AS ts - INTERVAL %s";
        String table = "CREATE TABLE %s (%s) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'json',"
                + " 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '3');\n";
        StringBuilder script = new StringBuilder();
        script.append(table.formatted("t", columns.formatted("'30' DAY"), "t"));
        script.append(table.formatted("events", columns.formatted("'10' MINUTE"), "e"));
        script.append("CREATE VIEW e AS SELECT * FROM events WHERE k IS DISTINCT FROM -1;\n");
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < queries.size(); i++) {
            LawQuery query = queries.get(i);
            script.append("CREATE TABLE r%d (%s) WITH ('connector' = 'integrated');\n".formatted(i, query.columns()));
            inserts.append("INSERT INTO r%d %s %s;\n".formatted(i, query.sluice(), emit));
        }
        return script + "EXECUTE STATEMENT SET BEGIN\n" + inserts + "END;";
    }

    private static List<String> answer(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    cells.add(Cells.text(result.getObject(column)));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }
}
