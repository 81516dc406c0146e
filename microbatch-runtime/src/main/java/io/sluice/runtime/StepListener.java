package io.sluice.runtime;

/**
 * Hears of each step of the loop, on the loop's thread; for tests that stop a query there. Of a step that another thread
 * does meanwhile it hears when the loop waits for that. Whatever it throws ends the query.
 */
public interface StepListener {
    StepListener NONE = new StepListener() {};

    default void before(Step step, long batch) {}

    /** The step has succeeded. */
    default void after(Step step, long batch) {}
}
