package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.progress.TriggerReport;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs the steps of the loop: tells the listener, takes the time, and knows where the loop is, which any thread may ask. */
final class Steps {
    private final StepListener listener;
    private TriggerReport report;
    private volatile Step current = Step.PLAN;
    private volatile long batch;

    Steps(StepListener listener, TriggerReport first) {
        this.listener = requireNonNull(listener, "listener");
        this.report = requireNonNull(first, "first");
    }

    /** A trigger begins; the steps that follow belong to it. */
    void begin(TriggerReport next) {
        report = next;
    }

    TriggerReport report() {
        return report;
    }

    /** Runs steps of an earlier trigger inside of a step, which goes on after them. */
    void inside(Runnable steps) {
        TriggerReport outer = report;
        Step step = current;
        long inBatch = batch;
        steps.run();
        report = outer;
        current = step;
        batch = inBatch;
    }

    /** The step that the loop is in, or was in last. */
    Step current() {
        return current;
    }

    long batch() {
        return batch;
    }

    void run(Step step, long inBatch, Runnable work) {
        run(step, inBatch, () -> {
            work.run();
            return step;
        });
    }

    <T> T run(Step step, long inBatch, Supplier<T> work) {
        begin(step, inBatch);
        long start = System.nanoTime();
        T result = work.get();
        report.add(step, Duration.ofNanos(System.nanoTime() - start));
        listener.after(step, inBatch);
        return result;
    }

    /** Waits for a step of which another thread does the work, and takes the time. */
    void await(Step step, long inBatch, Future<?> end) {
        begin(step, inBatch);
        CommitThread.await(end);
        listener.after(step, inBatch);
    }

    private void begin(Step step, long inBatch) {
        current = step;
        batch = inBatch;
        listener.before(step, inBatch);
    }
}
