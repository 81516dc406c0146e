package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the job of {@link StateBenchmark} and {@link Growth}: counts and sums by key, or the newest row of each. The rows are
 * those of {@link StateRows}.
 *
 * <p>Arguments: folder, keys, rows in a trigger, rows (or, negative, triggers) after which it ends, budget of the state or {@code -},
 * {@code check} (sums over all keys are kept), {@code by_key} or {@code latest}. Prints a line of names and numbers.
 */
public final class StateJob {
    static final String RESULT = "result";

    /** At which the heap is measured. */
    private static final int MOMENTS = 7;

    private static final int BETWEEN_MS = 100;

    private static final String TABLES =
            """
            CREATE TABLE ticks (n BIGINT NOT NULL) WITH ('connector' = 'datagen', 'rows-per-second' = '1000000000',
              'maxRowsPerTrigger' = '%d', 'fields.n.kind' = 'sequence', 'fields.n.start' = '0',
              'fields.n.end' = '100000000000');
            CREATE TABLE nowhere (k BIGINT, n BIGINT, s BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE result (k BIGINT, n BIGINT, s BIGINT, q BIGINT) WITH (
              'connector' = 'filesystem', 'path' = 'result', 'format' = 'csv');
            CREATE VIEW changes AS
              SELECT n, CASE WHEN n < %2$d THEN n ELSE MOD(n * %3$d, %2$d) END AS k, MOD(n, 1000) AS v FROM ticks;
            CREATE VIEW by_key AS SELECT k, COUNT(*) AS n, SUM(v) AS s FROM changes GROUP BY k;
            CREATE VIEW latest AS SELECT k, n, v AS s FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS place FROM changes) WHERE place = 1;
            """;

    private StateJob() {}

    public static void main(String[] arguments) throws Exception {
        Sluice.warmUp();
        Path folder = Path.of(arguments[0]);
        long keys = Long.parseLong(arguments[1]);
        long perTrigger = Long.parseLong(arguments[2]);
        long end = Long.parseLong(arguments[3]);
        String budget = arguments[4].equals("-")
                ? ""
                : "SET 'table.exec.state.memory-budget' = '" + arguments[4] + "'; "
                        + "SET 'table.exec.state.spill-directory' = '" + folder.resolve("spill") + "';";
        String query = arguments[5].equals("check")
                ? "INSERT INTO result SELECT COUNT(*), SUM(n), SUM(s), SUM(n * n) FROM by_key EMIT COMPLETE;"
                : "INSERT INTO nowhere SELECT k, n, s FROM " + arguments[5] + " EMIT CHANGELOG;";
        Reports reports = new Reports(end);
        String script = "SET 'pipeline.name' = 'state'; " + budget
                + TABLES.formatted(perTrigger, keys, StateRows.FACTOR) + query;
        long held = run(script, folder, reports);
        System.out.println(
                reports.line() + " heapBytes=" + (held - (long) moments().min()));
        if (reports.failure != null) {
            throw new IllegalStateException(reports.failure);
        }
    }

    /** Gives what the heap has at the end, while the query goes on. */
    private static long run(String script, Path folder, Reports reports) throws Exception {
        try (Session session = Sluice.open(SessionConfig.in(folder))) {
            session.addListener(reports);
            StreamingQuery running = session.sql(script);
            reports.done.await();
            long held = (long) moments().median();
            running.stop();
            running.awaitTermination();
            return held;
        }
    }

    /** Some of them, since a batch or a fold has memory of its own, and a thread that ends may still hold the state. */
    private static Measurement moments() throws InterruptedException {
        Measurement heaps = new Measurement();
        for (int i = 0; i < MOMENTS; i++) {
            heaps.add(heap());
            Thread.sleep(BETWEEN_MS);
        }
        return heaps;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Takes the times of triggers; the first half, which compiles, is left out. */
    private static final class Reports implements QueryListener {

        private final CountDownLatch done = new CountDownLatch(1);
        private final Measurement triggers = new Measurement();
        private final Measurement commits = new Measurement();
        private final long began = System.nanoTime();
        private final long end;
        private final long warmUp;
        private long first;
        private long firstCpu;
        private long cpuBegan;
        private long cpuEnded;
        private long seen;
        private long rows;

        /** With those that came while the heap was measured. */
        private long allRows;

        private long stateRows;
        private long stateBytes;
        private long diskBytes;
        private long last;
        private Throwable failure;

        Reports(long end) {
            this.end = end;
            warmUp = end < 0 ? -end / 2 : Long.MAX_VALUE;
        }

        @Override
        public void progress(QueryProgress progress) {
            QueryProgress.SourceProgress source = progress.sources().get(0);
            allRows += source.numInputRows();
            if (done.getCount() == 0) {
                return; // the heap is being measured, by collecting all of it
            }
            long now = System.nanoTime();
            if (seen++ == 0) {
                first = System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime();
                firstCpu = cpu();
            }
            if (seen == warmUp) {
                cpuBegan = cpu();
            }
            rows += source.numInputRows();
            QueryProgress.StateOperator groups = progress.stateOperators().get(0);
            for (QueryProgress.StateOperator each : progress.stateOperators()) {
                groups = each.numRowsTotal() > groups.numRowsTotal() ? each : groups;
            }
            stateRows = groups.numRowsTotal();
            stateBytes = groups.memoryUsedBytes();
            diskBytes = Math.max(diskBytes, metric(groups.customMetrics(), "diskBytes"));
            if (seen > warmUp) {
                triggers.add(progress.batchDuration().toNanos() / 1e6);
                commits.add((groups.commit().toNanos()
                                + progress.durations().get("commitOffsets").toNanos())
                        / 1e6);
            }
            last = now;
            if (end < 0 ? seen >= -end : rows >= end) {
                cpuEnded = cpu();
                done.countDown();
            }
        }

        /** Of the process, in milliseconds. */
        private static long cpu() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                            .getProcessCpuTime()
                    / 1_000_000;
        }

        private static long metric(Map<String, Long> metrics, String name) {
            return metrics.getOrDefault(name, 0L);
        }

        @Override
        public void terminated(Terminated event) {
            failure = event.exception().orElse(null);
            done.countDown();
        }

        String line() {
            boolean some = seen > warmUp;
            return "rows=%d allRows=%d seconds=%.3f cpuSeconds=%.1f firstMs=%d firstCpuMs=%d triggerCpuMs=%.3f stateRows=%d stateBytes=%d diskBytes=%d triggerMs=%.3f trigger99Ms=%.3f commitMs=%.3f commit99Ms=%.3f"
                    .formatted(
                            rows,
                            allRows,
                            (last - began) / 1e9,
                            cpuEnded / 1e3,
                            first,
                            firstCpu,
                            some ? (cpuEnded - cpuBegan) / (double) (seen - warmUp) : 0,
                            stateRows,
                            stateBytes,
                            diskBytes,
                            some ? triggers.median() : 0,
                            some ? triggers.percentile(99) : 0,
                            some ? commits.median() : 0,
                            some ? commits.percentile(99) : 0);
        }
    }
}
