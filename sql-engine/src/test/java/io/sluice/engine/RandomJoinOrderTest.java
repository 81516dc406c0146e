package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random chains of inner joins over Parquet tables of random sizes, many of them in another order than they are written, against DuckDB. */
class RandomJoinOrderTest {
    private static final Pattern SCAN = Pattern.compile("Scan \\w+");
    private static final int[] ROWS = {300, 20, 80, 5, 150, 40};
    private static final int QUERIES = 24;
    private static final int MOST_ROWS = 20_000;

    @TempDir
    private Path directory;

    private final Random random = new Random(11);

    private void writeTables(Statement duckDb) throws SQLException, IOException {
        for (int table = 0; table < ROWS.length; table++) {
            Path folder = Files.createDirectories(directory.resolve("t" + table));
            duckDb.execute(
                    """
                    CREATE TABLE t%1$d AS SELECT i AS id, CASE WHEN i * %2$d %% 13 > 0 THEN i * %2$d %% 41 END AS a, i * %2$d %% 23 AS b, 'n' || i %% 7 AS n
                    FROM range(%3$d) AS r(i)"""
                            .formatted(table, table * 2 + 3, ROWS[table]));
            duckDb.execute("COPY t%d TO '%s' (FORMAT parquet)".formatted(table, folder.resolve("0.parquet")));
        }
    }

    private static String declarations() {
        StringBuilder text = new StringBuilder();
        for (int table = 0; table < ROWS.length; table++) {
            text.append(
                    "CREATE TABLE t%1$d (id BIGINT, a BIGINT, b BIGINT, n STRING) WITH ('connector' = 'filesystem', 'path' = 't%1$d', 'format' = 'parquet');\n"
                            .formatted(table));
        }
        return text.toString();
    }

    private String query() {
        int tables = 3 + random.nextInt(3);
        StringBuilder from = new StringBuilder("t%d AS x0".formatted(random.nextInt(ROWS.length)));
        StringBuilder columns = new StringBuilder("x0.id AS c0");
        List<String> conditions = new ArrayList<>(List.of("TRUE"));
        for (int i = 0; i < tables; i++) {
            if (i > 0) {
                from.append(" JOIN t%d AS x%d ON %s".formatted(random.nextInt(ROWS.length), i, on(i)));
                columns.append(", x%1$d.id AS c%1$d".formatted(i));
            }
            if (random.nextBoolean()) {
                String[] all = {"x%d.n = 'n3'", "x%d.id < 17", "x%d.b IN (1, 2, 3, 9)", "x%d.a IS NOT NULL"};
                conditions.add(all[random.nextInt(all.length)].formatted(i));
            }
        }
        String query = "SELECT %s FROM %s WHERE %s".formatted(columns, from, String.join(" AND ", conditions));
        return random.nextInt(3) > 0
                ? query
                : "SELECT c0, c1, COUNT(*) AS n FROM (%s) AS z GROUP BY c0, c1".formatted(query);
    }

    private String on(int table) {
        String[] columns = {"id", "a", "b"};
        int other = random.nextInt(table);
        String key = "x%d.%s %s x%d.%s"
                .formatted(
                        table,
                        columns[random.nextInt(3)],
                        random.nextInt(5) > 0 ? "=" : "IS NOT DISTINCT FROM",
                        other,
                        columns[random.nextInt(3)]);
        return random.nextInt(3) > 0
                ? key
                : key + " AND x%d.b < x%d.id + %d".formatted(table, random.nextInt(table), random.nextInt(30));
    }

    private static List<String> rows(Statement duckDb, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = duckDb.executeQuery(query)) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> order(Session session, String script) {
        return SCAN.matcher(session.explain(new Script("job.sql", script)))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void ordersGiveWhatDuckDbGives() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duckDb = connection.createStatement();
                Session session = Sluice.open(SessionConfig.in(directory))) {
            writeTables(duckDb);
            session.executeAll(new Script("tables.sql", declarations()));
            List<String> queries = new ArrayList<>();
            List<List<String>> expected = new ArrayList<>();
            StringBuilder sinks = new StringBuilder();
            StringBuilder inserts = new StringBuilder();
            int reordered = 0;
            while (queries.size() < QUERIES) {
                String query = query();
                List<String> rows = rows(duckDb, query + " LIMIT " + MOST_ROWS);
                if (rows.size() == MOST_ROWS) {
                    continue;
                }
                String type = query.contains("GROUP BY") ? "a BIGINT, b BIGINT, c BIGINT" : columns(query);
                sinks.append("CREATE TABLE r%d (%s) WITH ('connector' = 'memory');\n".formatted(queries.size(), type));
                inserts.append("INSERT INTO r%d %s;\n".formatted(queries.size(), query));
                List<String> order = order(session, query + ";");
                reordered += order.equals(
                                order(session, "SET 'table.optimizer.join-reorder-enabled' = 'false';" + query + ";"))
                        ? 0
                        : 1;
                session.executeAll(new Script("reset.sql", "RESET 'table.optimizer.join-reorder-enabled';"));
                queries.add(query);
                expected.add(rows);
            }
            assertThat(reordered).isGreaterThan(QUERIES / 3);
            session.executeAll(new Script("job.sql", sinks + "EXECUTE STATEMENT SET BEGIN\n" + inserts + "END;"));
            session.awaitAll();
            for (int i = 0; i < QUERIES; i++) {
                assertThat(session.memoryTable("r" + i).orElseThrow().integrated().stream()
                                .map(row -> row.values().toString())
                                .sorted()
                                .toList())
                        .as(queries.get(i))
                        .isEqualTo(expected.get(i));
            }
        }
    }

    private static String columns(String query) {
        long tables = query.chars().filter(each -> each == 'J').count() + 1;
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            columns.add("c%d BIGINT".formatted(i));
        }
        return String.join(", ", columns);
    }
}
