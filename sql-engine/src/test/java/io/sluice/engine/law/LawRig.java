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

/**
 * Random rows (skewed keys, NULLs, duplicates, times out of order) of the tables {@code t} and {@code u} in random files, and
 * in DuckDB. Many queries are run as one statement set over the files, a portion of them to each of several sessions, and
 * what each has written is compared with DuckDB's answer over all rows.
 */
final class LawRig implements AutoCloseable {
    private static final String COLUMNS =
            "k INT, name STRING, v BIGINT, d DOUBLE, price DECIMAL(10, 2), ts TIMESTAMP(3),"
                    + " `day` DATE, WATERMARK FOR ts AS ts - INTERVAL '30' DAY";

    private final Path directory;
    private final Connection duckdb;

    /** How the rows come. */
    enum Mode {
        APPEND(3, 2, Map.of("trigger", "available-now")),
        UPDATE(3, 2, Map.of("trigger", "available-now")),
        CHANGELOG(2, 1, Map.of("trigger", "available-now")),
        COMPLETE(2, 2, Map.of("trigger", "available-now")),
        BOUNDED(1, 2, Map.of("execution.runtime-mode", "batch"));

        private final int sessions;
        private final int threads;
        private final Map<String, String> settings;

        Mode(int sessions, int threads, Map<String, String> settings) {
            this.sessions = sessions;
            this.threads = threads;
            this.settings = settings;
        }

        /** Whether a query of which no row is taken back, or with a key, or without, can be run so. */
        boolean takes(LawQuery query) {
            return switch (this) {
                case APPEND -> query.key().isEmpty();
                case UPDATE -> !query.key().isEmpty() && !query.key().equals(LawQuery.NO_KEY);
                case CHANGELOG, COMPLETE, BOUNDED -> true;
            };
        }
    }

    /** @param rows of each table */
    LawRig(Path directory, long seed, int rows) throws IOException, SQLException {
        this.directory = directory;
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Random random = new Random(seed);
        for (String table : List.of("t", "u")) {
            Path folder = Files.createDirectories(directory.resolve(table));
            int file = 0;
            for (int from = 0; from < rows; ) {
                int more = Math.min(rows - from, 1 + random.nextInt(random.nextInt(5) == 0 ? rows / 3 : rows / 30));
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < more; i++) {
                    lines.add(LawTest.row(random));
                }
                Files.write(folder.resolve("%04d.json".formatted(file++)), lines);
                from += more;
            }
            execute(
                    """
                    CREATE TABLE %s AS SELECT * FROM read_json('%s/*.json', columns = {k: 'INT', name: 'VARCHAR',
                      v: 'BIGINT', d: 'DOUBLE', price: 'DECIMAL(10, 2)', ts: 'TIMESTAMP', day: 'DATE'})
                    WHERE ts IS NOT NULL"""
                            .formatted(table, folder));
        }
    }

    /** Runs all queries that a mode takes. */
    void check(List<LawQuery> all, Mode mode) throws IOException, SQLException {
        List<LawQuery> queries = all.stream().filter(mode::takes).toList();
        if (queries.isEmpty()) {
            return;
        }
        Path home = Files.createTempDirectory(directory, "run");
        IntegratedSinkFactory sink = new IntegratedSinkFactory();
        for (int session = 0; session < mode.sessions; session++) {
            copyPortion("t", home, session, mode.sessions);
            copyPortion("u", home, session, mode.sessions);
            SessionConfig config = SessionConfig.in(home).withSettings(mode.settings);
            try (Session open = TestSessions.open(config, sink)) {
                open.sql("SET 'parallelism.default' = '" + mode.threads + "';" + script(queries, mode))
                        .awaitTermination();
            }
        }
        for (int i = 0; i < queries.size(); i++) {
            LawQuery query = queries.get(i);
            assertThat(sink.rows("r" + i)).as(query.name()).containsExactlyInAnyOrderElementsOf(answer(query.duckdb()));
        }
    }

    private void copyPortion(String table, Path home, int portion, int portions) throws IOException {
        Path to = Files.createDirectories(home.resolve(table));
        List<Path> files;
        try (var listed = Files.list(directory.resolve(table))) {
            files = listed.sorted().toList();
        }
        for (int i = files.size() * portion / portions; i < files.size() * (portion + 1) / portions; i++) {
            Files.copy(files.get(i), to.resolve(files.get(i).getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static String script(List<LawQuery> queries, Mode mode) {
        StringBuilder script = new StringBuilder();
        for (String table : List.of("t", "u")) {
            script.append(("CREATE TABLE %1$s (" + COLUMNS + ") WITH ('connector' = 'filesystem', 'path' = '%1$s',"
                            + " 'format' = 'json', 'source.monitor-interval' = '1 ms', 'maxFilesPerTrigger' = '4');\n")
                    .formatted(table));
        }
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < queries.size(); i++) {
            LawQuery query = queries.get(i);
            script.append("CREATE TABLE r%d (%s) WITH ('connector' = 'integrated');\n".formatted(i, query.columns()));
            inserts.append("INSERT INTO r%d %s EMIT %s;\n"
                    .formatted(i, query.sluice(), mode == Mode.BOUNDED ? Mode.APPEND : mode));
        }
        return script + "EXECUTE STATEMENT SET BEGIN\n" + inserts + "END;";
    }

    private List<String> answer(String sql) throws SQLException {
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
