package io.sluice.planner.function;

/**
 * Integer arithmetic that refuses what does not fit. The result must lie within {@code min} and {@code max}, the range
 * of its kind (for BIGINT that of a {@code long}); the caller passes constants, so that the tests fold. Division
 * truncates toward zero; the remainder has the sign of the dividend.
 */
public final class Arithmetic {
    static final String OVERFLOW_HINT =
            "Cast an operand to a wider type, or use TRY_CAST where the result may be NULL.";
    private static final String ZERO_HINT = "Guard the divisor with NULLIF(divisor, 0).";

    private Arithmetic() {}

    public static long add(long left, long right, long min, long max) {
        long result = left + right;
        if (((left ^ result) & (right ^ result)) < 0 || result < min || result > max) {
            throw overflow(left, " + ", right, max);
        }
        return result;
    }

    public static long subtract(long left, long right, long min, long max) {
        long result = left - right;
        if (((left ^ right) & (left ^ result)) < 0 || result < min || result > max) {
            throw overflow(left, " - ", right, max);
        }
        return result;
    }

    public static long multiply(long left, long right, long min, long max) {
        long result = left * right;
        if (Math.multiplyHigh(left, right) != result >> 63 || result < min || result > max) {
            throw overflow(left, " * ", right, max);
        }
        return result;
    }

    public static long negate(long value, long min, long max) {
        long result = -value;
        if (value == Long.MIN_VALUE || result < min || result > max) {
            throw overflow("-(" + value + ")", max);
        }
        return result;
    }

    public static long divide(long left, long right, long min, long max) {
        if (right == 0) {
            throw byZero(left + " / 0");
        }
        long result = left / right;
        if (left == Long.MIN_VALUE && right == -1 || result < min || result > max) {
            throw overflow(left, " / ", right, max);
        }
        return result;
    }

    public static long remainder(long left, long right) {
        if (right == 0) {
            throw byZero(left + " % 0");
        }
        return left % right;
    }

    static RowException byZero(String operation) {
        return new RowException("division by zero in " + operation, ZERO_HINT);
    }

    private static RowException overflow(long left, String operator, long right, long max) {
        return overflow(left + operator + (right < 0 ? "(" + right + ")" : Long.toString(right)), max);
    }

    static RowException overflow(String operation, long max) {
        return new RowException(operation + " is out of the range of " + integerName(max), OVERFLOW_HINT);
    }

    /** The name of the integer type with this largest value. */
    static String integerName(long max) {
        if (max == Byte.MAX_VALUE) {
            return "TINYINT";
        }
        if (max == Short.MAX_VALUE) {
            return "SMALLINT";
        }
        return max == Integer.MAX_VALUE ? "INT" : "BIGINT";
    }
}
