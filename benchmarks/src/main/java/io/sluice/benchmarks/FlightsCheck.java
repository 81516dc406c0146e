package io.sluice.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Hourly COUNT, SUM and MAX by origin over a Parquet file of flights, against DuckDB row by row: once as one bounded run;
 * once as 40 files that come in five portions into a watched folder, with a run for each, two of which are killed with
 * {@code kill -9}, and a last, bounded run on the same checkpoint.
 *
 * <p>Arguments: the Parquet file; a folder to leave the output in.
 */
public final class FlightsCheck {
    private static final int FILES = 40;
    private static final int PORTIONS = 5;

    private static final String JOB =
            """
            CREATE TABLE flights (
              `date` TIMESTAMP(6), delay BIGINT, distance BIGINT, origin STRING, destination STRING,
              WATERMARK FOR `date` AS `date` - INTERVAL '10' MINUTE
            ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet'%s);
            CREATE TABLE hours (window_start TIMESTAMP(6), origin STRING, flights BIGINT, total BIGINT, longest BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'output', 'format' = 'parquet');
            INSERT INTO hours
            SELECT window_start, origin, COUNT(*), SUM(delay), MAX(delay)
            FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
            GROUP BY window_start, origin;
            """;

    private static final String ANSWER = "SELECT time_bucket(INTERVAL 1 hour, date) AS window_start, origin,"
            + " COUNT(*) AS flights, SUM(delay)::BIGINT AS total, MAX(delay) AS longest FROM '%s' GROUP BY ALL";

    private final Path flights;
    private final Path home;
    private final Connection duckdb;
    private final Random random = new Random(7);

    private FlightsCheck(Path flights, Path home, Connection duckdb) {
        this.flights = flights;
        this.home = home;
        this.duckdb = duckdb;
    }

    public static void main(String[] arguments) throws Exception {
        Path flights = Path.of(arguments[0]).toAbsolutePath();
        Path home = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            FlightsCheck check = new FlightsCheck(flights, home, duckdb);
            long wrong = check.boundedRun() + check.killedRuns();
            System.exit(wrong == 0 ? 0 : 1);
        }
    }

    private long boundedRun() throws Exception {
        Path folder = Files.createDirectories(home.resolve("bounded"));
        Path script = folder.resolve("job.sql");
        Files.writeString(script, JOB.formatted(flights, ""));
        run(script, "bounded", Long.MAX_VALUE);
        return report("one bounded run", folder);
    }

    private long killedRuns() throws Exception {
        Path folder = Files.createDirectories(home.resolve("files"));
        Path parts = Files.createDirectories(home.resolve("parts"));
        Path input = Files.createDirectories(folder.resolve("input"));
        Path script = folder.resolve("job.sql");
        String monitored = ", 'source.monitor-interval' = '10 ms', 'maxFilesPerTrigger' = '2'";
        Files.writeString(script, JOB.formatted("input", monitored));
        split(parts);
        for (int portion = 0; portion < PORTIONS; portion++) {
            for (int file = FILES * portion / PORTIONS; file < FILES * (portion + 1) / PORTIONS; file++) {
                Path part = parts.resolve("%02d.parquet".formatted(file));
                Files.setLastModifiedTime(part, FileTime.from(1_000_000L + file, TimeUnit.SECONDS));
                Files.move(part, input.resolve(part.getFileName()));
            }
            boolean killed = portion == 1 || portion == 3;
            run(script, "available-now", killed ? 900 + random.nextInt(300) : Long.MAX_VALUE);
        }
        run(script, "bounded", Long.MAX_VALUE);
        return report("40 files, five runs, two killed, one bounded", folder);
    }

    private void split(Path parts) throws SQLException {
        for (int file = 0; file < FILES; file++) {
            execute(
                    """
                    COPY (SELECT * EXCLUDE (file_row_number) FROM read_parquet('%s', file_row_number = true)
                      WHERE file_row_number * %d // (SELECT COUNT(*) FROM '%s') = %d ORDER BY file_row_number)
                    TO '%s/%02d.parquet' (FORMAT parquet, COMPRESSION zstd)"""
                            .formatted(flights, FILES, flights, file, parts, file));
        }
    }

    private void run(Path script, String mode, long killAfterMillis) throws InterruptedException {
        Path log = script.resolveSibling("log");
        Process job = ChildProcess.start(
                ScriptJob.class, log, List.of("-XX:+UseSerialGC", "-Xmx4g"), List.of(script.toString(), mode));
        if (job.waitFor(Math.min(killAfterMillis, 600_000), TimeUnit.MILLISECONDS)) {
            if (job.exitValue() != 0) {
                throw new IllegalStateException("the job failed; its log is " + log);
            }
            return;
        }
        job.destroyForcibly().waitFor();
        System.out.println("killed after " + killAfterMillis + " ms");
    }

    private long report(String what, Path folder) throws SQLException {
        String answer = ANSWER.formatted(flights);
        String got =
                "SELECT window_start, origin, flights, total, longest FROM '%s/output/*.parquet'".formatted(folder);
        long rows = number(answer);
        long lost = number("(" + answer + ") EXCEPT ALL (" + got + ")");
        long wrong = number("(" + got + ") EXCEPT ALL (" + answer + ")");
        System.out.printf(
                "{\"check\":\"%s\",\"rows\":%d,\"lost\":%d,\"doubled_or_wrong\":%d}%n", what, rows, lost, wrong);
        return lost + wrong;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM (" + query + ")")) {
            result.next();
            return result.getLong(1);
        }
    }
}
