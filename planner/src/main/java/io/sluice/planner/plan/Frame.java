package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which rows around a row are looked at.
 *
 * @param exclusion those between start and end that are not
 */
public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    /** All rows up to the current one and those that are equal to it by the sort keys. */
    public static final Frame UP_TO_PEERS = new Frame(Unit.RANGE, Bound.UNBOUNDED_PRECEDING, Bound.CURRENT);

    /** The whole partition. */
    public static final Frame ALL = new Frame(Unit.ROWS, Bound.UNBOUNDED_PRECEDING, Bound.UNBOUNDED_FOLLOWING);

    /** What the distances of the bounds count. */
    public enum Unit {
        ROWS,
        /** The value of the one sort key; the current row stands for all that are equal to it. */
        RANGE
    }

    /** Rows that are left out of a frame; rows equal by the sort keys are peers. */
    public enum Exclusion {
        NONE,
        CURRENT_ROW,
        /** The current row and its peers. */
        GROUP,
        /** The peers of the current row. */
        TIES
    }

    /**
     * One end.
     *
     * @param distance rows, or the unscaled difference of the sort key's values; less than 0: before the current row
     */
    public record Bound(boolean unbounded, long distance) {
        public static final Bound UNBOUNDED_PRECEDING = new Bound(true, -1);
        public static final Bound UNBOUNDED_FOLLOWING = new Bound(true, 1);
        public static final Bound CURRENT = new Bound(false, 0);
    }

    public Frame {
        requireNonNull(unit, "unit");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        requireNonNull(exclusion, "exclusion");
    }

    /** All rows from one end to the other. */
    public Frame(Unit unit, Bound start, Bound end) {
        this(unit, start, end, Exclusion.NONE);
    }

    /** Whether rows between the ends are left out. */
    public boolean excludes() {
        return exclusion != Exclusion.NONE;
    }

    /** So many rows behind the current one may be in it, those that are equal left out; the greatest long: all. */
    public long looksAhead() {
        if (looksBackOnly()) {
            return 0;
        }
        return unit == Unit.ROWS && !end.unbounded() ? end.distance() : Long.MAX_VALUE;
    }

    /** Looks at no row behind the current one, but for those equal by the sort keys. */
    public boolean looksBackOnly() {
        return !end.unbounded() && end.distance() <= 0;
    }

    /** Stands in checkpoints. */
    @Override
    public String toString() {
        String excluded = excludes() ? ", exclusion=" + exclusion : "";
        return "Frame[unit=%s, start=%s, end=%s%s]".formatted(unit, start, end, excluded);
    }
}
