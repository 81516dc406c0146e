package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * One aggregate of a group-by.
 *
 * @param argument column of the input; empty for COUNT(*)
 * @param filter BOOLEAN column of the input; only rows where it is TRUE count
 * @param type of the result
 */
public record AggregateCall(Function function, OptionalInt argument, OptionalInt filter, DataType type) {
    public AggregateCall {
        requireNonNull(function, "function");
        requireNonNull(argument, "argument");
        requireNonNull(filter, "filter");
        requireNonNull(type, "type");
    }

    /** What is computed; NULLs do not count, and over none but NULLs all give NULL but COUNT, which gives 0. */
    public enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }
}
