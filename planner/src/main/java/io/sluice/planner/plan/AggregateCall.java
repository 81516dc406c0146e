package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * One aggregate of a group-by.
 *
 * @param argument column of the input; empty for COUNT(*)
 * @param distinct equal values count once
 * @param filter BOOLEAN column of the input; only rows where it is TRUE count
 * @param type of the result
 */
public record AggregateCall(
        Function function, OptionalInt argument, boolean distinct, OptionalInt filter, DataType type) {
    /** All values count. */
    public AggregateCall(Function function, OptionalInt argument, OptionalInt filter, DataType type) {
        this(function, argument, false, filter, type);
    }

    public AggregateCall {
        requireNonNull(function, "function");
        requireNonNull(argument, "argument");
        requireNonNull(filter, "filter");
        requireNonNull(type, "type");
    }

    /** The same over an input in which columns have other places. */
    public AggregateCall moved(IntUnaryOperator places) {
        return new AggregateCall(function, moved(argument, places), distinct, moved(filter, places), type);
    }

    private static OptionalInt moved(OptionalInt column, IntUnaryOperator places) {
        return column.isPresent() ? OptionalInt.of(places.applyAsInt(column.getAsInt())) : column;
    }

    /**
     * Whether it needs the different values of its group, with how often each is there: for DISTINCT, and for the least and the
     * greatest of values that can be taken back.
     *
     * @param overChanges values can be taken back
     */
    public boolean keepsValues(boolean overChanges) {
        return distinct || overChanges && (function == Function.MIN || function == Function.MAX);
    }

    /** What is computed; NULLs do not count, and over none but NULLs all give NULL but COUNT, which gives 0. */
    public enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX,
        VAR_POP,
        VAR_SAMP,
        STDDEV_POP,
        STDDEV_SAMP;

        /** Over one value it gives NULL. */
        public boolean isOfSample() {
            return this == VAR_SAMP || this == STDDEV_SAMP;
        }
    }
}
