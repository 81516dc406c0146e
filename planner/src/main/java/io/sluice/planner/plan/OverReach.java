package io.sluice.planner.plan;

/**
 * Which rows behind the watermark frames of rows to come still reach. Values over all rows so far go on from those of the last
 * row, and need none.
 *
 * @param all every row
 * @param rows so many of the last rows of each partition
 * @param micros those whose time is not further behind; −1: none by time
 */
public record OverReach(boolean all, long rows, long micros) {
    private static final OverReach NONE = new OverReach(false, 0, -1);
    private static final OverReach ALL = new OverReach(true, 0, -1);

    /** That of a node whose rows are ordered by the time that they wait for. */
    public static OverReach of(PlanNode.Over node) {
        OverReach reach = NONE;
        for (OverCall call : node.calls()) {
            reach = reach.and(of(call));
        }
        return reach;
    }

    private static OverReach of(OverCall call) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> NONE;
            case LAG, LEAD -> call.ignoresNulls() && call.parameter() != 0
                    ? ALL
                    : new OverReach(false, Math.abs(call.parameter()), -1);
            case NTILE, PERCENT_RANK, CUME_DIST -> ALL;
            case FIRST_VALUE,
                    LAST_VALUE,
                    NTH_VALUE,
                    USER,
                    OF_ROWS,
                    COUNT,
                    SUM,
                    MIN,
                    MAX,
                    VAR_POP,
                    VAR_SAMP,
                    STDDEV_POP,
                    STDDEV_SAMP -> ofFrame(call);
        };
    }

    private static OverReach ofFrame(OverCall call) {
        Frame frame = call.frame();
        if (frame.start().unbounded()) {
            boolean nth = call.function() == OverFunction.NTH_VALUE && call.ignoresNulls();
            return call.goesOn() && !nth ? NONE : ALL;
        }
        long back = -frame.start().distance();
        if (frame.unit() == Frame.Unit.ROWS) {
            return new OverReach(false, back, -1);
        }
        return back == 0 ? NONE : new OverReach(false, 0, back);
    }

    private OverReach and(OverReach other) {
        return new OverReach(all || other.all, Math.max(rows, other.rows), Math.max(micros, other.micros));
    }
}
