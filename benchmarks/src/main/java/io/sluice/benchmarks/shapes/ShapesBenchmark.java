package io.sluice.benchmarks.shapes;

import io.sluice.benchmarks.Measurement;
import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/**
 * Queries of many shapes over many types, beside DuckDB on the same files in the same process: what other benchmarks do not ask may be slow,
 * too. The results are compared.
 *
 * <p>Arguments: rows, runs, and which queries, divided by commas; none: all. Prints a line of JSON for each, then a table.
 */
public final class ShapesBenchmark {
    private static final int THREADS = 2;
    private static final int WARM_UP = 2;

    private ShapesBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        int runs = Integer.parseInt(arguments[1]);
        List<String> names = arguments.length > 2 ? List.of(arguments[2].split(",")) : Shape.ALL;
        List<Shape> shapes = names.stream().map(Shape::of).toList();
        Path data = Files.createTempDirectory("sluice-benchmark");
        StringBuilder table = new StringBuilder();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = " + THREADS);
            ShapeFiles.write(duckdb, data, rows);
            for (Shape shape : shapes) {
                table.append(report(shape, new ShapeRun(shape, data, duckdb, THREADS), rows, runs));
            }
        } finally {
            Scratch.delete(data);
        }
        System.out.printf(
                "%n| query | Sluice, s (min–max) | DuckDB, s | by DuckDB | by CPU | rows of the result |%n|---|---|---|---|---|---|%n%s",
                table);
        System.exit(0);
    }

    /** A row of the table. */
    private static String report(Shape shape, ShapeRun run, long rows, int runs) throws Exception {
        ShapeRun.Difference difference = run.difference();
        Measurement ours = new Measurement();
        Measurement oursCpu = new Measurement();
        Measurement theirs = new Measurement();
        Measurement theirsCpu = new Measurement();
        for (int i = 0; i < WARM_UP + runs; i++) {
            Stopwatch.Time sluice = run.sluice();
            Stopwatch.Time duckdb = run.duckdb();
            if (i >= WARM_UP) {
                ours.add(sluice.seconds());
                oursCpu.add(sluice.cpuSeconds());
                theirs.add(duckdb.seconds());
                theirsCpu.add(duckdb.cpuSeconds());
            }
        }
        String result = difference.isNone()
                ? "%,d, equal".formatted(difference.rows())
                : "%,d; wrong %,d, missing %,d".formatted(difference.rows(), difference.wrong(), difference.missing());
        System.out.printf(
                "{\"benchmark\":\"shapes\",\"query\":\"%s\",\"rows\":%d,\"runs\":%d,\"sluice_s\":%s,\"sluice_cpu_s\":%s,"
                        + "\"duckdb_s\":%s,\"duckdb_cpu_s\":%s,\"result\":\"%s\"}%n",
                shape.name(),
                rows,
                runs,
                Measurement.number(ours.median()),
                Measurement.number(oursCpu.median()),
                Measurement.number(theirs.median()),
                Measurement.number(theirsCpu.median()),
                result);
        return "| %s | %s (%s–%s) | %s | %s | %s | %s |%n"
                .formatted(
                        shape.name(),
                        Measurement.number(ours.median()),
                        Measurement.number(ours.min()),
                        Measurement.number(ours.max()),
                        Measurement.number(theirs.median()),
                        Measurement.number(theirs.median() / ours.median()),
                        Measurement.number(theirsCpu.median() / oursCpu.median()),
                        result);
    }
}
