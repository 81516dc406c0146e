package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

/**
 * A comparison of a time of a row with the clock: {@code time operator clock}. What the clock shows never goes back, so a
 * comparison holds from an instant on, or up to one. A row without the time never passes.
 *
 * @param time over the columns of the row; a TIMESTAMP or TIMESTAMP_LTZ
 * @param operator one of {@code < <= > >=}
 * @param clock what the time is compared with, as it was written: a call of a clock, shifted by constants
 * @param ahead microseconds to add to the time of the batch before it is cut to units
 * @param unit the clock steps by so many microseconds
 * @param shift microseconds from the step to what the clock shows
 */
public record ClockBound(Expr time, CoreOperator operator, Expr clock, long ahead, long unit, long shift) {
    public ClockBound {
        requireNonNull(time, "time");
        requireNonNull(operator, "operator");
        requireNonNull(clock, "clock");
        boolean ordered = operator == CoreOperator.LESS
                || operator == CoreOperator.LESS_OR_EQUAL
                || operator == CoreOperator.GREATER
                || operator == CoreOperator.GREATER_OR_EQUAL;
        if (!ordered || unit < 1) {
            throw new IllegalArgumentException("operator %s, unit %d".formatted(operator, unit));
        }
    }

    /** Whether it holds up to an instant; otherwise, from one on. */
    public boolean leaves() {
        return operator == CoreOperator.GREATER || operator == CoreOperator.GREATER_OR_EQUAL;
    }

    /**
     * The first time of a batch, in microseconds, at which the comparison holds, or no longer holds; the greatest and the
     * least long where that is out of range.
     */
    public long turn(long micros) {
        boolean later = operator == CoreOperator.LESS || operator == CoreOperator.GREATER_OR_EQUAL;
        long step = minus(micros, shift);
        long over = Math.floorMod(step, unit);
        long reached = minus(step, over);
        if (later || over > 0) {
            reached = minus(reached, -unit);
        }
        return minus(reached, ahead);
    }

    /** Stays at the end of the range that it would leave, and at one where it is. */
    private static long minus(long value, long micros) {
        if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
            return value;
        }
        long difference = value - micros;
        boolean overflow = ((value ^ micros) & (value ^ difference)) < 0;
        return overflow ? (micros < 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : difference;
    }
}
