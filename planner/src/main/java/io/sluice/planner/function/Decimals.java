package io.sluice.planner.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Exact DECIMAL arithmetic, rounding HALF_UP into the result's precision and scale; a result with more digits is
 * refused. Values of up to {@value io.sluice.planner.plan.DataType#LONG_DIGITS} digits are also computed as unscaled
 * {@code long}s (methods ending in {@code Long}), wider ones as {@link BigDecimal} with the scale of their type. Scales
 * and precisions are constants of the caller.
 */
public final class Decimals {
    private static final int LONG_POWERS = 19;
    private static final long[] POWERS = new long[LONG_POWERS];
    private static final BigInteger[] WIDE_POWERS = new BigInteger[78];

    static {
        long power = 1;
        for (int i = 0; i < LONG_POWERS; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        for (int i = 0; i < WIDE_POWERS.length; i++) {
            WIDE_POWERS[i] = BigInteger.TEN.pow(i);
        }
    }

    private Decimals() {}

    /** 10 to the {@code exponent}, 0–18. */
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /** The value if it has at most {@code precision} (≤ 18) digits. */
    public static long checkLong(long unscaled, int precision, int scale) {
        long limit = POWERS[precision];
        if (unscaled >= limit || unscaled <= -limit) {
            throw tooLarge(BigDecimal.valueOf(unscaled, scale), precision, scale);
        }
        return unscaled;
    }

    /** Both operands have scale {@code scale}. */
    public static long addLong(long left, long right, int precision, int scale) {
        return checkLong(left + right, precision, scale);
    }

    /** Both operands have scale {@code scale}. */
    public static long subtractLong(long left, long right, int precision, int scale) {
        return checkLong(left - right, precision, scale);
    }

    /** The product, of scale {@code productScale} (the sum of the operands' scales), rounded to {@code scale}. */
    public static long multiplyLong(long left, long right, int productScale, int precision, int scale) {
        long product = left * right;
        if (Math.multiplyHigh(left, right) == product >> 63) {
            return rescaleLong(product, productScale, precision, scale);
        }
        BigDecimal exact = new BigDecimal(BigInteger.valueOf(left).multiply(BigInteger.valueOf(right)), productScale);
        return Casts.rescale(exact, precision, scale).unscaledValue().longValueExact();
    }

    /** The quotient rounded to {@code scale}. */
    public static long divideLong(long left, int leftScale, long right, int rightScale, int precision, int scale) {
        int shift = scale + rightScale - leftScale;
        if (right != 0 && shift >= 0 && shift < LONG_POWERS) {
            long dividend = left * POWERS[shift];
            if (Math.multiplyHigh(left, POWERS[shift]) == dividend >> 63) {
                return checkLong(roundedQuotient(dividend, right), precision, scale);
            }
        }
        BigDecimal quotient =
                divide(BigDecimal.valueOf(left, leftScale), BigDecimal.valueOf(right, rightScale), precision, scale);
        return quotient.unscaledValue().longValueExact();
    }

    /** Both operands and the result have the same scale. */
    public static long remainderLong(long left, long right, int precision, int scale) {
        if (right == 0) {
            throw Arithmetic.byZero(BigDecimal.valueOf(left, scale).toPlainString() + " % 0");
        }
        return checkLong(left % right, precision, scale);
    }

    /** Moves the point from scale {@code from} to {@code scale}. */
    public static long rescaleLong(long unscaled, int from, int precision, int scale) {
        if (from == scale) {
            return checkLong(unscaled, precision, scale);
        }
        if (from > scale) {
            int drop = from - scale;
            return drop >= LONG_POWERS
                    ? Casts.rescale(BigDecimal.valueOf(unscaled, from), precision, scale)
                            .unscaledValue()
                            .longValueExact()
                    : checkLong(roundedQuotient(unscaled, POWERS[drop]), precision, scale);
        }
        int add = scale - from;
        long result = add < LONG_POWERS ? unscaled * POWERS[add] : 0;
        if (unscaled != 0 && (add >= LONG_POWERS || Math.multiplyHigh(unscaled, POWERS[add]) != result >> 63)) {
            throw tooLarge(BigDecimal.valueOf(unscaled, from), precision, scale);
        }
        return checkLong(result, precision, scale);
    }

    /** By value; the scales may differ. */
    public static int compareLong(long left, int leftScale, long right, int rightScale) {
        if (leftScale == rightScale) {
            return Long.compare(left, right);
        }
        int shift = Math.abs(leftScale - rightScale);
        long small = leftScale < rightScale ? left : right;
        if (shift < LONG_POWERS) {
            long scaled = small * POWERS[shift];
            if (Math.multiplyHigh(small, POWERS[shift]) == scaled >> 63) {
                return leftScale < rightScale ? Long.compare(scaled, right) : Long.compare(left, scaled);
            }
        }
        return BigDecimal.valueOf(left, leftScale).compareTo(BigDecimal.valueOf(right, rightScale));
    }

    public static BigDecimal add(BigDecimal left, BigDecimal right, int precision, int scale) {
        return Casts.rescale(left.add(right), precision, scale);
    }

    public static BigDecimal subtract(BigDecimal left, BigDecimal right, int precision, int scale) {
        return Casts.rescale(left.subtract(right), precision, scale);
    }

    public static BigDecimal multiply(BigDecimal left, BigDecimal right, int precision, int scale) {
        return Casts.rescale(left.multiply(right), precision, scale);
    }

    public static BigDecimal divide(BigDecimal left, BigDecimal right, int precision, int scale) {
        if (right.signum() == 0) {
            throw Arithmetic.byZero(left.toPlainString() + " / 0");
        }
        return Casts.rescale(left.divide(right, scale, RoundingMode.HALF_UP), precision, scale);
    }

    public static BigDecimal remainder(BigDecimal left, BigDecimal right, int precision, int scale) {
        if (right.signum() == 0) {
            throw Arithmetic.byZero(left.toPlainString() + " % 0");
        }
        return Casts.rescale(left.remainder(right), precision, scale);
    }

    public static BigDecimal negate(BigDecimal value) {
        return value.negate();
    }

    /** A value of up to 18 digits as a {@link BigDecimal}. */
    public static BigDecimal ofLong(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    /** The digits of a value that has scale {@code scale} and at most 18 digits. */
    public static long toLong(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }

    /** Rounds half away from zero; the divisor has at most 18 digits. */
    static long roundedQuotient(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long rest = Math.abs(dividend % divisor);
        if (rest >= Math.abs(divisor) - rest) {
            quotient += (dividend ^ divisor) < 0 ? -1 : 1;
        }
        return quotient;
    }

    /** Whether the value has at most {@code precision} digits, without dividing. */
    static boolean fits(BigDecimal value, int precision) {
        return value.precision() <= precision || value.unscaledValue().abs().compareTo(WIDE_POWERS[precision]) < 0;
    }

    static RowException tooLarge(BigDecimal value, int precision, int scale) {
        String text =
                value.precision() - value.scale() > 60 || value.scale() > 60 ? value.toString() : value.toPlainString();
        return new RowException(
                "%s is out of the range of DECIMAL(%d, %d)".formatted(text, precision, scale),
                "Cast an operand to a DECIMAL with more digits before the point, or use TRY_CAST.");
    }
}
