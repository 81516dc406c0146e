package io.sluice.benchmarks;

import io.sluice.runtime.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Kills the {@link KillJobs} with {@code kill -9} again and again, half the time in a chosen step of the loop and half the time
 * at a random instant; then pauses them with SIGSTOP, lets another process take over, and wakes the first one while that runs, which
 * must end with an error that says so. In the end each job runs to its end, and what it has written is compared with DuckDB's answer.
 *
 * <p>Arguments: kills, pauses, seed. Exits with 1 if a row is lost, doubled or wrong.
 */
public final class KillRun {
    private static final int ROWS_PER_FILE = 100;
    private static final int PAGES = 7;

    /** After so many a line says how far it is. */
    private static final int STEP = 25;

    private static final int LONGEST_LIFE_MILLIS = 60_000;
    private static final int LONGEST_WAIT_MILLIS = 400;
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    private final Path directory;
    private final Random random;
    private final Map<String, Integer> killed = histogram();
    private final Map<String, Integer> paused = histogram();

    private KillRun(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
    }

    private static Map<String, Integer> histogram() {
        Map<String, Integer> histogram = new TreeMap<>();
        histogram.put("START", 0);
        for (Step step : Step.values()) {
            histogram.put(step.name(), 0);
        }
        return histogram;
    }

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        int kills = Integer.parseInt(arguments[0]);
        int pauses = Integer.parseInt(arguments[1]);
        Outcome outcome = run(kills, pauses, Long.parseLong(arguments[2]));
        System.out.printf(
                "{\"benchmark\":\"kills\",\"kills\":%d,\"pauses\":%d,\"rows\":%d,\"lost\":%d,\"doubled_or_wrong\":%d,"
                        + "\"killed_in\":\"%s\",\"paused_in\":\"%s\",\"minutes\":%.1f}%n",
                kills,
                pauses,
                outcome.rows(),
                outcome.lost(),
                outcome.doubledOrWrong(),
                outcome.killed(),
                outcome.paused(),
                (System.nanoTime() - start) / 60e9);
        System.exit(outcome.lost() + outcome.doubledOrWrong() == 0 ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param rows rows of the right answers
     * @param lost rows of them that are missing in the output
     * @param doubledOrWrong rows of the output that are not in them, or too often
     * @param killed how many kills hit which step
     * @param paused how many pauses hit which step
     */
    public record Outcome(
            long rows, long lost, long doubledOrWrong, Map<String, Integer> killed, Map<String, Integer> paused) {}

    /** Runs it all in a temporary folder, which is kept if the answer is wrong. */
    public static Outcome run(int kills, int pauses, long seed) throws Exception {
        Path directory = Files.createTempDirectory("sluice-kills");
        KillRun run = new KillRun(directory, seed);
        run.writeInput(20 + 5 * (kills + 2 * pauses) / KillJobs.values().length);
        for (int number = 0; number < kills; number++) {
            run.kill(number);
            progress("kills", number + 1, kills);
        }
        for (int number = 0; number < pauses; number++) {
            run.pause(number);
            progress("pauses", number + 1, pauses);
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

    private static void progress(String what, int done, int all) {
        if (done % STEP == 0) {
            System.err.printf("%s: %d of %d%n", what, done, all);
        }
    }

    private void writeInput(int files) throws IOException {
        for (String table : KillJobs.INPUTS) {
            Path input = Files.createDirectories(directory.resolve(table));
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
        for (KillJobs job : KillJobs.values()) {
            Files.createDirectories(folder(job));
        }
    }

    private Path folder(KillJobs job) {
        return directory.resolve(job.name().toLowerCase(Locale.ROOT));
    }

    private static KillJobs job(int number) {
        return KillJobs.values()[number % KillJobs.values().length];
    }

    private void kill(int number) throws Exception {
        Life life = new Life(job(number), "first");
        Step[] steps = Step.values();
        boolean chosen = number / KillJobs.values().length % 2 == 0;
        String target = (random.nextBoolean() ? "before-" : "after-") + steps[random.nextInt(steps.length)];
        life.start("none", chosen ? target : "none", chosen ? random.nextInt(3) : 0);
        life.await(chosen ? life.file::isStalled : () -> life.file.step() > 0);
        if (!chosen) {
            life.process.waitFor(random.nextInt(LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        }
        life.kill();
        killed.merge(life.step(), 1, Integer::sum);
    }

    private void pause(int number) throws Exception {
        KillJobs job = job(number);
        Life first = new Life(job, "first");
        first.start("none", "none", 0);
        first.await(() -> first.file.step() > 0);
        first.process.waitFor(random.nextInt(LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        first.signal("STOP");
        paused.merge(first.step(), 1, Integer::sum);
        Life second = new Life(job, "second");
        second.start("take-over", "none", 0);
        second.await(() -> second.file.step() > Step.COMMIT.ordinal());
        first.signal("CONT");
        if (!first.process.waitFor(LONGEST_LIFE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the job that was taken over did not end: see " + first.log);
        }
        String said = Files.readString(first.log, StandardCharsets.UTF_8);
        if (first.process.exitValue() != KilledJob.FAILED || !said.contains("taken it over")) {
            throw new IllegalStateException("the job that was taken over did not say so: see " + first.log);
        }
        second.process.waitFor(random.nextInt(LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        second.kill();
    }

    private void finish() throws Exception {
        for (KillJobs job : KillJobs.values()) {
            Life last = new Life(job, "last");
            last.start("bounded", "none", 0);
            if (!last.process.waitFor(10, TimeUnit.MINUTES) || last.process.exitValue() != 0) {
                last.process.destroyForcibly();
                throw new IllegalStateException("the last run did not end well: see " + last.log);
            }
        }
    }

    /** A process that runs a job. */
    private final class Life {
        private final KillJobs job;
        private final Path path;
        private final Path log;
        private final StepFile file;
        private Process process;

        Life(KillJobs job, String name) throws IOException {
            this.job = job;
            this.path = folder(job).resolve("step-" + name);
            this.log = folder(job).resolve("log-" + name);
            this.file = new StepFile(path);
            file.reset();
            Files.deleteIfExists(log);
        }

        void start(String mode, String target, int passes) {
            List<String> arguments = List.of(
                    folder(job).toString(), job.name(), path.toString(), mode, target, Integer.toString(passes));
            List<String> options = new ArrayList<>(JVM_OPTIONS);
            options.addAll(ChildProcess.keeping(directory));
            process = ChildProcess.start(KilledJob.class, log, options, arguments);
        }

        void await(BooleanSupplier reached) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_LIFE_MILLIS);
            while (!reached.getAsBoolean()) {
                if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "the job ended by itself with code %d: see %s".formatted(process.exitValue(), log));
                }
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the job did not come to the step in time: see " + log);
                }
            }
        }

        void signal(String name) throws IOException, InterruptedException {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -%s ended with code %d".formatted(name, code));
            }
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        String step() {
            int step = file.step();
            return step == 0 ? "START" : Step.values()[step - 1].name();
        }
    }

    private Outcome compare() throws SQLException {
        long rows = 0;
        long lost = 0;
        long more = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String table : KillJobs.INPUTS) {
                statement.execute(
                        """
                        CREATE TABLE %s AS SELECT * FROM read_json('%s/%s/*.json',
                          columns = {id: 'BIGINT', page: 'INTEGER', seconds: 'BIGINT', ts: 'TIMESTAMP'})"""
                                .formatted(table, directory, table));
            }
            List<String> wrong = new ArrayList<>();
            for (KillJobs job : KillJobs.values()) {
                String got = "SELECT * FROM '%s/output/*.parquet'".formatted(folder(job));
                rows += count(statement, job.answer());
                long lostRows = count(statement, job.answer() + " EXCEPT ALL " + got);
                long moreRows = count(statement, got + " EXCEPT ALL " + job.answer());
                if (lostRows + moreRows > 0) {
                    wrong.add("%s: %d rows lost, %d doubled or wrong".formatted(job, lostRows, moreRows));
                }
                lost += lostRows;
                more += moreRows;
            }
            wrong.forEach(System.err::println);
            return new Outcome(rows, lost, more, killed, paused);
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM (" + query + ")")) {
            result.next();
            return result.getLong(1);
        }
    }
}
