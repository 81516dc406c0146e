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

    /**
     * Adds a number to a sum of 192 bits in a record, of which the third word lies elsewhere: so no sum of numbers of 38 digits
     * leaves it, whatever is taken back first.
     */
    public static void addTo(long[] record, int at, int top, long low, long high) {
        long sum = record[at] + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long part = record[at + 1] + high;
        long sumHigh = part + carry;
        long carryHigh = Long.compareUnsigned(part, high) < 0 || Long.compareUnsigned(sumHigh, carry) < 0 ? 1 : 0;
        record[at] = sum;
        record[at + 1] = sumHigh;
        record[top] += (high >> 63) + carryHigh;
    }

    /** As {@link #addTo(long[], int, int, long, long)} ({@code weight} +1), or subtracts it (−1). */
    public static void addTo(long[] record, int at, int top, long low, long high, byte weight) {
        if (weight > 0) {
            addTo(record, at, top, low, high);
        } else {
            addTo(record, at, top, -low, ~high + (low == 0 ? 1 : 0));
        }
    }

    /** Adds the sum at one place to that at another. */
    public static void merge(long[] from, int fromAt, int fromTop, long[] record, int at, int top) {
        long above = from[fromTop] - (from[fromAt + 1] >> 63);
        addTo(record, at, top, from[fromAt], from[fromAt + 1]);
        record[top] += above;
    }

    /** Adds a number to the one in a record ({@code weight} +1), or subtracts it (−1). */
    public static void addTo(long[] record, int at, long low, long high, byte weight) {
        if (weight > 0) {
            long sum = record[at] + low;
            long sumHigh = addHigh(record[at + 1], high, sum, low);
            if (((record[at + 1] ^ sumHigh) & (high ^ sumHigh)) < 0) {
                throw tooLarge();
            }
            record[at + 1] = sumHigh;
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

    /** A number of 192 bits. */
    static BigInteger toBigInteger(long low, long high, long top) {
        BigInteger wide = toBigInteger(low, high);
        long above = top - (high >> 63);
        return above == 0 ? wide : wide.add(BigInteger.valueOf(above).shiftLeft(2 * Long.SIZE));
    }

    /** A number of 192 bits. */
    public static BigDecimal toDecimal(long low, long high, long top, int scale) {
        return top == high >> 63 ? toDecimal(low, high, scale) : new BigDecimal(toBigInteger(low, high, top), scale);
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
