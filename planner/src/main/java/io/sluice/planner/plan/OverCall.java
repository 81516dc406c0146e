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
}
