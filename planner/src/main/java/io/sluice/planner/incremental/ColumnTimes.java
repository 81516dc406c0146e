package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a watermark goes through an expression: a column keeps it, a constant interval shifts it, a cast to fewer digits
 * cuts it, a cast between TIMESTAMP and TIMESTAMP_LTZ shifts it in a zone whose clocks do not change. Anything else loses
 * it.
 */
final class ColumnTimes {
    private static final int MICROS = 6;
    private static final long MILLI = 1000;
    private static final String PROCESSING_TIME = "PROCTIME";

    /** Microseconds that the session's clock is ahead of UTC; empty if that changes. */
    private final OptionalLong ahead;

    ColumnTimes(OptionalLong ahead) {
        this.ahead = ahead;
    }

    /** Microseconds of the last digit of a time. */
    static long unit(DataType type) {
        long unit = 1;
        for (int digit = type.precision(); digit < MICROS; digit++) {
            unit *= 10;
        }
        return unit;
    }

    ColumnFacts of(Expr expr, List<ColumnFacts> inputs) {
        if (expr instanceof Expr.Input input) {
            return inputs.get(input.index());
        }
        if (expr instanceof Expr.Cast cast) {
            return cast(cast, of(cast.value(), inputs));
        }
        if (expr instanceof Expr.Call call && call.function().equals(PROCESSING_TIME)) {
            return new ColumnFacts(Optional.of(new TimeBound(new Watermark.OfClock(), MILLI)), Optional.empty());
        }
        if (expr instanceof Expr.Call call && call.arguments().size() == 2) {
            return shifted(call, inputs);
        }
        return ColumnFacts.NONE;
    }

    private ColumnFacts cast(Expr.Cast cast, ColumnFacts value) {
        DataType from = cast.value().type();
        if (!from.kind().isTimestamp() || !cast.type().kind().isTimestamp()) {
            return ColumnFacts.NONE;
        }
        if (from.kind() != cast.type().kind()) {
            return toOtherClock(cast, value);
        }
        if (cast.type().precision() >= from.precision()) {
            boolean isTime = value.window()
                    .filter(window -> window.property() == GroupKey.Property.TIME)
                    .isPresent();
            return isTime ? new ColumnFacts(value.watermark(), Optional.empty()) : value;
        }
        return new ColumnFacts(value.watermark().map(bound -> bound.cut(unit(cast.type()))), Optional.empty());
    }

    /** Between an instant and what the session's clock shows: a shift, unless the clock is set forward and back. */
    private ColumnFacts toOtherClock(Expr.Cast cast, ColumnFacts value) {
        if (ahead.isEmpty()) {
            return ColumnFacts.NONE;
        }
        long micros = cast.type().kind() == TypeKind.TIMESTAMP ? ahead.getAsLong() : -ahead.getAsLong();
        return new ColumnFacts(
                value.watermark().map(bound -> bound.shifted(micros).cut(unit(cast.type()))), Optional.empty());
    }

    private ColumnFacts shifted(Expr.Call call, List<ColumnFacts> inputs) {
        boolean plus = call.function().equals(CoreOperator.PLUS.symbol());
        boolean minus = call.function().equals(CoreOperator.MINUS.symbol());
        boolean constant = call.arguments().get(1) instanceof Expr.Literal literal
                && literal.type().kind() == TypeKind.INTERVAL_DAY_TIME
                && literal.value().isPresent();
        if (!constant || !plus && !minus) {
            return ColumnFacts.NONE;
        }
        long micros = (Long) ((Expr.Literal) call.arguments().get(1)).value().orElseThrow();
        ColumnFacts time = of(call.arguments().get(0), inputs);
        long shift = plus ? micros : -micros;
        Optional<WindowColumn> window = time.window().flatMap(column -> shifted(column, shift, call.type()));
        return new ColumnFacts(time.watermark().map(bound -> bound.shifted(shift)), window);
    }

    /** {@code window_end - size} is the start of the window, and so on; unless ends that differ have one start. */
    private static Optional<WindowColumn> shifted(WindowColumn column, long micros, DataType type) {
        if (column.spec().zone().isPresent()) {
            return Optional.empty();
        }
        long place = place(column.property(), column.spec(), type) + micros;
        return Arrays.stream(GroupKey.Property.values())
                .filter(property -> property != GroupKey.Property.START
                        || column.property() == GroupKey.Property.START
                        || column.spec().isOfOneLength())
                .filter(property -> place(property, column.spec(), type) == place)
                .findFirst()
                .map(property -> new WindowColumn(property, column.spec(), column.time(), column.origin()));
    }

    /** How far behind the start of the window a property is. */
    private static long place(GroupKey.Property property, WindowSpec spec, DataType type) {
        return switch (property) {
            case START -> 0;
            case END -> spec.size();
            case TIME -> spec.size() - unit(type);
        };
    }

    /** Of a column of a union. */
    static ColumnFacts least(List<ColumnFacts> columns) {
        boolean all = columns.stream().allMatch(column -> column.watermark().isPresent())
                && (columns.stream().noneMatch(ColumnFacts::isByClock)
                        || columns.stream()
                                        .map(ColumnFacts::watermark)
                                        .distinct()
                                        .count()
                                == 1);
        Optional<TimeBound> bound = all
                ? Optional.of(TimeBound.least(columns.stream()
                        .map(column -> column.watermark().orElseThrow())
                        .toList()))
                : Optional.empty();
        return new ColumnFacts(bound, Optional.empty());
    }
}
