package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * Rows per second of joins, on one core and on two, beside DuckDB's batch run of the same SQL on the same files in the same
 * process. The rows are those of both inputs. Each run is a whole query: checkpoint, commit, and a sink that reads every column.
 *
 * <ul>
 *   <li>{@code join}: two tables by a BIGINT that each has once.
 *   <li>{@code lookup}: a stream with a bounded table of a hundredth of its rows.
 *   <li>{@code as-of}: the last quote of a thousand symbols before each trade.
 *   <li>{@code interval}: two streams, by a key that has many rows, and times that are at most a second apart. DuckDB would compare
 *       all rows of a key with each other, which takes a minute for 400,000; so it is asked by seconds.
 * </ul>
 *
 * <p>Arguments: rows of each table, runs, and which of these; none: all.
 */
public final class JoinBenchmark {
    private static final int WARM_UP = 2;

    /**
     * One join.
     *
     * @param a the columns of its left table over i, from 0 on
     * @param b those of the right one, which has one row for so many of the left as {@code share} says
     * @param stream the left table does not end
     */
    private record Case(
            String name,
            String columnsOfA,
            String a,
            String columnsOfB,
            String b,
            int share,
            boolean stream,
            String sluice,
            String duckdb) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "join",
                    "k BIGINT, x BIGINT",
                    "(i * 7919 %% %d)::BIGINT AS k, i AS x",
                    "k BIGINT, y BIGINT",
                    "(i * 104729 %% %d)::BIGINT AS k, i AS y",
                    1,
                    false,
                    "SELECT a.k, a.x, b.y FROM a JOIN b ON a.k = b.k",
                    "SELECT a.k, a.x, b.y FROM a JOIN b ON a.k = b.k"),
            new Case(
                    "lookup",
                    "k BIGINT, x BIGINT",
                    "(hash(i) %% (%d // 100))::BIGINT AS k, i AS x",
                    "k BIGINT, y BIGINT",
                    "i AS k, i + %d AS y",
                    100,
                    true,
                    "SELECT a.k, a.x, b.y FROM a JOIN b ON a.k = b.k",
                    "SELECT a.k, a.x, b.y FROM a JOIN b ON a.k = b.k"),
            new Case(
                    "as-of",
                    "k BIGINT, x BIGINT",
                    "(hash(i) %% 1000 + 0 * %d)::BIGINT AS k, i AS x",
                    "k BIGINT, y BIGINT",
                    "(hash(i + 7) %% 1000 + 0 * %d)::BIGINT AS k, i * 10 AS y",
                    10,
                    false,
                    "SELECT a.k, a.x, b.y FROM a LEFT ASOF JOIN b MATCH_CONDITION a.x >= b.y ON a.k = b.k",
                    "SELECT a.k, a.x, b.y FROM a ASOF LEFT JOIN b ON a.k = b.k AND a.x >= b.y"),
            new Case(
                    "interval",
                    "k BIGINT, ts TIMESTAMP(6), WATERMARK FOR ts AS ts",
                    "(hash(i) %% 10 + 0 * %d)::BIGINT AS k, make_timestamp(i * 100000) AS ts",
                    "k BIGINT, ts TIMESTAMP(6), WATERMARK FOR ts AS ts",
                    "(hash(i + 7) %% 10 + 0 * %d)::BIGINT AS k, make_timestamp(i * 100000) AS ts",
                    1,
                    false,
                    "SELECT a.k, a.ts, b.ts AS bts FROM a JOIN b ON a.k = b.k AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '1' SECOND",
                    """
                    SELECT a.k, a.ts, b.ts AS bts FROM a JOIN
                      (SELECT k, ts, unnest([epoch_us(ts) // 1000000, epoch_us(ts) // 1000000 - 1]) AS s FROM b) AS b
                    ON a.k = b.k AND epoch_us(a.ts) // 1000000 = b.s AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '1' SECOND"""));

    private JoinBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        int runs = Integer.parseInt(arguments[1]);
        String only = arguments.length > 2 ? arguments[2] : "";
        Path home = Files.createTempDirectory("sluice-benchmark");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            for (Case each : CASES) {
                if (only.isEmpty() || only.equals(each.name)) {
                    Path data = Files.createDirectories(home.resolve(each.name));
                    make(duckdb, data, "a", each.a, rows);
                    make(duckdb, data, "b", each.b, rows / each.share);
                    for (int threads = 1; threads <= 2; threads++) {
                        report(each, threads, rows + rows / each.share, data, duckdb, runs);
                    }
                }
            }
        } finally {
            Scratch.delete(home);
        }
    }

    private static void make(Connection duckdb, Path data, String table, String columns, long rows)
            throws SQLException {
        execute(
                duckdb,
                "COPY (SELECT %s FROM range(%d) AS r(i)) TO '%s' (FORMAT parquet)"
                        .formatted(columns.formatted(rows), rows, data.resolve(table + ".parquet")));
        execute(
                duckdb,
                "CREATE OR REPLACE VIEW %1$s AS SELECT * FROM '%2$s'"
                        .formatted(table, data.resolve(table + ".parquet")));
    }

    private static void report(Case each, int threads, long rows, Path data, Connection duckdb, int runs)
            throws Exception {
        Measurement sluice = new Measurement();
        Measurement peer = new Measurement();
        execute(duckdb, "SET threads = " + threads);
        for (int run = 0; run < runs + WARM_UP; run++) {
            double ours = rows / sluice(each, data, threads) / 1e6;
            double theirs = rows / duckdb(duckdb, each.duckdb) / 1e6;
            if (run >= WARM_UP) {
                sluice.add(ours);
                peer.add(theirs);
            }
        }
        System.out.printf(
                "{\"benchmark\":\"join\",\"query\":\"%s\",\"threads\":%d,\"rows\":%d,\"runs\":%d,"
                        + "\"sluice_mrows_per_s\":%s,\"sluice_min\":%s,\"sluice_max\":%s,\"duckdb_mrows_per_s\":%s}%n",
                each.name,
                threads,
                rows,
                runs,
                Measurement.number(sluice.median()),
                Measurement.number(sluice.min()),
                Measurement.number(sluice.max()),
                Measurement.number(peer.median()));
    }

    /** Seconds from start to end of the query. */
    private static double sluice(Case each, Path data, int threads) throws Exception {
        Path scratch = Files.createTempDirectory("sluice-benchmark");
        String monitored = each.stream ? ", 'source.monitor-interval' = '1 s'" : "";
        String script = table("a", each.columnsOfA, data, monitored)
                + table("b", each.columnsOfB, data, "")
                + "CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS " + each.sluice + ";";
        Map<String, String> settings = Map.of(
                "parallelism.default", Integer.toString(threads), "trigger", each.stream ? "once" : "available-now");
        try (Session session = Sluice.open(SessionConfig.in(scratch).withSettings(settings))) {
            long start = System.nanoTime();
            session.sql(script).awaitTermination();
            return (System.nanoTime() - start) / 1e9;
        } finally {
            Scratch.delete(scratch);
        }
    }

    private static String table(String name, String columns, Path data, String more) {
        return "CREATE TABLE %1$s (%2$s) WITH ('connector' = 'filesystem', 'path' = '%3$s', 'format' = 'parquet'%4$s);\n"
                .formatted(name, columns, data.resolve(name + ".parquet"), more);
    }

    /** Seconds until the result is in a temporary table. */
    private static double duckdb(Connection duckdb, String query) throws SQLException {
        long start = System.nanoTime();
        execute(duckdb, "CREATE OR REPLACE TEMP TABLE result AS " + query);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void execute(Connection duckdb, String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }
}
