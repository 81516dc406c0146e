package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.function.Arithmetic;
import io.sluice.planner.function.Decimals;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.IntervalFunctions;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.calcite.sql.SqlKind;

/**
 * {@code time ± interval}, {@code interval ± interval}, {@code interval * number} and {@code interval / number}. What is of
 * constants is a constant, so that watermarks and bounds of joins see it. A constant that is added to an instant or TIMESTAMP
 * in microseconds is a core operator; months, what is added to a DATE, and other intervals are functions of the register.
 */
final class TimeArithmetic {
    private static final long DAY = 86_400_000_000L;
    private static final int MICROS = 6;

    static boolean applies(List<Expr> arguments) {
        return arguments.stream().anyMatch(argument -> argument.type().kind().isInterval());
    }

    /** @param result the type as SQL has it */
    Expr build(SqlKind operation, List<Expr> arguments, DataType result) {
        Expr left = arguments.get(0);
        Expr right = arguments.get(1);
        boolean minus = operation == SqlKind.MINUS;
        if (operation == SqlKind.TIMES) {
            return left.type().kind().isInterval() ? product(left, right, result) : product(right, left, result);
        }
        if (operation == SqlKind.DIVIDE) {
            return quotient(left, right);
        }
        if (left.type().kind().isInterval() && right.type().kind().isInterval()) {
            return sum(left, right, minus, result);
        }
        return left.type().kind().isInterval()
                ? shifted(right, left, false, result)
                : shifted(left, right, minus, result);
    }

    private static Optional<Long> constant(Expr interval) {
        return interval instanceof Expr.Literal literal ? literal.value().map(Long.class::cast) : Optional.empty();
    }

    private static Optional<BigDecimal> number(Expr expr) {
        if (!(expr instanceof Expr.Literal literal)) {
            return Optional.empty();
        }
        return literal.value().flatMap(value -> {
            if (value instanceof Long whole) {
                return Optional.of(BigDecimal.valueOf(whole));
            }
            return value instanceof BigDecimal decimal ? Optional.of(decimal) : Optional.empty();
        });
    }

    private static Expr product(Expr interval, Expr number, DataType result) {
        Optional<Long> length = constant(interval);
        Optional<BigDecimal> factor = number(number);
        if (length.isPresent() && factor.isPresent()) {
            return constant(() -> IntervalFunctions.timesDecimal(length.get(), factor.get()), interval.type());
        }
        return number.type().kind().isInteger()
                ? new Expr.Call(CoreOperator.TIMES.symbol(), List.of(number, interval), result)
                : bound("INTERVAL *", List.of(interval, number));
    }

    private static Expr quotient(Expr interval, Expr number) {
        Optional<Long> length = constant(interval);
        Optional<BigDecimal> divisor = number(number);
        return length.isPresent() && divisor.isPresent()
                ? constant(() -> IntervalFunctions.byDecimal(length.get(), divisor.get()), interval.type())
                : bound("INTERVAL /", List.of(interval, number));
    }

    private static Expr constant(LongSupplier computed, DataType type) {
        try {
            long value = computed.getAsLong();
            return literal(type.kind() == TypeKind.INTERVAL_YEAR_MONTH ? IntervalFunctions.months(value) : value, type);
        } catch (RowException e) {
            throw new PlanException(e.getMessage(), e.hint(), Optional.empty());
        }
    }

    private static Expr sum(Expr left, Expr right, boolean minus, DataType result) {
        Optional<Long> a = constant(left);
        Optional<Long> b = constant(right);
        if (a.isPresent() && b.isPresent()) {
            return constant(
                    () -> minus
                            ? Arithmetic.subtract(a.get(), b.get(), Long.MIN_VALUE, Long.MAX_VALUE)
                            : Arithmetic.add(a.get(), b.get(), Long.MIN_VALUE, Long.MAX_VALUE),
                    left.type());
        }
        String symbol = (minus ? CoreOperator.MINUS : CoreOperator.PLUS).symbol();
        return new Expr.Call(symbol, List.of(left, right), result);
    }

    private static Expr literal(long value, DataType type) {
        return new Expr.Literal(Optional.of(value), type.withNullable(false));
    }

    private static Expr shifted(Expr time, Expr interval, boolean minus, DataType result) {
        DataType type = time.type().kind() == TypeKind.TIME ? clock(time, interval) : result;
        boolean micros = interval.type().kind() == TypeKind.INTERVAL_DAY_TIME;
        boolean clock = time.type().kind() == TypeKind.TIME;
        boolean core = micros && (clock || time.type().kind().isTimestamp() && interval instanceof Expr.Literal);
        Expr sum = core
                ? new Expr.Call(
                        (minus ? CoreOperator.MINUS : CoreOperator.PLUS).symbol(),
                        List.of(time, interval),
                        finest(interval, type))
                : counted(time, interval, minus, type);
        return sum.type().kind() != TypeKind.DATE && sum.type().precision() > type.precision()
                ? new Expr.Cast(sum, type.withNullable(sum.type().nullable()), false)
                : sum;
    }

    /** A time of the day goes round at midnight. */
    private static DataType clock(Expr time, Expr interval) {
        DataType type = time.type();
        return type.withNullable(type.nullable() || interval.type().nullable());
    }

    /** The type of a sum before it is cut to the digits of its type: with all, unless the interval has no finer ones. */
    private static DataType finest(Expr interval, DataType type) {
        boolean fits = step(interval) % Decimals.power(MICROS - type.precision()) == 0;
        return fits ? type : new DataType(type.kind(), MICROS, 0, type.nullable());
    }

    /** What the interval is a multiple of, in microseconds. */
    private static long step(Expr interval) {
        if (interval instanceof Expr.Call call && call.function().equals(CoreOperator.TIMES.symbol())) {
            return step(call.arguments().get(1));
        }
        return interval instanceof Expr.Literal ? constant(interval).orElse(0L) : 1;
    }

    private static Expr counted(Expr time, Expr interval, boolean minus, DataType type) {
        if (interval instanceof Expr.Literal literal && literal.value().isEmpty()) {
            return new Expr.Literal(Optional.empty(), type.withNullable(true));
        }
        boolean date = time.type().kind() == TypeKind.DATE;
        Expr sum = multiple(time, interval, minus).orElseGet(() -> {
            Expr signed = minus ? negative(interval) : interval;
            if (interval.type().kind() == TypeKind.INTERVAL_YEAR_MONTH) {
                return bound("TIMESTAMPADD/MONTH", List.of(time, signed));
            }
            return bound(date ? "DATE + INTERVAL" : "TIMESTAMPADD/MICROSECOND", List.of(time, signed));
        });
        boolean finer = !date && interval.type().kind() == TypeKind.INTERVAL_DAY_TIME;
        return finer && sum instanceof Expr.Call call
                ? new Expr.Call(
                        call.function(),
                        call.arguments(),
                        finest(interval, type).withNullable(call.type().nullable()))
                : sum;
    }

    private static Expr negative(Expr interval) {
        return constant(interval)
                .map(value -> literal(-value, interval.type()))
                .orElseGet(() -> new Expr.Call(CoreOperator.NEGATE.symbol(), List.of(interval), interval.type()));
    }

    /** A constant, or an integer times one, counted in units of the calendar. */
    private static Optional<Expr> multiple(Expr time, Expr interval, boolean minus) {
        Optional<Expr> number = Optional.empty();
        Expr length = interval;
        if (interval instanceof Expr.Call call && call.function().equals(CoreOperator.TIMES.symbol())) {
            number = Optional.of(call.arguments().get(0));
            length = call.arguments().get(1);
        }
        Optional<Long> constant = constant(length);
        if (constant.isEmpty()) {
            return Optional.empty();
        }
        Unit unit = unit(time, interval.type(), constant.get());
        long size = constant.get() / unit.size;
        long factor = minus ? -size : size;
        Expr count = number.map(each -> times(each, factor))
                .orElseGet(() -> literal(factor, DataType.of(TypeKind.BIGINT, false)));
        return Optional.of(bound("TIMESTAMPADD/" + unit.name, List.of(time, count)));
    }

    private static Expr times(Expr number, long factor) {
        DataType wide = DataType.of(TypeKind.BIGINT, number.type().nullable());
        Expr widened = number.type().kind() == TypeKind.BIGINT ? number : new Expr.Cast(number, wide, false);
        return factor == 1
                ? widened
                : new Expr.Call(
                        CoreOperator.TIMES.symbol(),
                        List.of(widened, literal(factor, DataType.of(TypeKind.BIGINT, false))),
                        wide);
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

    private static Expr bound(String function, List<Expr> arguments) {
        return FunctionRegister.bind(
                        function, arguments.stream().map(Argument::of).toList())
                .orElseThrow(() -> new PlanException(
                        "%s does not go with %s"
                                .formatted(
                                        arguments.get(0).type(),
                                        arguments.get(1).type()),
                        "Cast one of them: CAST(… AS …).",
                        Optional.empty()))
                .call(arguments);
    }
}
