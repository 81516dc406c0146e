package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.decimal;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.FLOAT;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.SMALLINT;
import static io.sluice.planner.plan.TypeKind.TINYINT;

import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rounding of numbers. Half is rounded away from zero; a DOUBLE or FLOAT is rounded as the decimal number that it prints
 * as. Negative digits count left of the point.
 */
public final class RoundingFunctions {
    private static final int MAX_POWER = 18;

    private RoundingFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        entries.addAll(wholes("CEIL", "The least whole number not below it."));
        entries.addAll(wholes("CEILING", "As CEIL."));
        entries.addAll(wholes("FLOOR", "The greatest whole number not above it."));
        entries.add(round("ROUND/TINYINT", "roundTinyint").takes(of(TINYINT), digits()));
        entries.add(round("ROUND/SMALLINT", "roundSmallint").takes(of(SMALLINT), digits()));
        entries.add(round("ROUND/INT", "roundInt").takes(of(INT), digits()));
        entries.add(round("ROUND/BIGINT", "roundBigint").takes(of(BIGINT), digits()));
        entries.add(round("ROUND/FLOAT", "roundFloat").takes(of(FLOAT), digits()));
        entries.add(round("ROUND/DOUBLE", "roundDouble").takes(of(DOUBLE), digits()));
        entries.add(round("ROUND/DECIMAL", "roundDecimal")
                .takes(decimal("n"), digits().asLiteral())
                .gives(ResultType::rounded));
        entries.add(round("ROUND/DECIMAL/COMPUTED", "roundDecimalKeepingScale")
                .takes(decimal("n"), integer("digits"))
                .gives(ResultType::widened));
        entries.add(truncate("TRUNCATE/BIGINT", "truncateLong").takes(integer("n"), digits()));
        entries.add(truncate("TRUNCATE/FLOAT", "truncateFloat").takes(of(FLOAT), digits()));
        entries.add(truncate("TRUNCATE/DOUBLE", "truncateDouble").takes(of(DOUBLE), digits()));
        entries.add(truncate("TRUNCATE/DECIMAL", "truncateDecimal")
                .takes(decimal("n"), digits().asLiteral())
                .gives(ResultType::rounded));
        entries.add(truncate("TRUNCATE/DECIMAL/COMPUTED", "truncateDecimalKeepingScale")
                .takes(decimal("n"), integer("digits")));
        return Entry.all("Numbers", RoundingFunctions.class, entries);
    }

    private static Parameter of(TypeKind kind) {
        return Parameter.of("n", Set.of(kind));
    }

    private static Parameter digits() {
        return integer("digits").or(0);
    }

    private static List<Entry> wholes(String name, String description) {
        String verb = name.equals("FLOOR") ? "floor" : "ceil";
        String example = name.equals("FLOOR") ? "-2" : "-1";
        return List.of(
                        entry(name + "/BIGINT", "whole")
                                .takes(integer("n"))
                                .gives(ResultType.same(0))
                                .monotone(),
                        entry(name + "/DOUBLE", verb + "Double")
                                .takes(Parameter.floating("n"))
                                .gives(ResultType.same(0))
                                .monotone(),
                        entry(name + "/DECIMAL", verb + "Decimal")
                                .takes(decimal("n"))
                                .gives(ResultType::whole)
                                .monotone())
                .stream()
                .map(entry -> entry.says(name + "(n)", description).shows(name + "(-1.2)", example))
                .toList();
    }

    private static Entry round(String name, String method) {
        return entry(name, method)
                .gives(ResultType.same(0))
                .says("ROUND(n [, digits])", "Rounded to digits after the point, 0 if not given; half away from zero.")
                .shows("ROUND(-2.5)", "-3")
                .shows("ROUND(12355, -1)", "12360");
    }

    private static Entry truncate(String name, String method) {
        return entry(name, method)
                .gives(ResultType.same(0))
                .says("TRUNCATE(n [, digits])", "Cut to digits after the point, 0 if not given.")
                .shows("TRUNCATE(-42.324, 1)", "-42.3")
                .shows("TRUNCATE(42.324, -1)", "40");
    }

    public static long whole(long value) {
        return value;
    }

    public static double ceilDouble(double value) {
        return Math.ceil(value) + 0.0;
    }

    public static BigDecimal ceilDecimal(BigDecimal value) {
        return value.setScale(0, RoundingMode.CEILING);
    }

    public static double floorDouble(double value) {
        return Math.floor(value);
    }

    public static BigDecimal floorDecimal(BigDecimal value) {
        return value.setScale(0, RoundingMode.FLOOR);
    }

    public static long roundTinyint(long value, long digits) {
        return round(value, digits, Byte.MAX_VALUE);
    }

    public static long roundSmallint(long value, long digits) {
        return round(value, digits, Short.MAX_VALUE);
    }

    public static long roundInt(long value, long digits) {
        return round(value, digits, Integer.MAX_VALUE);
    }

    public static long roundBigint(long value, long digits) {
        return round(value, digits, Long.MAX_VALUE);
    }

    private static long round(long value, long digits, long max) {
        if (digits >= 0) {
            return value;
        }
        long cut = truncateLong(value, digits);
        long rest = Math.abs(value - cut);
        long power = digits < -MAX_POWER ? Long.MAX_VALUE : Decimals.power((int) -digits);
        boolean up = digits >= -MAX_POWER ? rest >= power - rest : digits == -19 && rest >= 5 * Decimals.power(18);
        if (!up) {
            return cut;
        }
        boolean fits = digits >= -MAX_POWER && (value < 0 ? cut >= -max - 1 + power : cut <= max - power);
        if (!fits) {
            throw Arithmetic.overflow("ROUND(" + value + ", " + digits + ")", max);
        }
        return value < 0 ? cut - power : cut + power;
    }

    public static double roundFloat(double value, long digits) {
        return isFinite(value)
                ? scaled(new BigDecimal(Float.toString((float) value)), digits, RoundingMode.HALF_UP)
                        .floatValue()
                : value;
    }

    public static double roundDouble(double value, long digits) {
        return isFinite(value)
                ? scaled(BigDecimal.valueOf(value), digits, RoundingMode.HALF_UP)
                        .doubleValue()
                : value;
    }

    public static BigDecimal roundDecimal(BigDecimal value, long digits) {
        return rescaled(value, digits, RoundingMode.HALF_UP, (int) Math.min(value.scale(), Math.max(0, digits)));
    }

    public static BigDecimal roundDecimalKeepingScale(BigDecimal value, long digits) {
        return rescaled(value, digits, RoundingMode.HALF_UP, value.scale());
    }

    public static long truncateLong(long value, long digits) {
        if (digits >= 0) {
            return value;
        }
        return digits < -MAX_POWER ? 0 : value - value % Decimals.power((int) -digits);
    }

    public static double truncateFloat(double value, long digits) {
        return isFinite(value)
                ? scaled(new BigDecimal(Float.toString((float) value)), digits, RoundingMode.DOWN)
                        .floatValue()
                : value;
    }

    public static double truncateDouble(double value, long digits) {
        return isFinite(value)
                ? scaled(BigDecimal.valueOf(value), digits, RoundingMode.DOWN).doubleValue()
                : value;
    }

    public static BigDecimal truncateDecimal(BigDecimal value, long digits) {
        return rescaled(value, digits, RoundingMode.DOWN, (int) Math.min(value.scale(), Math.max(0, digits)));
    }

    public static BigDecimal truncateDecimalKeepingScale(BigDecimal value, long digits) {
        return rescaled(value, digits, RoundingMode.DOWN, value.scale());
    }

    private static BigDecimal rescaled(BigDecimal value, long digits, RoundingMode mode, int scale) {
        return Casts.rescale(scaled(value, digits, mode), 38, scale);
    }

    /** More digits than there are change nothing; fewer than none give zero. */
    private static BigDecimal scaled(BigDecimal value, long digits, RoundingMode mode) {
        if (digits >= value.scale()) {
            return value;
        }
        return digits < value.scale() - (long) value.precision() - 1
                ? BigDecimal.ZERO
                : value.setScale((int) digits, mode);
    }

    private static boolean isFinite(double value) {
        return Math.abs(value) <= Double.MAX_VALUE;
    }
}
