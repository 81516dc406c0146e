package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law for joins with bounds on times: two tables whose times rise, out of order within their delays, and a last row long
 * after all others, which lets all state go. What is appended equals what DuckDB answers without those last rows.
 */
class IntervalJoinTest {
    private static final int ROWS = 350;
    private static final long SEED = 7;
    private static final String COLUMNS =
            "k INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '40' SECOND";
    private static final Map<String, String> LAST = Map.of(
            "a", "{\"k\":1000001,\"v\":-1,\"ts\":\"2027-01-01 00:00:01\"}",
            "b", "{\"k\":1000002,\"v\":-1,\"ts\":\"2027-01-01 00:00:00\"}");

    private static final Pattern OF_LAST_ROWS = Pattern.compile("\\|(-1|100000[12]|2027-[^|]*)\\|");

    /** A query, and the types of its columns. */
    private record Query(String name, String columns, String sluice, String duckdb) {
        static Query of(String name, String columns, String both) {
            return new Query(name, columns, both, both);
        }
    }

    private static final String BETWEEN =
            "a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE";
    private static final String TUMBLE =
            "(SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE %s,"
                    + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k)";
    private static final String BUCKET =
            "(SELECT time_bucket(INTERVAL 1 minute, ts) AS window_start, k, COUNT(*) AS n" + " FROM %s GROUP BY ALL)";
    private static final String NUMBERS = "x INT, y INT";

    private static final List<Query> QUERIES = List.of(
            Query.of("inner", NUMBERS, "SELECT a.v, b.v FROM a JOIN b ON " + BETWEEN),
            Query.of("left", NUMBERS, "SELECT a.v, b.v FROM a LEFT JOIN b ON " + BETWEEN),
            Query.of("right", NUMBERS, "SELECT a.v, b.v FROM a RIGHT JOIN b ON " + BETWEEN + " AND a.v < b.v"),
            Query.of("full", NUMBERS, "SELECT a.v, b.v FROM a FULL JOIN b ON " + BETWEEN),
            Query.of(
                    "one bound, without keys",
                    NUMBERS,
                    "SELECT a.v, b.v FROM a, b WHERE a.ts < b.ts AND b.ts - INTERVAL '3' SECOND <= a.ts"),
            Query.of(
                    "never a partner before",
                    NUMBERS,
                    "SELECT a.v, b.v FROM a LEFT JOIN b ON a.k = b.k AND b.ts > a.ts + INTERVAL '20' SECOND"
                            + " AND b.ts < a.ts + INTERVAL '40' SECOND"),
            Query.of("the same times", NUMBERS, "SELECT a.v, b.v FROM a FULL JOIN b ON a.ts = b.ts"),
            Query.of(
                    "the same table",
                    NUMBERS,
                    "SELECT a.v, b.v FROM a LEFT JOIN a AS b ON " + BETWEEN + " AND a.v <> b.v"),
            Query.of(
                    "three tables",
                    "x INT, y INT, z INT",
                    "SELECT a.v, b.v, c.v FROM a JOIN b ON " + BETWEEN + " LEFT JOIN b AS c ON c.k = a.k"
                            + " AND c.ts BETWEEN a.ts AND a.ts + INTERVAL '30' SECOND AND c.v > b.v"),
            new Query(
                    "windows",
                    "w TIMESTAMP(3), k INT, n BIGINT, m BIGINT",
                    "SELECT x.window_start, x.k, x.n, y.n FROM " + TUMBLE.formatted("a") + " AS x JOIN "
                            + TUMBLE.formatted("b")
                            + " AS y ON x.window_start = y.window_start AND x.window_end = y.window_end AND x.k = y.k",
                    "SELECT x.window_start, x.k, x.n, y.n FROM " + BUCKET.formatted("a") + " AS x JOIN "
                            + BUCKET.formatted("b") + " AS y ON x.window_start = y.window_start AND x.k = y.k"),
            new Query(
                    "windows, full",
                    "k INT, n BIGINT, k2 INT, m BIGINT",
                    "SELECT x.k, x.n, y.k, y.n FROM " + TUMBLE.formatted("a") + " AS x FULL JOIN "
                            + TUMBLE.formatted("b") + " AS y ON x.window_end = y.window_end AND x.k = y.k",
                    "SELECT x.k, x.n, y.k, y.n FROM " + BUCKET.formatted("a") + " AS x FULL JOIN "
                            + BUCKET.formatted("b") + " AS y ON x.window_start = y.window_start AND x.k = y.k"),
            new Query(
                    "windows over a join",
                    "w TIMESTAMP(3), n BIGINT",
                    "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT a.ts, b.v FROM a LEFT JOIN b ON " + BETWEEN
                            + "), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start",
                    "SELECT time_bucket(INTERVAL 1 minute, a.ts), COUNT(*) FROM a LEFT JOIN b ON " + BETWEEN
                            + " GROUP BY ALL"));

    @TempDir
    private static Path directory;

    private static Connection duckdb;

    @BeforeAll
    static void makeRows() throws IOException, SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Random random = new Random(SEED);
        for (String table : new String[] {"a", "b"}) {
            Path folder = Files.createDirectories(directory.resolve(table));
            int file = 0;
            int second = 0;
            for (int from = 0; from < ROWS; ) {
                int rows = 1 + random.nextInt(random.nextInt(5) == 0 ? 60 : 8);
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    second += random.nextInt(7);
                    lines.add(row(random, second - random.nextInt(40), from + i));
                }
                Files.write(folder.resolve("%04d.json".formatted(file++)), lines);
                from += rows;
            }
            execute(
                    "CREATE TABLE %1$s AS SELECT * FROM read_json('%2$s/*.json', columns = {k: 'INT', v: 'INT', ts: 'TIMESTAMP'})"
                            .formatted(table, folder));
            Files.write(folder.resolve("%04d.json".formatted(file)), List.of(LAST.get(table)));
        }
    }

    private static String row(Random random, int second, int v) {
        return "{\"k\":%s,\"v\":%d,\"ts\":\"%s\"}"
                .formatted(
                        random.nextInt(12) == 0 ? "null" : Integer.toString(random.nextInt(4)),
                        v,
                        LocalDateTime.of(2026, 1, 1, 8, 0)
                                        .plusSeconds(second)
                                        .toString()
                                        .replace('T', ' ')
                                + (second % 60 == 0 ? ":00" : ""));
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    @Test
    void streamWithRestartsEqualsTheBatchAnswer() throws Exception {
        check("EMIT APPEND", 4, 2);
    }

    @Test
    void oneRunEqualsTheBatchAnswer() throws Exception {
        check("EMIT APPEND", 1, 1);
    }

    /** Without a partner rows are sent at once here, the last ones, too. */
    @Test
    void changesWithRestartsAddUpToTheBatchAnswer() throws Exception {
        check("EMIT CHANGELOG", 3, 2);
    }

    private void check(String emit, int runs, int threads) throws Exception {
        Path home = Files.createTempDirectory(directory, "run");
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        for (int run = 0; run < runs; run++) {
            copyPortion("a", home, run, runs);
            copyPortion("b", home, run, runs);
            SessionConfig config = SessionConfig.in(home).withSettings(Map.of("trigger", "available-now"));
            try (Session session = TestSessions.open(config, sink)) {
                session.sql("SET 'parallelism.default' = '" + threads + "';" + script(emit))
                        .awaitTermination();
            }
        }
        for (int i = 0; i < QUERIES.size(); i++) {
            Query query = QUERIES.get(i);
            List<String> rows = sink.rows("r" + i).stream()
                    .filter(row -> !OF_LAST_ROWS.matcher("|" + row + "|").find())
                    .toList();
            assertThat(rows)
                    .as(query.name())
                    .containsExactlyInAnyOrderElementsOf(answer(query.duckdb()))
                    .isNotEmpty();
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

    private static String script(String emit) {
        StringBuilder script = new StringBuilder();
        for (String table : List.of("a", "b")) {
            script.append(("CREATE TABLE %1$s (" + COLUMNS + ") WITH ('connector' = 'filesystem', 'path' = '%1$s',"
                            + " 'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '4');\n")
                    .formatted(table));
        }
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < QUERIES.size(); i++) {
            Query query = QUERIES.get(i);
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
