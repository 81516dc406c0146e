package io.sluice.planner.plan;

/**
 * How long an operator remembers what no watermark bounds: what has not changed for so long is forgotten.
 *
 * @param left microseconds, of the rows of the left input or of what it keeps of its only one; {@link #FOREVER}: all is kept
 * @param right of the rows of the right input
 */
public record StateTtl(long left, long right) {
    public static final long FOREVER = Long.MAX_VALUE;

    public StateTtl {
        if (left <= 0 || right <= 0) {
            throw new IllegalArgumentException(
                    "a state that is kept for %d and %d microseconds".formatted(left, right));
        }
    }

    /** Whether anything is forgotten. */
    public boolean forgets() {
        return left != FOREVER || right != FOREVER;
    }
}
