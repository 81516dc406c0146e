package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import java.util.List;

/** The hourly sums that {@code flights-check} left, read by Spark, against DuckDB over the flights. */
final class FlightCases {
    private static final String ANSWER = "SELECT time_bucket(INTERVAL 1 hour, date) AS window_start, origin,"
            + " COUNT(*) AS flights, SUM(delay)::BIGINT AS total, MAX(delay) AS longest FROM '%s' GROUP BY ALL";

    private FlightCases() {}

    static void run(Path flights, Path checked, SparkPeer spark, DuckPeer duckdb, Report report) throws Exception {
        List<String> expected = duckdb.rows(ANSWER.formatted(flights));
        for (String run : List.of("bounded", "files")) {
            Path output = checked.resolve(run).resolve("output");
            report.writing(
                    "hourly sums of the flights, %,d rows, %s"
                            .formatted(
                                    expected.size(),
                                    run.equals("bounded") ? "one bounded run" : "40 files, five runs, two killed"),
                    expected,
                    () -> SparkPeer.rows(spark.read("parquet", output)
                            .select("window_start", "origin", "flights", "total", "longest")),
                    () -> duckdb.rows("SELECT window_start, origin, flights, total, longest FROM '%s/*.parquet'"
                            .formatted(output)));
        }
    }
}
