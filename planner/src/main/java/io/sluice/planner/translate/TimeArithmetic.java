package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;

/**
 * {@code time ± interval}, where the interval is a constant or a number times a constant. What is added to an instant or
 * TIMESTAMP in microseconds is a core operator; months, and what is added to a DATE, are functions of the register.
 */
final class TimeArithmetic {
    private static final long DAY = 86_400_000_000L;

    static boolean applies(List<Expr> arguments) {
        return arguments.stream()
                .anyMatch(argument -> isInterval(argument.type().kind()));
    }

    private static boolean isInterval(TypeKind kind) {
        return kind == TypeKind.INTERVAL_DAY_TIME || kind == TypeKind.INTERVAL_YEAR_MONTH;
    }

    /** @param result the type of the sum, as SQL has it */
    Expr build(SqlKind operation, List<Expr> arguments, DataType result) {
        Expr left = arguments.get(0);
        Expr right = arguments.get(1);
        boolean minus = operation == SqlKind.MINUS;
        if (operation == SqlKind.TIMES) {
            return product(left, right, result);
        }
        if (isInterval(left.type().kind()) && isInterval(right.type().kind())) {
            return sum(left, right, minus);
        }
        return isInterval(left.type().kind())
                ? shifted(right, left, false, result)
                : shifted(left, right, minus, result);
    }

    /** A constant if both are; else a call that only {@link #shifted} takes apart. */
    private static Expr product(Expr left, Expr right, DataType result) {
        Expr number = isInterval(left.type().kind()) ? right : left;
        Expr interval = number == left ? right : left;
        if (!(interval instanceof Expr.Literal constant)
                || constant.value().isEmpty()
                || !number.type().kind().isInteger()) {
            throw refused("the product of %s and %s".formatted(left.type(), right.type()));
        }
        if (number instanceof Expr.Literal factor && factor.value().isPresent()) {
            return literal(
                    Math.multiplyExact(
                            (Long) factor.value().get(), (Long) constant.value().get()),
                    constant.type());
        }
        return new Expr.Call(CoreOperator.TIMES.symbol(), List.of(number, interval), result);
    }

    private static Expr sum(Expr left, Expr right, boolean minus) {
        if (left instanceof Expr.Literal a
                && right instanceof Expr.Literal b
                && a.value().isPresent()
                && b.value().isPresent()) {
            long addend = (Long) b.value().get();
            return literal(Math.addExact((Long) a.value().get(), minus ? -addend : addend), a.type());
        }
        throw refused("the sum of intervals that are not constants");
    }

    private static Expr literal(long value, DataType type) {
        return new Expr.Literal(Optional.of(value), type.withNullable(false));
    }

    private Expr shifted(Expr time, Expr interval, boolean minus, DataType result) {
        boolean micros = interval.type().kind() == TypeKind.INTERVAL_DAY_TIME;
        boolean clock = time.type().kind() == TypeKind.TIME;
        if (micros && (clock || time.type().kind().isTimestamp() && interval instanceof Expr.Literal)) {
            String symbol = (minus ? CoreOperator.MINUS : CoreOperator.PLUS).symbol();
            return new Expr.Call(symbol, List.of(time, interval), clock ? clock(time, interval) : result);
        }
        if (interval instanceof Expr.Literal literal) {
            return literal.value()
                    .map(value -> counted(time, unit(time, interval.type(), (Long) value), (Long) value, minus))
                    .orElseGet(() -> new Expr.Literal(Optional.empty(), result.withNullable(true)));
        }
        return multiple(time, interval, minus);
    }

    /** A time of the day goes round at midnight. */
    private static DataType clock(Expr time, Expr interval) {
        DataType type = time.type();
        return type.withNullable(type.nullable() || interval.type().nullable());
    }

    private static Expr counted(Expr time, Unit unit, long value, boolean minus) {
        long count = value / unit.size;
        return call(unit, time, literal(minus ? -count : count, DataType.of(TypeKind.BIGINT, false)));
    }

    /** {@code time ± n * constant}. */
    private static Expr multiple(Expr time, Expr interval, boolean minus) {
        if (!(interval instanceof Expr.Call call) || !call.function().equals(CoreOperator.TIMES.symbol())) {
            throw refused("an interval that is not a constant, or a number times a constant,");
        }
        long value = (Long) ((Expr.Literal) call.arguments().get(1)).value().orElseThrow();
        Unit unit = unit(time, interval.type(), value);
        Expr number = call.arguments().get(0);
        DataType wide = DataType.of(TypeKind.BIGINT, number.type().nullable());
        Expr widened = number.type().kind() == TypeKind.BIGINT ? number : new Expr.Cast(number, wide, false);
        long factor = minus ? -value / unit.size : value / unit.size;
        Expr count = factor == 1
                ? widened
                : new Expr.Call(
                        CoreOperator.TIMES.symbol(),
                        List.of(widened, literal(factor, DataType.of(TypeKind.BIGINT, false))),
                        wide);
        return call(unit, time, count);
    }

    /** What an interval is counted in: a name in the register, and its size in the interval's own unit. */
    private record Unit(String name, long size) {}

    private static Unit unit(Expr time, DataType interval, long value) {
        if (interval.kind() == TypeKind.INTERVAL_YEAR_MONTH) {
            return new Unit("MONTH", 1);
        }
        if (time.type().kind() != TypeKind.DATE) {
            return new Unit("MICROSECOND", 1);
        }
        if (value % DAY != 0) {
            throw new PlanException(
                    "an interval with a part of a day cannot be added to a DATE",
                    "Cast the DATE first: CAST(d AS TIMESTAMP(0)).",
                    Optional.empty());
        }
        return new Unit("DAY", DAY);
    }

    private static Expr call(Unit unit, Expr time, Expr count) {
        List<Expr> arguments = List.of(time, count);
        return FunctionRegister.bind(
                        "TIMESTAMPADD/" + unit.name,
                        arguments.stream().map(Argument::of).toList())
                .orElseThrow(() -> refused("%s with an interval".formatted(time.type())))
                .call(arguments);
    }

    private static PlanException refused(String what) {
        return new PlanException(what + " is not supported yet", "Write TIMESTAMPADD(SECOND, n, t).", Optional.empty());
    }
}
