package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * A function over the rows around each row.
 *
 * @param arguments columns of the input
 * @param parameter the offset of LAG and LEAD, the number of NTILE and NTH_VALUE, {@link #FILTERED} of USER; else 0
 * @param ignoresNulls the rows whose argument is NULL do not count
 * @param distinct each value of the argument counts once
 * @param user what a user has written to aggregate by; only of {@link OverFunction#USER}
 * @param aggregate what is computed from the rows of the frame; only of {@link OverFunction#OF_ROWS}: its arguments are those of the
 *     call, but that for the filter, which is the last one there
 * @param type of the value
 */
public record OverCall(
        OverFunction function,
        List<Integer> arguments,
        long parameter,
        boolean ignoresNulls,
        boolean distinct,
        Frame frame,
        Optional<UserAggregate> user,
        Optional<AggregateCall> aggregate,
        DataType type) {
    /** The last argument is a BOOLEAN: only rows where it is TRUE count. */
    public static final long FILTERED = 1;

    /** Of a function that is built in. */
    public OverCall(
            OverFunction function,
            List<Integer> arguments,
            long parameter,
            boolean ignoresNulls,
            boolean distinct,
            Frame frame,
            DataType type) {
        this(function, arguments, parameter, ignoresNulls, distinct, frame, Optional.empty(), Optional.empty(), type);
    }

    public OverCall {
        requireNonNull(function, "function");
        arguments = List.copyOf(arguments);
        requireNonNull(frame, "frame");
        requireNonNull(user, "user");
        requireNonNull(aggregate, "aggregate");
        requireNonNull(type, "type");
    }

    /** Whether the last argument of a user's aggregate says which rows count. */
    public boolean isFiltered() {
        return function == OverFunction.USER && parameter == FILTERED;
    }

    /** What a person calls it. */
    public String name() {
        return user.map(UserAggregate::function)
                .or(() -> aggregate.map(AggregateCall::name))
                .orElse(function.name());
    }

    /** The same over an input in which columns have other places. */
    public OverCall moved(IntUnaryOperator places) {
        return new OverCall(
                function,
                arguments.stream().map(places::applyAsInt).toList(),
                parameter,
                ignoresNulls,
                distinct,
                frame,
                user,
                aggregate.map(call -> call.moved(places)),
                type);
    }

    /** Whether its value goes on from that of the row before: it is over all rows up to each, or those equal to it. */
    public boolean goesOn() {
        boolean running = frame.start().unbounded()
                && frame.start().distance() < 0
                && !frame.end().unbounded()
                && frame.end().distance() == 0;
        return running && !frame.excludes() && !distinct && !function.isVariance() && aggregate.isEmpty();
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
                    USER,
                    OF_ROWS,
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
