package io.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows per second of a filter and of an hourly group-by over flights, on one core and on two, beside DuckDB's batch run
 * of the same SQL on the same files in the same process. Each run is a whole query: checkpoint, commit, and a sink that
 * reads every column. With the time of processors that each takes, which says more where the machine has other work.
 *
 * <p>Arguments: files (a Parquet file or a folder of them), runs.
 */
public final class FlightsBenchmark {
    private static final int WARM_UP = 3;

    private static final String TABLES =
            """
            CREATE TABLE flights (
              `date` TIMESTAMP(6), delay BIGINT, distance BIGINT, origin STRING, destination STRING,
              WATERMARK FOR `date` AS `date` - INTERVAL '10' MINUTE
            ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet');
            CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS
            """;

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();
    private static final Map<String, String> DUCKDB = new LinkedHashMap<>();

    static {
        QUERIES.put("filter", "SELECT `date`, delay, origin, destination FROM flights WHERE delay > 60");
        QUERIES.put(
                "hourly",
                """
                SELECT window_start, origin, COUNT(*) AS flights, SUM(delay) AS total, MAX(delay) AS longest
                FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
                GROUP BY window_start, origin""");
        DUCKDB.put("filter", "SELECT date, delay, origin, destination FROM '%s' WHERE delay > 60");
        DUCKDB.put(
                "hourly",
                """
                SELECT time_bucket(INTERVAL 1 hour, date), origin, COUNT(*), SUM(delay), MAX(delay)
                FROM '%s' GROUP BY ALL""");
    }

    private FlightsBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        int runs = Integer.parseInt(arguments[1]);
        String files = Files.isDirectory(data) ? data + "/*.parquet" : data.toString();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            long rows = count(duckdb, files);
            for (String query : QUERIES.keySet()) {
                for (int threads = 1; threads <= 2; threads++) {
                    report(query, threads, rows, data, files, duckdb, runs);
                }
            }
        }
    }

    private static void report(
            String query, int threads, long rows, Path data, String files, Connection duckdb, int runs)
            throws Exception {
        Measurement sluice = new Measurement();
        Measurement peer = new Measurement();
        Measurement sluiceProcessor = new Measurement();
        Measurement peerProcessor = new Measurement();
        set(duckdb, "SET threads = " + threads);
        for (int run = 0; run < runs + WARM_UP; run++) {
            long before = processorNanos();
            double ours = rows / sluice(data, QUERIES.get(query), threads) / 1e6;
            long between = processorNanos();
            double theirs = rows / duckdb(duckdb, DUCKDB.get(query).formatted(files)) / 1e6;
            long after = processorNanos();
            if (run >= WARM_UP) {
                sluice.add(ours);
                peer.add(theirs);
                sluiceProcessor.add((between - before) / 1e6);
                peerProcessor.add((after - between) / 1e6);
            }
        }
        System.out.printf(
                "{\"benchmark\":\"flights\",\"query\":\"%s\",\"threads\":%d,\"rows\":%d,\"runs\":%d,"
                        + "\"sluice_mrows_per_s\":%s,\"sluice_min\":%s,\"sluice_max\":%s,\"duckdb_mrows_per_s\":%s,"
                        + "\"sluice_processor_ms\":%s,\"duckdb_processor_ms\":%s}%n",
                query,
                threads,
                rows,
                runs,
                Measurement.number(sluice.median()),
                Measurement.number(sluice.min()),
                Measurement.number(sluice.max()),
                Measurement.number(peer.median()),
                Measurement.number(sluiceProcessor.median()),
                Measurement.number(peerProcessor.median()));
    }

    /** What this process has used of all processors, the JVM's compilers included: other work on the machine does not count. */
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Seconds from start to end of the query. */
    private static double sluice(Path data, String query, int threads) throws Exception {
        Path scratch = Files.createTempDirectory("sluice-benchmark");
        try (Session session = Sluice.open(
                SessionConfig.in(scratch).withSettings(Map.of("parallelism.default", Integer.toString(threads))))) {
            long start = System.nanoTime();
            session.sql(TABLES.formatted(data) + query + ";").awaitTermination();
            return (System.nanoTime() - start) / 1e9;
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Seconds until the result is in a temporary table. */
    private static double duckdb(Connection duckdb, String query) throws SQLException {
        long start = System.nanoTime();
        set(duckdb, "CREATE OR REPLACE TEMP TABLE result AS " + query);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void set(Connection duckdb, String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection duckdb, String files) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM '%s'".formatted(files))) {
            result.next();
            return result.getLong(1);
        }
    }
}
