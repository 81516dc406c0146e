package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import io.sluice.engine.law.JoinQueries.JoinQuery;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law for joins: random rows in random splits, with restarts, all queries of {@link JoinQueries} at once in each mode
 * that is legal for them, against DuckDB.
 */
class JoinTest {
    private static final int ROWS = 300;
    private static final long SEED = 20261125;
    private static final String COLUMNS =
            "k INT, name STRING, v BIGINT, d DOUBLE, price DECIMAL(10, 2), ts TIMESTAMP(3),"
                    + " `day` DATE, WATERMARK FOR ts AS ts - INTERVAL '30' DAY";

    @TempDir
    private static Path directory;

    private static Connection duckdb;

    @BeforeAll
    static void makeRows() throws IOException, SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Random random = new Random(SEED);
        for (String table : new String[] {"t", "u"}) {
            Path folder = Files.createDirectories(directory.resolve(table));
            int file = 0;
            for (int from = 0; from < ROWS; ) {
                int rows = 1 + random.nextInt(random.nextInt(5) == 0 ? 120 : 12);
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    lines.add(LawTest.row(random));
                }
                Files.write(folder.resolve("%04d.json".formatted(file++)), lines);
                from += rows;
            }
            execute(
                    """
                    CREATE TABLE %s AS SELECT * FROM read_json('%s/*.json', columns = {k: 'INT', name: 'VARCHAR',
                      v: 'BIGINT', d: 'DOUBLE', price: 'DECIMAL(10, 2)', ts: 'TIMESTAMP', day: 'DATE'})
                    WHERE ts IS NOT NULL"""
                            .formatted(table, folder));
        }
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    @Test
    void appendWithRestartsEqualsTheBatchAnswer() throws Exception {
        check(JoinQuery::appends, "EMIT APPEND", 3, 2, Map.of("trigger", "available-now"));
    }

    @Test
    void updatesWithRestartsEqualTheBatchAnswer() throws Exception {
        check(JoinQuery::keyed, "EMIT UPDATE", 3, 2, Map.of("trigger", "available-now"));
    }

    @Test
    void changelogWithRestartsEqualsTheBatchAnswer() throws Exception {
        check(query -> true, "EMIT CHANGELOG", 2, 1, Map.of("trigger", "available-now"));
    }

    @Test
    void completeResultEqualsTheBatchAnswer() throws Exception {
        check(query -> true, "EMIT COMPLETE", 2, 2, Map.of("trigger", "available-now"));
    }

    @Test
    void boundedRunEqualsTheBatchAnswer() throws Exception {
        check(query -> true, "EMIT APPEND", 1, 2, Map.of("execution.runtime-mode", "batch"));
    }

    private void check(Predicate<JoinQuery> legal, String emit, int runs, int threads, Map<String, String> settings)
            throws Exception {
        Path home = Files.createTempDirectory(directory, "run");
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        List<JoinQuery> queries = JoinQueries.ALL.stream().filter(legal).toList();
        for (int run = 0; run < runs; run++) {
            copyPortion("t", home, run, runs);
            copyPortion("u", home, run, runs);
            SessionConfig config = SessionConfig.in(home).withSettings(settings);
            try (Session session = TestSessions.open(config, sink)) {
                session.sql("SET 'parallelism.default' = '" + threads + "';" + script(queries, emit))
                        .awaitTermination();
            }
        }
        for (int i = 0; i < queries.size(); i++) {
            JoinQuery query = queries.get(i);
            assertThat(sink.rows("r" + i))
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

    private static String script(List<JoinQuery> queries, String emit) {
        StringBuilder script = new StringBuilder();
        for (String table : List.of("t", "u")) {
            script.append(("CREATE TABLE %1$s (" + COLUMNS + ") WITH ('connector' = 'filesystem', 'path' = '%1$s',"
                            + " 'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '4');\n")
                    .formatted(table));
        }
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < queries.size(); i++) {
            JoinQuery query = queries.get(i);
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
