package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;

/**
 * The sums of doubles and of their squares, from which values can be taken back, in the words of a record:
 *
 * <pre>
 * count  count of values that are not finite  sum  its rest  sum of squares  its rest
 * </pre>
 *
 * Both sums have twice the digits of a double, and squares are added exactly (a fused multiply-add gives what rounding cuts off).
 * So the variance, the difference of two large numbers, keeps about 16 digits as long as the mean is up to 10^8 times the
 * deviation, and eight up to 10^12 times; and unlike Welford's, it comes back when values are taken back, in any order.
 * Where a value is not finite, it is NaN.
 */
public final class Moments {
    static final int WORDS = 6;

    private static final int COUNT = 0;
    private static final int STRANGE = 1;
    private static final int SUM = 2;
    private static final int SQUARES = 4;

    private Moments() {}

    /** Adds a value ({@code weight} +1) or takes it back (−1). */
    public static void add(long[] record, int at, double value, byte weight) {
        record[at + COUNT] += weight;
        if (!Double.isFinite(value)) {
            record[at + STRANGE] += weight;
            return;
        }
        double square = value * value;
        SignedSum.addFinite(record, at + SUM, weight * value, 0);
        SignedSum.addFinite(record, at + SQUARES, weight * square, weight * Math.fma(value, value, -square));
    }

    static void merge(long[] from, int fromAt, long[] to, int at) {
        to[at + COUNT] += from[fromAt + COUNT];
        to[at + STRANGE] += from[fromAt + STRANGE];
        for (int word = SUM; word < WORDS; word += 2) {
            SignedSum.addFinite(
                    to,
                    at + word,
                    Double.longBitsToDouble(from[fromAt + word]),
                    Double.longBitsToDouble(from[fromAt + word + 1]));
        }
    }

    /** Whether a word is a double, and no count. */
    static boolean isFloating(int word) {
        return word >= SUM;
    }

    /** What the sum of squares is divided by; 0 or less: there is no value. */
    static long divisor(AggregateCall.Function function, long[] record, int at) {
        return record[at + COUNT] - (function.isOfSample() ? 1 : 0);
    }

    static double value(AggregateCall.Function function, long[] record, int at) {
        if (record[at + STRANGE] > 0) {
            return Double.NaN;
        }
        double variance = Math.max(0, squaresAroundMean(record, at)) / divisor(function, record, at);
        boolean deviation =
                function == AggregateCall.Function.STDDEV_POP || function == AggregateCall.Function.STDDEV_SAMP;
        return deviation ? Math.sqrt(variance) : variance;
    }

    /** The sum of squares less the square of the sum by the count, each as a double and its rest. */
    private static double squaresAroundMean(long[] record, int at) {
        double count = record[at + COUNT];
        double sum = Double.longBitsToDouble(record[at + SUM]);
        double rest = Double.longBitsToDouble(record[at + SUM + 1]);
        double square = sum * sum;
        double squareRest = Math.fma(sum, sum, -square) + 2 * sum * rest;
        double mean = square / count;
        double meanRest = (Math.fma(-mean, count, square) + squareRest) / count;
        double squares = Double.longBitsToDouble(record[at + SQUARES]);
        double difference = squares - mean;
        double part = difference - squares;
        double cut = (squares - (difference - part)) + (-mean - part);
        return difference + (cut + Double.longBitsToDouble(record[at + SQUARES + 1]) - meanRest);
    }
}
