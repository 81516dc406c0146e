package io.sluice.runtime.state;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** 128-bit numbers as two longs, low and high. */
public final class Wide {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final BigInteger[] LIMITS = new BigInteger[39];
    private static final double TWO_64 = 0x1p64;
    private static final double TWO_63 = 0x1p63;

    static {
        for (int i = 0; i < LIMITS.length; i++) {
            LIMITS[i] = BigInteger.TEN.pow(i);
        }
    }

    private Wide() {}

    /** The high word of a sum, given the low words' sum and one of the addends. */
    public static long addHigh(long leftHigh, long rightHigh, long sumLow, long rightLow) {
        return leftHigh + rightHigh + (Long.compareUnsigned(sumLow, rightLow) < 0 ? 1 : 0);
    }

    /** As {@link #addHigh}, refusing a sum of more than 128 bits. */
    public static long addHighExact(long leftHigh, long rightHigh, long sumLow, long rightLow) {
        long high = addHigh(leftHigh, rightHigh, sumLow, rightLow);
        if (((leftHigh ^ high) & (rightHigh ^ high)) < 0) {
            throw tooLarge();
        }
        return high;
    }

    /** Adds a number to the one in a record ({@code weight} +1), or subtracts it (−1). */
    public static void addTo(long[] record, int at, long low, long high, byte weight) {
        if (weight > 0) {
            long sum = record[at] + low;
            record[at + 1] = addHighExact(record[at + 1], high, sum, low);
            record[at] = sum;
        } else {
            long left = record[at];
            long leftHigh = record[at + 1];
            long difference = leftHigh - high - (Long.compareUnsigned(left, low) < 0 ? 1 : 0);
            if (((leftHigh ^ high) & (leftHigh ^ difference)) < 0) {
                throw tooLarge();
            }
            record[at] = left - low;
            record[at + 1] = difference;
        }
    }

    public static int compare(long leftLow, long leftHigh, long rightLow, long rightHigh) {
        return leftHigh != rightHigh ? Long.compare(leftHigh, rightHigh) : Long.compareUnsigned(leftLow, rightLow);
    }

    public static BigInteger toBigInteger(long low, long high) {
        BigInteger wide = BigInteger.valueOf(high).shiftLeft(Long.SIZE);
        BigInteger rest = BigInteger.valueOf(low);
        return wide.add(low < 0 ? rest.add(WORD) : rest);
    }

    public static BigDecimal toDecimal(long low, long high, int scale) {
        return high == low >> 63 ? BigDecimal.valueOf(low, scale) : new BigDecimal(toBigInteger(low, high), scale);
    }

    public static long low(BigDecimal value) {
        return value.unscaledValue().longValue();
    }

    public static long high(BigDecimal value) {
        BigInteger unscaled = value.unscaledValue();
        return unscaled.bitLength() < Long.SIZE
                ? unscaled.longValue() >> 63
                : unscaled.shiftRight(Long.SIZE).longValue();
    }

    static double toDouble(long low, long high) {
        return high == low >> 63 ? low : high * TWO_64 + (low >= 0 ? low : (low & Long.MAX_VALUE) + TWO_63);
    }

    /** Whether the number has at most so many digits. */
    public static boolean fits(long low, long high, int precision) {
        boolean small = high == low >> 63;
        return small && precision > DataType.LONG_DIGITS
                || toBigInteger(low, high).abs().compareTo(LIMITS[precision]) < 0;
    }

    private static RowException tooLarge() {
        return new RowException(
                "a sum is out of the range of DECIMAL(38)", "Sum over smaller groups, or cast the argument to DOUBLE.");
    }
}
