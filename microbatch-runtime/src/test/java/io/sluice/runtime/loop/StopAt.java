package io.sluice.runtime.loop;

import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;

/** Fails before or after a step of a batch. */
record StopAt(Step step, long batch, boolean isBefore) implements StepListener {
    static StopAt justBefore(Step step, long batch) {
        return new StopAt(step, batch, true);
    }

    static StopAt justAfter(Step step, long batch) {
        return new StopAt(step, batch, false);
    }

    @Override
    public void before(Step reached, long inBatch) {
        stop(reached, inBatch, true);
    }

    @Override
    public void after(Step reached, long inBatch) {
        stop(reached, inBatch, false);
    }

    private void stop(Step reached, long inBatch, boolean reachedBefore) {
        if (reached == step && inBatch == batch && reachedBefore == isBefore) {
            throw new IllegalStateException("stopped");
        }
    }
}
