package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.decimal;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.INTERVAL_DAY_TIME;
import static io.sluice.planner.plan.TypeKind.INTERVAL_YEAR_MONTH;

import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/**
 * Intervals times and by numbers, in whole microseconds or months: what is left of a division is cut off, as a CAST to an
 * integer does. An interval times an integer is a core operator.
 */
public final class IntervalFunctions {
    private static final String HINT = "Use a smaller factor, or a CASE to leave such rows out.";
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private IntervalFunctions() {}

    static List<ScalarFunction> all() {
        String multiplied = "An interval times a number; the result is whole microseconds or months.";
        String divided = "An interval by a number, cut to whole microseconds or months.";
        return Entry.all(
                "Dates and times",
                IntervalFunctions.class,
                scaled("INTERVAL */DECIMAL", "INTERVAL *", "timesDecimal", decimal("n"))
                        .says("interval * n", multiplied)
                        .shows("INTERVAL '1' DAY * 1.5", "+1 12:00:00.000"),
                months("INTERVAL */DECIMAL", "INTERVAL *", "timesDecimal", decimal("n"))
                        .says("interval * n", "")
                        .shows("INTERVAL '2' YEAR * 1.5", "+3-00"),
                scaled("INTERVAL */DOUBLE", "INTERVAL *", "timesDouble", Parameter.number("n"))
                        .says("interval * n", "")
                        .shows("INTERVAL '1' DAY * 0.25E0", "+0 06:00:00.000"),
                months("INTERVAL */DOUBLE", "INTERVAL *", "timesDouble", Parameter.number("n"))
                        .says("interval * n", "")
                        .shows("INTERVAL '14' MONTH * 0.5E0", "+0-07"),
                scaled("INTERVAL //BIGINT", "INTERVAL /", "byLong", integer("n"))
                        .says("interval / n", divided)
                        .shows("INTERVAL '1' DAY / 16", "+0 01:30:00.000"),
                months("INTERVAL //BIGINT", "INTERVAL /", "byLong", integer("n"))
                        .says("interval / n", "")
                        .shows("INTERVAL '1' YEAR / 5", "+0-02"),
                scaled("INTERVAL //DECIMAL", "INTERVAL /", "byDecimal", decimal("n"))
                        .says("interval / n", "")
                        .shows("INTERVAL '1' HOUR / 2.5", "+0 00:24:00.000"),
                months("INTERVAL //DECIMAL", "INTERVAL /", "byDecimal", decimal("n"))
                        .says("interval / n", "")
                        .shows("INTERVAL '15' YEAR / 2.5", "+6-00"),
                scaled("INTERVAL //DOUBLE", "INTERVAL /", "byDouble", Parameter.number("n"))
                        .says("interval / n", "")
                        .shows("INTERVAL '1' HOUR / 0.5E0", "+0 02:00:00.000"),
                months("INTERVAL //DOUBLE", "INTERVAL /", "byDouble", Parameter.number("n"))
                        .says("interval / n", "")
                        .shows("INTERVAL '1' YEAR / 0.5E0", "+2-00"),
                entry("DATE + INTERVAL", "addToDate")
                        .grammar("DATE + INTERVAL")
                        .takes(Parameter.date("d"), Parameter.of("interval", Set.of(INTERVAL_DAY_TIME)))
                        .gives(DATE)
                        .says("date + interval", "A date some days later; the interval must be of whole days.")
                        .shows("DATE '2020-02-28' + INTERVAL '1' DAY * CHAR_LENGTH('ab')", "2020-03-01"));
    }

    private static Entry scaled(String name, String operation, String method, Parameter number) {
        return scaled(name, operation, method, INTERVAL_DAY_TIME, number);
    }

    private static Entry months(String name, String operation, String method, Parameter number) {
        return scaled(name + " MONTHS", operation, method + "Months", INTERVAL_YEAR_MONTH, number);
    }

    private static Entry scaled(String name, String operation, String method, TypeKind interval, Parameter number) {
        return entry(name, method)
                .grammar(operation)
                .takes(Parameter.of("interval", Set.of(interval)), number)
                .gives(ResultType.same(0));
    }

    public static long timesDecimal(long interval, BigDecimal factor) {
        return whole(BigDecimal.valueOf(interval).multiply(factor));
    }

    public static long timesDouble(long interval, double factor) {
        return whole(interval * factor);
    }

    public static long byLong(long interval, long divisor) {
        return Arithmetic.divide(interval, divisor, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static long byDecimal(long interval, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw Arithmetic.byZero("an interval / 0");
        }
        return whole(BigDecimal.valueOf(interval).divide(divisor, 0, RoundingMode.DOWN));
    }

    public static long byDouble(long interval, double divisor) {
        if (divisor == 0) {
            throw Arithmetic.byZero("an interval / 0");
        }
        return whole(interval / divisor);
    }

    public static long timesDecimalMonths(long months, BigDecimal factor) {
        return months(timesDecimal(months, factor));
    }

    public static long timesDoubleMonths(long months, double factor) {
        return months(timesDouble(months, factor));
    }

    public static long byLongMonths(long months, long divisor) {
        return months(byLong(months, divisor));
    }

    public static long byDecimalMonths(long months, BigDecimal divisor) {
        return months(byDecimal(months, divisor));
    }

    public static long byDoubleMonths(long months, double divisor) {
        return months(byDouble(months, divisor));
    }

    /** Months are stored in 32 bits. */
    public static long months(long months) {
        if (months != (int) months) {
            throw tooLong(Long.toString(months));
        }
        return months;
    }

    public static long addToDate(long days, long micros) {
        if (micros % Calendar.DAY != 0) {
            throw new RowException(
                    "an interval with a part of a day cannot be added to a DATE",
                    "Cast the DATE first: CAST(d AS TIMESTAMP(0)).");
        }
        return TimeArithmeticFunctions.addDaysToDate(days, micros / Calendar.DAY);
    }

    private static long whole(BigDecimal value) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
            throw tooLong(value.toString());
        }
        return value.longValue();
    }

    private static long whole(double value) {
        if (!(value >= Long.MIN_VALUE && value < -(double) Long.MIN_VALUE)) {
            throw tooLong(Double.toString(value));
        }
        return (long) value;
    }

    private static RowException tooLong(String value) {
        return new RowException(value + " microseconds or months is out of the range of intervals", HINT);
    }
}
