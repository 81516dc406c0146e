package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a watermark goes through an expression: a column keeps it, a constant interval shifts it, a cast to fewer digits
 * cuts it. Anything else loses it.
 */
final class ColumnTimes {
    private static final int MICROS = 6;

    private ColumnTimes() {}

    /** Microseconds of the last digit of a time. */
    static long unit(DataType type) {
        long unit = 1;
        for (int digit = type.precision(); digit < MICROS; digit++) {
            unit *= 10;
        }
        return unit;
    }

    static ColumnFacts of(Expr expr, List<ColumnFacts> inputs) {
        if (expr instanceof Expr.Input input) {
            return inputs.get(input.index());
        }
        if (expr instanceof Expr.Cast cast) {
            return cast(cast, of(cast.value(), inputs));
        }
        if (expr instanceof Expr.Call call && call.arguments().size() == 2) {
            return shifted(call, inputs);
        }
        return ColumnFacts.NONE;
    }

    private static ColumnFacts cast(Expr.Cast cast, ColumnFacts value) {
        DataType from = cast.value().type();
        boolean sameClock = from.kind() == cast.type().kind() && from.kind().isTimestamp();
        if (!sameClock) {
            return ColumnFacts.NONE;
        }
        if (cast.type().precision() >= from.precision()) {
            boolean isTime = value.window()
                    .filter(window -> window.property() == GroupKey.Property.TIME)
                    .isPresent();
            return isTime ? new ColumnFacts(value.watermark(), Optional.empty()) : value;
        }
        return new ColumnFacts(value.watermark().map(bound -> bound.cut(unit(cast.type()))), Optional.empty());
    }

    private static ColumnFacts shifted(Expr.Call call, List<ColumnFacts> inputs) {
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

    /** {@code window_end - size} is the start of the window, and so on. */
    private static Optional<WindowColumn> shifted(WindowColumn column, long micros, DataType type) {
        long place = place(column.property(), column.spec(), type) + micros;
        return Arrays.stream(GroupKey.Property.values())
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
        boolean all = columns.stream().allMatch(column -> column.watermark().isPresent());
        Optional<TimeBound> bound = all
                ? Optional.of(TimeBound.least(columns.stream()
                        .map(column -> column.watermark().orElseThrow())
                        .toList()))
                : Optional.empty();
        return new ColumnFacts(bound, Optional.empty());
    }
}
