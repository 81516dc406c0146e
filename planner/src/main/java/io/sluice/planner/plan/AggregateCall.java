package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * One aggregate of a group-by.
 *
 * @param arguments columns of the input: none for COUNT(*), two of aggregates of pairs, any number of a user's
 * @param distinct equal values count once
 * @param approximate a sketch may take the place of the values: of {@code COUNT} of different ones, or a percentile
 * @param filter BOOLEAN column of the input; only rows where it is TRUE count
 * @param order of the values: the argument is a ROW, these are fields of it, and its last field is the value; empty: the values
 *     are in their own order, or, where {@link #isByArrival}, in the order in which they come
 * @param parameter the separator of LISTAGG, the fraction of a percentile, {@link #TRY}
 * @param user what a user has written to aggregate by; only of {@link Function#USER}
 * @param type of the result; where there is an order, of MIN and MAX the ROW
 */
public record AggregateCall(
        Function function,
        List<Integer> arguments,
        boolean distinct,
        boolean approximate,
        OptionalInt filter,
        List<SortKey> order,
        Optional<Expr.Literal> parameter,
        Optional<UserAggregate> user,
        DataType type) {
    /** The parameter of a sum or an average that is NULL where it is out of range. */
    public static final String TRY = "TRY";

    public AggregateCall {
        requireNonNull(function, "function");
        arguments = List.copyOf(arguments);
        requireNonNull(filter, "filter");
        order = List.copyOf(order);
        requireNonNull(parameter, "parameter");
        requireNonNull(user, "user");
        requireNonNull(type, "type");
    }

    /** Exact. */
    public AggregateCall(
            Function function,
            List<Integer> arguments,
            boolean distinct,
            OptionalInt filter,
            List<SortKey> order,
            Optional<Expr.Literal> parameter,
            Optional<UserAggregate> user,
            DataType type) {
        this(function, arguments, distinct, false, filter, order, parameter, user, type);
    }

    /** Of one column or none. */
    public AggregateCall(Function function, OptionalInt argument, boolean distinct, OptionalInt filter, DataType type) {
        this(
                function,
                argument.stream().boxed().toList(),
                distinct,
                filter,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                type);
    }

    /** All values count. */
    public AggregateCall(Function function, OptionalInt argument, OptionalInt filter, DataType type) {
        this(function, argument, false, filter, type);
    }

    /** The same, where a sketch will do. */
    public AggregateCall approximated() {
        return new AggregateCall(function, arguments, distinct, true, filter, order, parameter, user, type);
    }

    /** The same over an input in which columns have other places. */
    public AggregateCall moved(IntUnaryOperator places) {
        return new AggregateCall(
                function,
                arguments.stream().map(places::applyAsInt).toList(),
                distinct,
                approximate,
                filter.isPresent() ? OptionalInt.of(places.applyAsInt(filter.getAsInt())) : filter,
                order,
                parameter,
                user,
                type);
    }

    /** The first column that it is of; empty for COUNT(*). */
    public OptionalInt argument() {
        return arguments.isEmpty() ? OptionalInt.empty() : OptionalInt.of(arguments.get(0));
    }

    /** What a person calls it. */
    public String name() {
        return user.map(UserAggregate::function).orElse(function.name());
    }

    /** The same for windows that are made up of panes. */
    public AggregateCall ofPanes() {
        Function of =
                switch (function) {
                    case FIRST_VALUE -> Function.FIRST_OF_PANES;
                    case LAST_VALUE -> Function.LAST_OF_PANES;
                    default -> function;
                };
        return new AggregateCall(of, arguments, distinct, approximate, filter, order, parameter, user, type);
    }

    /** Whether a sum or an average that is out of range is NULL, and not an error. */
    public boolean isTried() {
        return (function == Function.SUM || function == Function.AVG) && parameter.isPresent();
    }

    /** The columns of the input that it reads. */
    public List<Integer> columns() {
        List<Integer> columns = new ArrayList<>(arguments);
        filter.ifPresent(columns::add);
        return columns;
    }

    /**
     * Whether it needs the values of its group, with how often each is there: for DISTINCT, for what is computed from all of
     * them in their order, and for what could not be told any more when a value is taken back.
     *
     * @param overChanges values can be taken back
     */
    public boolean keepsValues(boolean overChanges) {
        return distinct || function.isOfAll() || overChanges && function.isOfOne();
    }

    /**
     * Whether the values are in the order in which they come. Those that can be taken back, and those of which each counts once,
     * have no such order: theirs is that of the values.
     *
     * @param overChanges values can be taken back
     */
    public boolean isByArrival(boolean overChanges) {
        return function.isOfArrival() && order.isEmpty() && !distinct && !overChanges;
    }

    /**
     * What is computed; NULLs do not count, and over none but NULLs all give NULL but COUNT, which gives 0. Pairs do not count
     * where one of the two is NULL.
     */
    public enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX,
        VAR_POP,
        VAR_SAMP,
        STDDEV_POP,
        STDDEV_SAMP,
        COVAR_POP,
        COVAR_SAMP,
        CORR,
        REGR_AVGX,
        REGR_AVGY,
        REGR_SXX,
        REGR_SYY,
        REGR_SXY,
        REGR_SLOPE,
        REGR_INTERCEPT,
        REGR_R2,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        /** The first value that came; of values that can be taken back the least. */
        FIRST_VALUE,
        /** The last value that came; of values that can be taken back the greatest. */
        LAST_VALUE,
        /** By a class that a user has written. */
        USER,
        /** As FIRST_VALUE, where panes make up windows, and so what came first is not known of a pane alone. */
        FIRST_OF_PANES,
        LAST_OF_PANES,
        ARRAY_AGG,
        LISTAGG,
        PERCENTILE_CONT,
        PERCENTILE_DISC,
        /** The value that is there most often; of several the least. */
        MODE;

        /** Over one value it gives NULL. */
        public boolean isOfSample() {
            return this == VAR_SAMP || this == STDDEV_SAMP;
        }

        /** Whether it takes pairs of DOUBLEs: y, then x. */
        public boolean isOfPairs() {
            return compareTo(COVAR_POP) >= 0 && compareTo(REGR_R2) <= 0;
        }

        /** Whether a new value may change it without the others, but none can be taken back so. */
        boolean isOfOne() {
            return switch (this) {
                case MIN, MAX, BIT_AND, BIT_OR, FIRST_VALUE, LAST_VALUE -> true;
                default -> false;
            };
        }

        /** Whether it is computed from all values in their order. */
        boolean isOfAll() {
            return compareTo(FIRST_OF_PANES) >= 0;
        }

        private boolean isOfArrival() {
            return this == FIRST_OF_PANES || this == LAST_OF_PANES || this == ARRAY_AGG || this == LISTAGG;
        }
    }
}
