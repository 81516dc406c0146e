package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A job that tells which step its loop is in, and waits in a chosen one to be killed. Started by {@link KillRun}.
 *
 * <p>Arguments: the folder of the job; its name; the file to tell the step in; {@code bounded}, to run to the end, or
 * {@code take-over} or {@code none}, to run on; the step to wait in, or {@code none}; how often it is passed before.
 */
public final class KilledJob {
    /** The exit code of a job that has failed and said why. */
    static final int FAILED = 3;

    private KilledJob() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Map<String, String> settings = new HashMap<>();
        settings.put("pipeline.name", "killed");
        if (arguments[3].equals("bounded")) {
            settings.put("execution.runtime-mode", "batch");
        } else {
            settings.put("trigger", "100 ms");
        }
        Reporter reporter =
                new Reporter(new StepFile(Path.of(arguments[2])), arguments[4], Integer.parseInt(arguments[5]));
        SessionConfig config = SessionConfig.in(directory)
                .withSettings(settings)
                .withTakeOver(arguments[3].equals("take-over"))
                .withSteps(reporter);
        try (Session session = Sluice.open(config)) {
            session.sql(KillJobs.valueOf(arguments[1]).script()).awaitTermination();
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(FAILED);
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
