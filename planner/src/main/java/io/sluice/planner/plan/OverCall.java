package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A function over the rows around each row.
 *
 * @param arguments columns of the input
 * @param parameter the offset of LAG and LEAD, the number of NTILE and NTH_VALUE; else 0
 * @param ignoresNulls the rows whose argument is NULL do not count
 * @param distinct each value of the argument counts once
 * @param type of the value
 */
public record OverCall(
        OverFunction function,
        List<Integer> arguments,
        long parameter,
        boolean ignoresNulls,
        boolean distinct,
        Frame frame,
        DataType type) {
    public OverCall {
        requireNonNull(function, "function");
        arguments = List.copyOf(arguments);
        requireNonNull(frame, "frame");
        requireNonNull(type, "type");
    }

    /** So many rows behind a row may count, those that are equal by the sort keys left out; the greatest long: all. */
    public long looksAhead() {
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK -> 0;
            case NTILE, PERCENT_RANK, CUME_DIST -> Long.MAX_VALUE;
            case LAG -> ahead(-parameter);
            case LEAD -> ahead(parameter);
            case FIRST_VALUE,
                    LAST_VALUE,
                    NTH_VALUE,
                    COUNT,
                    SUM,
                    MIN,
                    MAX,
                    VAR_POP,
                    VAR_SAMP,
                    STDDEV_POP,
                    STDDEV_SAMP -> frame.looksAhead();
        };
    }

    private long ahead(long rows) {
        return rows <= 0 ? 0 : ignoresNulls ? Long.MAX_VALUE : rows;
    }
}
