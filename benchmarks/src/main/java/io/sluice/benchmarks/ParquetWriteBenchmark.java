package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rows per second of a copy of flights from Parquet to Parquet, on one thread and on two, beside DuckDB's COPY of the same
 * rows with the same codec. The copy is counted by DuckDB after each run.
 *
 * <p>Arguments: a Parquet file, runs.
 */
public final class ParquetWriteBenchmark {
    private static final int WARM_UP = 3;

    private static final String COPY =
            """
            CREATE TABLE flights (
              `date` TIMESTAMP(6), delay BIGINT, distance BIGINT, origin STRING, destination STRING
            ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet');
            CREATE TABLE copy (
              `date` TIMESTAMP(6), delay BIGINT, distance BIGINT, origin STRING, destination STRING
            ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet');
            INSERT INTO copy SELECT * FROM flights;
            """;

    private ParquetWriteBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        int runs = Integer.parseInt(arguments[1]);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            long rows = count(duckdb, data.toString());
            for (int threads = 1; threads <= 2; threads++) {
                report(data, duckdb, rows, threads, runs);
            }
        }
    }

    private static void report(Path data, Connection duckdb, long rows, int threads, int runs) throws Exception {
        Measurement sluice = new Measurement();
        Measurement peer = new Measurement();
        long bytes = 0;
        execute(duckdb, "SET threads = " + threads);
        for (int run = 0; run < runs + WARM_UP; run++) {
            Path scratch = Files.createTempDirectory("sluice-benchmark");
            try {
                double ours = rows / sluice(data, scratch, threads) / 1e6;
                long copied = count(duckdb, scratch.resolve("copy") + "/*.parquet");
                if (copied != rows) {
                    throw new IllegalStateException("expected %d rows, got %d".formatted(rows, copied));
                }
                bytes = size(scratch.resolve("copy"));
                double theirs = rows / duckdb(data, scratch, duckdb) / 1e6;
                if (run >= WARM_UP) {
                    sluice.add(ours);
                    peer.add(theirs);
                }
            } finally {
                Scratch.delete(scratch);
            }
        }
        System.out.printf(
                "{\"benchmark\":\"parquet-write\",\"threads\":%d,\"rows\":%d,\"runs\":%d,\"sluice_mrows_per_s\":%s,"
                        + "\"sluice_min\":%s,\"sluice_max\":%s,\"sluice_bytes\":%d,\"duckdb_mrows_per_s\":%s}%n",
                threads,
                rows,
                runs,
                Measurement.number(sluice.median()),
                Measurement.number(sluice.min()),
                Measurement.number(sluice.max()),
                bytes,
                Measurement.number(peer.median()));
    }

    private static double sluice(Path data, Path scratch, int threads) throws Exception {
        try (Session session = Sluice.open(
                SessionConfig.in(scratch).withSettings(Map.of("parallelism.default", Integer.toString(threads))))) {
            long start = System.nanoTime();
            session.sql(COPY.formatted(data, scratch.resolve("copy"))).awaitTermination();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static double duckdb(Path data, Path scratch, Connection duckdb) throws Exception {
        long start = System.nanoTime();
        execute(
                duckdb,
                "COPY (FROM '%s') TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                        .formatted(data, scratch.resolve("duckdb.parquet")));
        return (System.nanoTime() - start) / 1e9;
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void execute(Connection duckdb, String sql) throws Exception {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection duckdb, String files) throws Exception {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM '%s'".formatted(files))) {
            result.next();
            return result.getLong(1);
        }
    }
}
