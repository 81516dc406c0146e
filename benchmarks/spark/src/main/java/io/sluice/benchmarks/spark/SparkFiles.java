package io.sluice.benchmarks.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TimeZone;

/**
 * What Spark writes, Sluice reads, and what Sluice writes, Spark reads, row by row, with DuckDB as the third; one line for
 * each case and their sum. Exits with 1 if anything is different.
 *
 * <p>Arguments: an empty folder for the files; optionally a Parquet file of flights and the folder that {@code
 * flights-check} left for it. With {@code -Dtypes=interval} only the types whose names hold the word, and nothing else.
 */
public final class SparkFiles {
    private SparkFiles() {}

    public static void main(String[] arguments) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Path home = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        Report report = new Report();
        try (SparkPeer spark = new SparkPeer(home);
                DuckPeer duckdb = new DuckPeer()) {
            System.out.printf("Spark %s, DuckDB %s%n", spark.version(), duckdb.version());
            SluicePeer sluice = new SluicePeer(home);
            if (arguments.length > 1) {
                FlightCases.run(Path.of(arguments[1]), Path.of(arguments[2]), spark, duckdb, report);
            }
            if (SampleTypes.isWhole()) {
                ProgressCases.run(home, spark, sluice, report);
            }
            new ReadCases(home, spark, duckdb, sluice, report).run();
            new WriteCases(home, spark, duckdb, sluice, report).run();
        }
        System.exit(report.end() ? 0 : 1);
    }
}
