package io.sluice.benchmarks;

import io.sluice.runtime.Step;
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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Kills a running job with {@code kill -9} again and again, half the time in a chosen step of its loop and half the time
 * at a random instant, lets it run to its end, and compares what it has written with DuckDB's answer over its input.
 *
 * <p>Arguments: kills, seed. Exits with 1 if a row is lost, doubled or wrong.
 */
public final class KillRun {
    private static final int ROWS_PER_FILE = 100;
    private static final int PAGES = 7;
    private static final int LONGEST_LIFE_MILLIS = 60_000;
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    private final Path directory;
    private final Random random;
    private final Map<String, Integer> histogram = new TreeMap<>();

    private KillRun(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
        histogram.put("START", 0);
        for (Step step : Step.values()) {
            histogram.put(step.name(), 0);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        Outcome outcome = run(kills, Long.parseLong(arguments[1]));
        System.out.printf(
                "{\"benchmark\":\"kills\",\"kills\":%d,\"rows\":%d,\"lost\":%d,\"doubled_or_wrong\":%d,\"steps\":\"%s\"}%n",
                kills, outcome.rows(), outcome.lost(), outcome.doubledOrWrong(), outcome.steps());
        System.exit(outcome.lost() + outcome.doubledOrWrong() == 0 ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param rows rows of the right answer
     * @param lost rows of it that are missing in the output
     * @param doubledOrWrong rows of the output that are not in it, or too often
     * @param steps how many kills hit which step
     */
    public record Outcome(long rows, long lost, long doubledOrWrong, Map<String, Integer> steps) {}

    /** Runs it all in a temporary folder, which is kept if the answer is wrong. */
    public static Outcome run(int kills, long seed) throws Exception {
        Path directory = Files.createTempDirectory("sluice-kills");
        KillRun run = new KillRun(directory, seed);
        run.writeInput(kills * 5 + 20);
        for (int kill = 0; kill < kills; kill++) {
            run.kill(kill);
        }
        run.finish();
        Outcome outcome = run.compare();
        if (outcome.lost() + outcome.doubledOrWrong() == 0) {
            Scratch.delete(directory);
        } else {
            System.err.println("the answer is wrong: see " + directory);
        }
        return outcome;
    }

    private void writeInput(int files) throws IOException {
        Path input = Files.createDirectories(directory.resolve("input"));
        long id = 0;
        for (int file = 0; file < files; file++) {
            StringBuilder lines = new StringBuilder();
            for (int row = 0; row < ROWS_PER_FILE; row++, id++) {
                long second = 10 + id / 40 - random.nextInt(4);
                lines.append("{\"id\":%d,\"page\":%d,\"seconds\":%d,\"ts\":\"2026-01-01 %02d:%02d:%02d.%03d\"}\n"
                        .formatted(
                                id,
                                random.nextInt(PAGES),
                                random.nextInt(300),
                                10 + second / 3600,
                                Math.floorMod(second / 60, 60),
                                Math.floorMod(second, 60),
                                random.nextInt(1000)));
            }
            Files.writeString(input.resolve("%06d.json".formatted(file)), lines.toString());
        }
    }

    private void kill(int number) throws Exception {
        StepFile file = new StepFile(directory.resolve("step"));
        file.reset();
        Step[] steps = Step.values();
        boolean chosen = number % 2 == 0;
        String target = (random.nextBoolean() ? "before-" : "after-") + steps[number / 2 % steps.length];
        Process job = chosen ? start(target, Integer.toString(random.nextInt(3))) : start("none", "0");
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_LIFE_MILLIS);
        waitFor(job, deadline, chosen ? file::isStalled : () -> file.step() > 0);
        if (!chosen) {
            job.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
        }
        job.destroyForcibly().waitFor();
        int step = file.step();
        histogram.merge(step == 0 ? "START" : steps[step - 1].name(), 1, Integer::sum);
    }

    private static void waitFor(Process job, long deadline, BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            if (job.waitFor(1, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the job ended by itself with code " + job.exitValue());
            }
            if (System.nanoTime() > deadline) {
                job.destroyForcibly();
                throw new IllegalStateException("the job did not come to the step in time");
            }
        }
    }

    private void finish() throws Exception {
        Process job = start("bounded", "0");
        if (!job.waitFor(5, TimeUnit.MINUTES) || job.exitValue() != 0) {
            job.destroyForcibly();
            throw new IllegalStateException("the last run did not end well");
        }
    }

    private Process start(String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(directory.toString());
        all.addAll(List.of(arguments));
        return ChildProcess.start(KilledJob.class, directory.resolve("log"), JVM_OPTIONS, all);
    }

    private Outcome compare() throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE clicks AS SELECT * FROM read_json('%s/input/*.json',
                      columns = {id: 'BIGINT', page: 'INTEGER', seconds: 'BIGINT', ts: 'TIMESTAMP'})"""
                            .formatted(directory));
            statement.execute(
                    """
                    CREATE VIEW right_totals AS SELECT time_bucket(INTERVAL 10 second, ts) AS window_start, page,
                      COUNT(*) AS clicks, SUM(seconds)::BIGINT AS seconds FROM clicks GROUP BY ALL""");
            statement.execute("CREATE VIEW right_long AS SELECT id, seconds FROM clicks WHERE seconds > 250");
            statement.execute(
                    "CREATE VIEW got_totals AS SELECT * FROM '%s/output/totals/*.parquet'".formatted(directory));
            statement.execute(
                    """
                    CREATE VIEW got_long AS SELECT * FROM read_json('%s/output/long/*.json',
                      columns = {id: 'BIGINT', seconds: 'BIGINT'})"""
                            .formatted(directory));
            long rows = count(statement, "SELECT * FROM right_totals") + count(statement, "SELECT * FROM right_long");
            long lost = count(statement, "SELECT * FROM right_totals EXCEPT ALL SELECT * FROM got_totals")
                    + count(statement, "SELECT * FROM right_long EXCEPT ALL SELECT * FROM got_long");
            long more = count(statement, "SELECT * FROM got_totals EXCEPT ALL SELECT * FROM right_totals")
                    + count(statement, "SELECT * FROM got_long EXCEPT ALL SELECT * FROM right_long");
            return new Outcome(rows, lost, more, histogram);
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM (" + query + ")")) {
            result.next();
            return result.getLong(1);
        }
    }
}
