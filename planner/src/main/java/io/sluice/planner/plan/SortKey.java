package io.sluice.planner.plan;

/**
 * A column by which rows are ordered.
 *
 * @param column of the input
 * @param nullsLast NULLs come after all values, whichever the direction
 */
public record SortKey(int column, boolean descending, boolean nullsLast) {
    public SortKey {
        if (column < 0) {
            throw new IllegalArgumentException("a sort key needs a column, got " + column);
        }
    }
}
