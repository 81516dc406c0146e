package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.law.LawQueries.LawQuery;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random rows (skewed keys, NULLs, times out of order) in random splits, with restarts, one and two threads: what is
 * written equals what DuckDB answers over all rows at once. Sums of doubles may differ in the last digits.
 */
class LawTest {
    private static final int ROWS = 1500;
    private static final long SEED = 20010101;
    private static final String[] NAMES = {"anna", "bob", "carla", "", "zoë", "a'b\\\"c"};
    private static final String COLUMNS =
            "k INT, name STRING, v BIGINT, d DOUBLE, price DECIMAL(10, 2), ts TIMESTAMP(3), `day` DATE,"
                    + " WATERMARK FOR ts AS ts - INTERVAL '30' DAY";

    @TempDir
    private static Path directory;

    private static Connection duckdb;

    @BeforeAll
    static void makeRows() throws IOException, SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Random random = new Random(SEED);
        for (String table : new String[] {"t", "u"}) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(row(random));
            }
            Path folder = Files.createDirectories(directory.resolve(table));
            int file = 0;
            for (int from = 0; from < ROWS; ) {
                int to = Math.min(ROWS, from + 1 + random.nextInt(random.nextInt(5) == 0 ? 900 : 60));
                Files.write(folder.resolve("%04d.json".formatted(file++)), rows.subList(from, to));
                from = to;
            }
            execute(
                    """
                    CREATE TABLE %s AS SELECT * FROM read_json('%s/*.json', columns = {k: 'INT', name: 'VARCHAR',
                      v: 'BIGINT', d: 'DOUBLE', price: 'DECIMAL(10, 2)', ts: 'TIMESTAMP', day: 'DATE'})
                    WHERE ts IS NOT NULL"""
                            .formatted(table, folder));
        }
    }

    static String row(Random random) {
        int key = (int) Math.abs(random.nextGaussian() * 3);
        return "{\"k\":%s,\"name\":%s,\"v\":%s,\"d\":%s,\"price\":%s,\"ts\":%s,\"day\":%s}"
                .formatted(
                        maybe(random, Integer.toString(key)),
                        maybe(random, "\"" + NAMES[random.nextInt(NAMES.length)] + "\""),
                        maybe(random, Integer.toString(random.nextInt(2000) - 1000)),
                        maybe(random, String.format(Locale.ROOT, "%.3f", random.nextDouble())),
                        maybe(random, String.format(Locale.ROOT, "%.2f", random.nextDouble() * 200 - 100)),
                        maybe(
                                random,
                                "\"2026-01-%02d %02d:%02d:%02d.%03d\""
                                        .formatted(
                                                1 + random.nextInt(3),
                                                random.nextInt(24),
                                                random.nextInt(60),
                                                random.nextInt(60),
                                                random.nextInt(1000))),
                        maybe(random, "\"19%02d-0%d-15\"".formatted(random.nextInt(90) + 10, 1 + random.nextInt(9))));
    }

    private static String maybe(Random random, String value) {
        return random.nextInt(12) == 0 ? "null" : value;
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    static List<LawQuery> queries() {
        return Stream.of(LawQueries.ALL, SetQueries.ALL, SetQueries.VALUES)
                .flatMap(List::stream)
                .toList();
    }

    static List<LawQuery> allQueries() {
        return Stream.concat(queries().stream(), LawQueries.AT_THE_END.stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("allQueries")
    void boundedRunEqualsTheBatchAnswer(LawQuery query) throws Exception {
        List<String> got = run(query, "bounded", 1, 2, "", Map.of("execution.runtime-mode", "batch"));
        assertSame(query, got);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void streamWithRestartsEqualsTheBatchAnswer(LawQuery query) throws Exception {
        if (query.key().isEmpty()) {
            assertSame(query, run(query, "stream", 4, 2, "EMIT APPEND", Map.of("trigger", "available-now")));
            return;
        }
        if (!query.key().equals(LawQuery.NO_KEY)) {
            assertSame(query, run(query, "update", 4, 2, "EMIT UPDATE", Map.of("trigger", "available-now")));
        }
        assertSame(query, run(query, "changelog", 3, 1, "EMIT CHANGELOG", Map.of("trigger", "available-now")));
        assertSame(query, run(query, "complete", 2, 2, "EMIT COMPLETE", Map.of("trigger", "available-now")));
    }

    /** Feeds the files in {@code runs} portions, each to a session of its own, and gives the integrated result. */
    private List<String> run(
            LawQuery query, String kind, int runs, int threads, String emit, Map<String, String> settings)
            throws IOException {
        Path home = Files.createTempDirectory(directory, kind);
        Files.createDirectories(home.resolve("t"));
        Files.createDirectories(home.resolve("u"));
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        Map<String, String> all = new HashMap<>(settings);
        all.put("parallelism.default", Integer.toString(threads));
        for (int run = 0; run < runs; run++) {
            for (String table : new String[] {"t", "u"}) {
                copyPortion(directory.resolve(table), home.resolve(table), run, runs);
            }
            try (Session session =
                    io.sluice.engine.TestSessions.open(SessionConfig.in(home).withSettings(all), sink)) {
                StreamingQuery running = session.sql(script(query, emit));
                running.awaitTermination();
            }
        }
        return sink.rows();
    }

    private static void copyPortion(Path from, Path to, int run, int runs) throws IOException {
        List<Path> files;
        try (var listed = Files.list(from)) {
            files = listed.sorted().toList();
        }
        for (int i = files.size() * run / runs; i < files.size() * (run + 1) / runs; i++) {
            Files.copy(files.get(i), to.resolve(files.get(i).getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static String script(LawQuery query, String emit) {
        String input = "CREATE TABLE %s (" + COLUMNS + ") WITH ('connector' = 'filesystem', 'path' = '%s',"
                + " 'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '5');\n";
        return input.formatted("t", "t")
                + input.formatted("u", "u")
                + "CREATE TABLE result (" + query.columns() + ") WITH ('connector' = 'integrated');\n"
                + "INSERT INTO result " + query.sluice() + " " + emit + ";";
    }

    private static void assertSame(LawQuery query, List<String> got) throws SQLException {
        assertThat(got).as(query.name()).containsExactlyInAnyOrderElementsOf(answer(query.duckdb()));
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

    @Test
    void sluiceOpensASessionInTheCurrentDirectory() {
        try (Session session = Sluice.open()) {
            assertThat(session.queries()).isEmpty();
        }
    }
}
