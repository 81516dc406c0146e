package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which ranks are kept: {@code first} to {@code last}, counted from 1.
 *
 * @param last less than {@code first}: none
 */
public record RankLimits(Function function, long first, long last) {
    /** How rows are counted. */
    public enum Function {
        /** Each row has a number of its own. */
        ROW_NUMBER,
        /** Equal rows have the number of the first of them. */
        RANK,
        /** Equal rows have one number, and the next ones the next. */
        DENSE_RANK
    }

    public RankLimits {
        requireNonNull(function, "function");
        if (first < 1 || last < 0) {
            throw new IllegalArgumentException("ranks from %d to %d".formatted(first, last));
        }
    }

    /** All rows: only their order counts. */
    public boolean isAll() {
        return first == 1 && last == Long.MAX_VALUE;
    }

    /** One row of each partition. */
    public boolean isOneRow() {
        return function == Function.ROW_NUMBER && first == last;
    }

    /** Those that both keep. */
    public RankLimits and(long otherFirst, long otherLast) {
        return new RankLimits(function, Math.max(first, otherFirst), Math.min(last, otherLast));
    }

    @Override
    public String toString() {
        if (last == Long.MAX_VALUE) {
            return first == 1 ? "all" : function + " >= " + first;
        }
        return first == last
                ? function + " = " + first
                : first == 1 ? function + " <= " + last : "%s BETWEEN %d AND %d".formatted(function, first, last);
    }
}
