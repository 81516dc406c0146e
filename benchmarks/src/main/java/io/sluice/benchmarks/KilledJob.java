package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A job that tells which step its loop is in, and waits in a chosen one to be killed. Started by {@link KillRun}.
 *
 * <p>Arguments: the folder of the job; the step to wait in, or {@code none}; how often it is passed before; or, instead
 * of the last two, {@code bounded}: run to the end.
 */
public final class KilledJob {
    static final String JOB =
            """
            CREATE TABLE clicks (
              id BIGINT, page INT, seconds BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json',
              'source.monitor-interval' = '20 ms', 'maxFilesPerTrigger' = '1');
            CREATE TABLE totals (window_start TIMESTAMP(3), page INT, clicks BIGINT, seconds BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'output/totals', 'format' = 'parquet');
            CREATE TABLE long_clicks (id BIGINT, seconds BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'output/long', 'format' = 'json');
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO totals
            SELECT window_start, page, COUNT(*), SUM(seconds)
            FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, page;
            INSERT INTO long_clicks SELECT id, seconds FROM clicks WHERE seconds > 250;
            END;
            """;

    private KilledJob() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        boolean bounded = arguments[1].equals("bounded");
        Map<String, String> settings =
                bounded ? Map.of("execution.runtime-mode", "batch") : Map.of("trigger", "100 ms");
        SessionConfig config = SessionConfig.in(directory).withSettings(settings);
        if (!bounded) {
            config = config.withSteps(new Reporter(
                    new StepFile(directory.resolve("step")), arguments[1], Integer.parseInt(arguments[2])));
        }
        try (Session session = Sluice.open(config)) {
            session.sql(JOB).awaitTermination();
        }
    }

    /** Writes each step down, and stops for ever in the chosen one. */
    private static final class Reporter implements StepListener {
        private final StepFile file;
        private final String target;
        private int passes;

        Reporter(StepFile file, String target, int passes) {
            this.file = file;
            this.target = target;
            this.passes = passes;
        }

        @Override
        public void before(Step step, long batch) {
            file.enter(step.ordinal() + 1);
            stallIn(step, "before");
        }

        @Override
        public void after(Step step, long batch) {
            stallIn(step, "after");
        }

        private void stallIn(Step step, String side) {
            if (target.equals(side + "-" + step) && passes-- == 0) {
                file.stall();
                while (true) {
                    LockSupport.park(this);
                }
            }
        }
    }
}
