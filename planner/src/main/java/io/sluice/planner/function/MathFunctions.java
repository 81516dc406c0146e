package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.decimal;
import static io.sluice.planner.function.Parameter.floating;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.number;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.DECIMAL;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.SMALLINT;
import static io.sluice.planner.plan.TypeKind.TINYINT;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Functions of numbers but for rounding. Those of DOUBLE follow IEEE 754: no error, but NaN and infinities. */
public final class MathFunctions {
    private static final double LN_2 = Math.log(2);

    private MathFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        entries.add(abs("ABS/TINYINT", "absTinyint").takes(Parameter.of("n", Set.of(TINYINT))));
        entries.add(abs("ABS/SMALLINT", "absSmallint").takes(Parameter.of("n", Set.of(SMALLINT))));
        entries.add(abs("ABS/INT", "absInt").takes(Parameter.of("n", Set.of(INT))));
        entries.add(abs("ABS/BIGINT", "absBigint").takes(Parameter.of("n", Set.of(BIGINT))));
        entries.add(abs("ABS/DOUBLE", "absDouble").takes(floating("n")));
        entries.add(abs("ABS/DECIMAL", "absDecimal").takes(decimal("n")));
        entries.add(sign("SIGN/BIGINT", "signLong").takes(integer("n")).gives(ResultType.same(0)));
        entries.add(sign("SIGN/DOUBLE", "signDouble").takes(floating("n")).gives(ResultType.same(0)));
        entries.add(sign("SIGN/DECIMAL", "signDecimal").takes(decimal("n")).gives(ResultType::sign));
        entries.add(mod("MOD/BIGINT", "modLong")
                .takes(integer("dividend"), integer("divisor"))
                .gives(ResultType.same(1)));
        entries.add(mod("MOD/DECIMAL", "modDecimal")
                .unified()
                .takes(Parameter.of("dividend", Set.of(DECIMAL)), Parameter.of("divisor", Set.of(DECIMAL)))
                .gives(ResultType.same(0)));
        entries.add(entry("POSITION/DOUBLE", "position")
                .grammar("POSITION/DOUBLE")
                .takes(number("n"))
                .nullable()
                .gives(BIGINT)
                .says("x >= y", "In MATCH_CONDITION of ASOF JOIN, of numbers with a fraction: NaN has no partner.")
                .shows(
                        "(SELECT y FROM (VALUES (2.5e0)) AS a(x) ASOF JOIN (VALUES (1e0), (2e0)) AS b(y) MATCH_CONDITION x >= y ON TRUE)",
                        "2.0"));
        entries.add(entry("IS_NAN", "isNan")
                .takes(floating("n"))
                .gives(BOOLEAN)
                .says("IS_NAN(n)", "Whether it is not a number.")
                .shows("IS_NAN(SQRT(-1))", "TRUE"));
        entries.addAll(powers());
        entries.addAll(angles());
        return Entry.all("Numbers", MathFunctions.class, entries);
    }

    private static Entry abs(String name, String method) {
        return entry(name, method)
                .gives(ResultType.same(0))
                .says("ABS(n)", "The size of a number. That of the smallest integer of a type is out of range.")
                .shows("ABS(-5)", "5")
                .shows("ABS(-2.50)", "2.50");
    }

    private static Entry sign(String name, String method) {
        return entry(name, method)
                .says("SIGN(n)", "-1, 0 or 1, in the type of the number.")
                .shows("SIGN(-2.5)", "-1.0");
    }

    private static Entry mod(String name, String method) {
        return entry(name, method)
                .says("MOD(dividend, divisor)", "The remainder, with the sign of the dividend; also written with %.")
                .shows("MOD(-5, 3)", "-2")
                .shows("MOD(5, -3)", "2");
    }

    private static List<Entry> powers() {
        return List.of(
                of("SQRT", "sqrt", "SQRT(n)", "The square root; NaN of a negative number.")
                        .shows("SQRT(2.25)", "1.5"),
                entry("POWER", "power")
                        .takes(number("base"), number("exponent"))
                        .gives(DOUBLE)
                        .says("POWER(base, exponent)", "The base to the exponent.")
                        .shows("POWER(2, 10)", "1024.0"),
                of("EXP", "exp", "EXP(n)", "e to a number.").shows("EXP(1)", "2.718281828459045"),
                of("LN", "ln", "LN(n)", "The natural logarithm; -Infinity of 0, NaN of a negative number.")
                        .shows("LN(1)", "0.0"),
                of("LOG", "ln", "LOG(n)", "The natural logarithm, as LN.").shows("LOG(1)", "0.0"),
                entry("LOG/BASE", "log")
                        .takes(number("base"), number("n"))
                        .gives(DOUBLE)
                        .says("LOG(base, n)", "The logarithm to a base.")
                        .shows("LOG(2, 8)", "3.0"),
                of("LOG10", "log10", "LOG10(n)", "The logarithm to base 10.").shows("LOG10(1000)", "3.0"),
                of("LOG2", "log2", "LOG2(n)", "The logarithm to base 2.").shows("LOG2(8)", "3.0"));
    }

    private static List<Entry> angles() {
        return List.of(
                of("SIN", "sin", "SIN(n)", "The sine of an angle in radians.").shows("SIN(0)", "0.0"),
                of("COS", "cos", "COS(n)", "The cosine of an angle in radians.").shows("COS(0)", "1.0"),
                of("TAN", "tan", "TAN(n)", "The tangent of an angle in radians.")
                        .shows("TAN(0)", "0.0"),
                of("COT", "cot", "COT(n)", "The cotangent of an angle in radians.")
                        .shows("COT(0)", "Infinity"),
                of("ASIN", "asin", "ASIN(n)", "The angle with this sine; NaN beyond -1 and 1.")
                        .shows("ASIN(0)", "0.0"),
                of("ACOS", "acos", "ACOS(n)", "The angle with this cosine; NaN beyond -1 and 1.")
                        .shows("ACOS(1)", "0.0"),
                of("ATAN", "atan", "ATAN(n)", "The angle with this tangent.").shows("ATAN(0)", "0.0"),
                entry("ATAN2", "atan2")
                        .takes(number("y"), number("x"))
                        .gives(DOUBLE)
                        .says("ATAN2(y, x)", "The angle of a point.")
                        .shows("ATAN2(0, 0)", "0.0"),
                of("SINH", "sinh", "SINH(n)", "The hyperbolic sine.").shows("SINH(0)", "0.0"),
                of("COSH", "cosh", "COSH(n)", "The hyperbolic cosine.").shows("COSH(0)", "1.0"),
                of("TANH", "tanh", "TANH(n)", "The hyperbolic tangent.").shows("TANH(0)", "0.0"),
                of("DEGREES", "degrees", "DEGREES(n)", "An angle in radians as degrees.")
                        .shows("DEGREES(PI())", "180.0"),
                of("RADIANS", "radians", "RADIANS(n)", "An angle in degrees as radians.")
                        .shows("RADIANS(180)", "3.141592653589793"),
                entry("PI", "pi").gives(DOUBLE).says("PI()", "3.14…").shows("PI()", "3.141592653589793"),
                entry("E", "e").gives(DOUBLE).says("E()", "2.71…").shows("E()", "2.718281828459045"));
    }

    private static Entry of(String name, String method, String form, String description) {
        return entry(name, method).takes(number("n")).gives(DOUBLE).says(form, description);
    }

    public static long absTinyint(long value) {
        return value < 0 ? Arithmetic.negate(value, Byte.MIN_VALUE, Byte.MAX_VALUE) : value;
    }

    public static long absSmallint(long value) {
        return value < 0 ? Arithmetic.negate(value, Short.MIN_VALUE, Short.MAX_VALUE) : value;
    }

    public static long absInt(long value) {
        return value < 0 ? Arithmetic.negate(value, Integer.MIN_VALUE, Integer.MAX_VALUE) : value;
    }

    public static long absBigint(long value) {
        return value < 0 ? Arithmetic.negate(value, Long.MIN_VALUE, Long.MAX_VALUE) : value;
    }

    public static double absDouble(double value) {
        return Math.abs(value);
    }

    public static BigDecimal absDecimal(BigDecimal value) {
        return value.abs();
    }

    public static long signLong(long value) {
        return Long.signum(value);
    }

    public static double signDouble(double value) {
        return Math.signum(value);
    }

    public static BigDecimal signDecimal(BigDecimal value) {
        return BigDecimal.valueOf(value.signum()).setScale(value.scale());
    }

    public static long modLong(long dividend, long divisor) {
        return Arithmetic.remainder(dividend, divisor);
    }

    public static BigDecimal modDecimal(BigDecimal dividend, BigDecimal divisor) {
        return Decimals.remainder(dividend, divisor, 38, dividend.scale());
    }

    /** A whole number in the order of doubles; NULL of NaN. */
    public static long position(double value) {
        if (value != value) {
            return ScalarFunction.NULL_LONG;
        }
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    public static boolean isNan(double value) {
        return Double.isNaN(value);
    }

    public static double sqrt(double value) {
        return Math.sqrt(value);
    }

    public static double power(double base, double exponent) {
        return Math.pow(base, exponent);
    }

    public static double exp(double value) {
        return Math.exp(value);
    }

    public static double ln(double value) {
        return Math.log(value);
    }

    public static double log(double base, double value) {
        return Math.log(value) / Math.log(base);
    }

    public static double log10(double value) {
        return Math.log10(value);
    }

    public static double log2(double value) {
        return Math.log(value) / LN_2;
    }

    public static double sin(double value) {
        return Math.sin(value);
    }

    public static double cos(double value) {
        return Math.cos(value);
    }

    public static double tan(double value) {
        return Math.tan(value);
    }

    public static double cot(double value) {
        return 1 / Math.tan(value);
    }

    public static double asin(double value) {
        return Math.asin(value);
    }

    public static double acos(double value) {
        return Math.acos(value);
    }

    public static double atan(double value) {
        return Math.atan(value);
    }

    public static double atan2(double y, double x) {
        return Math.atan2(y, x);
    }

    public static double sinh(double value) {
        return Math.sinh(value);
    }

    public static double cosh(double value) {
        return Math.cosh(value);
    }

    public static double tanh(double value) {
        return Math.tanh(value);
    }

    public static double degrees(double value) {
        return Math.toDegrees(value);
    }

    public static double radians(double value) {
        return Math.toRadians(value);
    }

    public static double pi() {
        return Math.PI;
    }

    public static double e() {
        return Math.E;
    }
}
