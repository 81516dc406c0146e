package io.sluice.runtime.execution;

/**
 * How long an operator has worked on a batch, in nanoseconds.
 *
 * @param updates taking rows in; of an operator that does all in one, also what it has sent and dropped
 * @param removals sending on and dropping what has changed or closed
 * @param commit making the deltas of its state
 */
public record OperatorTime(long updates, long removals, long commit) {
    public static final OperatorTime NONE = new OperatorTime(0, 0, 0);

    OperatorTime plus(OperatorTime other) {
        return new OperatorTime(updates + other.updates, removals + other.removals, commit + other.commit);
    }
}
