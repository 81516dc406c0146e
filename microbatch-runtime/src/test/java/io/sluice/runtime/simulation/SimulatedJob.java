package io.sluice.runtime.simulation;

import io.sluice.runtime.loop.SqlPlan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job, planned once, and what DuckDB says to it.
 *
 * @param tables that it reads
 * @param answers the lines of each table that it writes, and how often each is there
 * @param replaces whether each batch replaces the whole result
 */
record SimulatedJob(
        String name, List<String> tables, SqlPlan plan, Map<String, Map<String, Integer>> answers, boolean replaces) {
    private static final Map<String, SimulatedInput> INPUTS =
            Map.of("clicks", SimulatedInput.of("clicks"), "views", SimulatedInput.of("views"));

    /**
     * A table that is written.
     *
     * @param rows the query in our SQL
     * @param answer the same in DuckDB's; its one column is the line
     */
    private record Output(String table, String columns, String rows, String answer) {}

    static final List<SimulatedJob> ALL = all();

    static SimulatedInput input(String table) {
        return INPUTS.get(table);
    }

    private static List<SimulatedJob> all() {
        Output copies = new Output(
                "copies",
                "id BIGINT, text STRING",
                "SELECT id, text FROM clicks WHERE amount > 20",
                "SELECT format('{{\"id\":{},\"text\":\"{}\"}}', id, text) FROM clicks WHERE amount > 20");
        Output totals = new Output(
                "totals",
                "window_start TIMESTAMP(3), page BIGINT, n BIGINT, total BIGINT",
                """
                SELECT window_start, page, COUNT(*), SUM(amount)
                FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '4' SECOND)) GROUP BY window_start, page""",
                """
                SELECT format('{{"window_start":"{}","page":{},"n":{},"total":{}}}',
                  strftime(time_bucket(INTERVAL 4 second, ts), '%Y-%m-%d %H:%M:%S.%g'), page, count(*), sum(amount))
                FROM clicks GROUP BY time_bucket(INTERVAL 4 second, ts), page""");
        Output pairs = new Output(
                "pairs",
                "id BIGINT, other BIGINT",
                """
                SELECT clicks.id, views.id FROM clicks LEFT JOIN views ON clicks.page = views.page
                  AND clicks.ts BETWEEN views.ts - INTERVAL '1' SECOND AND views.ts + INTERVAL '2' SECOND""",
                """
                SELECT format('{{"id":{},"other":{}}}', c.id, coalesce(v.id::VARCHAR, 'null')) FROM clicks c
                LEFT JOIN views v ON c.page = v.page
                  AND c.ts BETWEEN v.ts - INTERVAL 1 SECOND AND v.ts + INTERVAL 2 SECOND""");
        Output best = new Output(
                "best",
                "page BIGINT, id BIGINT, place BIGINT",
                """
                SELECT page, id, place FROM (
                  SELECT page, id, ROW_NUMBER() OVER (
                    PARTITION BY window_start, window_end, page ORDER BY amount DESC, id) AS place
                  FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '8' SECOND)))
                WHERE place <= 2""",
                """
                SELECT format('{{"page":{},"id":{},"place":{}}}', page, id, place) FROM (
                  SELECT page, id, row_number() OVER (
                    PARTITION BY time_bucket(INTERVAL 8 second, ts), page ORDER BY amount DESC, id) AS place FROM clicks)
                WHERE place <= 2""");
        Output first = new Output(
                "first_ones",
                "page BIGINT, kind BIGINT, id BIGINT",
                """
                SELECT page, kind, id FROM (
                  SELECT page, MOD(amount, 4) AS kind, id,
                    ROW_NUMBER() OVER (PARTITION BY page, MOD(amount, 4) ORDER BY ts) AS place FROM clicks)
                WHERE place = 1""",
                """
                SELECT format('{{"page":{},"kind":{},"id":{}}}', page, amount % 4, arg_min(id, ts))
                FROM clicks GROUP BY page, amount % 4""");
        Output sessions = new Output(
                "sessions",
                "window_start TIMESTAMP(3), page BIGINT, n BIGINT",
                """
                SELECT window_start, page, COUNT(*)
                FROM TABLE(SESSION(TABLE clicks PARTITION BY page, DESCRIPTOR(ts), INTERVAL '2' SECOND))
                GROUP BY window_start, window_end, page""",
                """
                SELECT format('{{"window_start":"{}","page":{},"n":{}}}',
                  strftime(min(ts), '%Y-%m-%d %H:%M:%S.%g'), page, count(*)) FROM (
                  SELECT page, ts, sum(opens) OVER (PARTITION BY page ORDER BY ts) AS number FROM (
                    SELECT page, ts, CASE WHEN ts - lag(ts) OVER (PARTITION BY page ORDER BY ts) <= INTERVAL 2 SECOND
                      THEN 0 ELSE 1 END AS opens FROM clicks))
                GROUP BY page, number""");
        Output whole = new Output(
                "whole",
                "page BIGINT, n BIGINT, total BIGINT",
                "SELECT page, COUNT(*), SUM(amount) FROM clicks GROUP BY page EMIT COMPLETE",
                """
                SELECT format('{{"page":{},"n":{},"total":{}}}', page, count(*), sum(amount)) FROM clicks GROUP BY page""");
        return List.of(
                job("copies", List.of("clicks"), List.of(copies)),
                job("totals", List.of("clicks"), List.of(totals)),
                job("both", List.of("clicks"), List.of(copies, totals)),
                job("join", SimulatedInput.TABLES, List.of(pairs)),
                job("top", List.of("clicks"), List.of(best)),
                job("first", List.of("clicks"), List.of(first)),
                job("sessions", List.of("clicks"), List.of(sessions)),
                job("whole", List.of("clicks"), List.of(whole)));
    }

    private static SimulatedJob job(String name, List<String> tables, List<Output> outputs) {
        StringBuilder sql = new StringBuilder(SimulatedInput.DECLARATIONS);
        StringBuilder set = new StringBuilder();
        for (Output output : outputs) {
            sql.append("CREATE TABLE %s (%s) WITH ('connector' = 'filesystem');\n"
                    .formatted(output.table, output.columns));
            set.append("INSERT INTO %s %s;\n".formatted(output.table, output.rows));
        }
        SqlPlan plan = new SqlPlan(sql + "EXECUTE STATEMENT SET BEGIN\n" + set + "END;\n");
        boolean replaces = outputs.stream().anyMatch(output -> output.rows.contains("EMIT COMPLETE"));
        return new SimulatedJob(name, tables, plan, answers(outputs), replaces);
    }

    private static Map<String, Map<String, Integer>> answers(List<Output> outputs) {
        Map<String, Map<String, Integer>> answers = new LinkedHashMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            for (String table : SimulatedInput.TABLES) {
                fill(duckdb, table);
            }
            for (Output output : outputs) {
                Map<String, Integer> lines = new TreeMap<>();
                try (ResultSet rows = statement.executeQuery(output.answer)) {
                    while (rows.next()) {
                        lines.merge(rows.getString(1), 1, Integer::sum);
                    }
                }
                answers.put(output.table, lines);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return answers;
    }

    private static void fill(Connection duckdb, String table) throws SQLException {
        try (Statement create = duckdb.createStatement()) {
            create.execute("CREATE TABLE %s (id BIGINT, page BIGINT, amount BIGINT, ts TIMESTAMP, text VARCHAR)"
                    .formatted(table));
        }
        try (PreparedStatement insert =
                duckdb.prepareStatement("INSERT INTO %s VALUES (?, ?, ?, CAST(? AS TIMESTAMP), ?)".formatted(table))) {
            for (SimulatedInput.Row row : input(table).rows()) {
                insert.setLong(1, row.id());
                insert.setLong(2, row.page());
                insert.setLong(3, row.amount());
                insert.setString(4, row.time());
                insert.setString(5, row.text());
                insert.execute();
            }
        }
    }
}
