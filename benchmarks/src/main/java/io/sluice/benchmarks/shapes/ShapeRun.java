package io.sluice.benchmarks.shapes;

import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One query over the files of a folder, by Sluice as a bounded job and by DuckDB, in this process. */
final class ShapeRun {
    /** Digits of a DOUBLE that are compared: sums may be added up in any order. */
    private static final int DIGITS = 3;

    private final Shape shape;
    private final Path data;
    private final Connection duckdb;
    private final int threads;

    ShapeRun(Shape shape, Path data, Connection duckdb, int threads) {
        this.shape = shape;
        this.data = data;
        this.duckdb = duckdb;
        this.threads = threads;
    }

    /** A whole query, into a sink that reads every column. */
    Stopwatch.Time sluice() throws Exception {
        return sluice("'connector' = 'blackhole'");
    }

    /** Until the result is in a temporary table. */
    Stopwatch.Time duckdb() throws SQLException {
        Stopwatch watch = new Stopwatch();
        execute("CREATE OR REPLACE TEMP TABLE result AS " + shape.duckdb());
        return watch.time();
    }

    private Stopwatch.Time sluice(String sink) throws Exception {
        Path home = Files.createTempDirectory("sluice-benchmark");
        Map<String, String> settings =
                Map.of("execution.runtime-mode", "batch", "parallelism.default", Integer.toString(threads));
        String script = "%sCREATE TABLE result WITH (%s) AS %s;".formatted(Shape.tables(data), sink, shape.query());
        try (Session session = Sluice.open(SessionConfig.in(home).withSettings(settings))) {
            Stopwatch watch = new Stopwatch();
            session.sql(script).awaitTermination();
            return watch.time();
        } finally {
            Scratch.delete(home);
        }
    }

    /** How many rows only one of the two results has; and how many DuckDB's has. */
    Difference difference() throws Exception {
        Path output = Files.createTempDirectory("sluice-benchmark");
        try {
            sluice("'connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet'"
                    .formatted(output.resolve("result")));
            duckdb();
            execute("CREATE OR REPLACE TEMP TABLE ours AS SELECT * FROM '%s/result/*.parquet'".formatted(output));
            String ours = "SELECT %s FROM ours".formatted(columns("ours"));
            String theirs = "SELECT %s FROM result".formatted(columns("result"));
            return new Difference(
                    count("SELECT count(*) FROM result"),
                    count("SELECT count(*) FROM (%s EXCEPT ALL %s)".formatted(ours, theirs)),
                    count("SELECT count(*) FROM (%s EXCEPT ALL %s)".formatted(theirs, ours)));
        } finally {
            Scratch.delete(output);
        }
    }

    /**
     * What differs between the two results.
     *
     * @param rows of DuckDB's
     * @param wrong rows that only Sluice has
     * @param missing rows that only DuckDB has
     */
    record Difference(long rows, long wrong, long missing) {
        boolean isNone() {
            return wrong == 0 && missing == 0;
        }
    }

    private String columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet found = statement.executeQuery("DESCRIBE " + table)) {
            while (found.next()) {
                String name = "\"" + found.getString(1).replace("\"", "\"\"") + "\"";
                columns.add(found.getString(2).equals("DOUBLE") ? "round(%s, %d)".formatted(name, DIGITS) : name);
            }
        }
        return String.join(", ", columns);
    }

    private long count(String query) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }
}
