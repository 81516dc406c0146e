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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law for what takes rows back: random rows in random splits, with restarts, all queries of {@link RetractionQueries}
 * at once in each mode, against DuckDB.
 */
class RetractionTest {
    private static final int ROWS = 500;
    private static final long SEED = 20260704;
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
                int rows = 1 + random.nextInt(random.nextInt(5) == 0 ? 200 : 20);
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

    @ParameterizedTest
    @CsvSource({"UPDATE, 3, 2", "CHANGELOG, 2, 1", "COMPLETE, 2, 2"})
    void streamWithRestartsEqualsTheBatchAnswer(String mode, int runs, int threads) throws Exception {
        check("EMIT " + mode, runs, threads, Map.of("trigger", "available-now"));
    }

    @Test
    void boundedRunEqualsTheBatchAnswer() throws Exception {
        check("EMIT APPEND", 1, 2, Map.of("execution.runtime-mode", "batch"));
    }

    private void check(String emit, int runs, int threads, Map<String, String> settings) throws Exception {
        Path home = Files.createTempDirectory(directory, "run");
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        for (int run = 0; run < runs; run++) {
            copyPortion("t", home, run, runs);
            copyPortion("u", home, run, runs);
            SessionConfig config = SessionConfig.in(home).withSettings(settings);
            try (Session session = TestSessions.open(config, sink)) {
                session.sql("SET 'parallelism.default' = '" + threads + "';" + script(emit))
                        .awaitTermination();
            }
        }
        for (int i = 0; i < RetractionQueries.ALL.size(); i++) {
            LawQuery query = RetractionQueries.ALL.get(i);
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

    private static String script(String emit) {
        StringBuilder script = new StringBuilder();
        for (String table : List.of("t", "u")) {
            script.append(("CREATE TABLE %1$s (" + COLUMNS + ") WITH ('connector' = 'filesystem', 'path' = '%1$s',"
                            + " 'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '3');\n")
                    .formatted(table));
        }
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < RetractionQueries.ALL.size(); i++) {
            LawQuery query = RetractionQueries.ALL.get(i);
            script.append("CREATE TABLE r%d (%s) WITH ('connector' = 'integrated');\n".formatted(i, query.columns()));
            boolean keyed = !query.key().equals("changelog") || !emit.equals("EMIT UPDATE");
            inserts.append("INSERT INTO r%d %s %s;\n".formatted(i, query.sluice(), keyed ? emit : "EMIT CHANGELOG"));
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
