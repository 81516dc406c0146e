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

    private static double squaresAroundMean(long[] record, int at) {
        return aroundMeans(record, record[at + COUNT], at + SUM, at + SUM, at + SQUARES);
    }

    /**
     * A sum of products less the product of the sums by the count, each as a double and its rest.
     *
     * @param count as a number of values
     */
    static double aroundMeans(long[] record, double count, int sumAt, int otherAt, int productsAt) {
        double sum = Double.longBitsToDouble(record[sumAt]);
        double rest = Double.longBitsToDouble(record[sumAt + 1]);
        double other = Double.longBitsToDouble(record[otherAt]);
        double otherRest = Double.longBitsToDouble(record[otherAt + 1]);
        double product = sum * other;
        double productRest = Math.fma(sum, other, -product) + sum * otherRest + other * rest;
        double mean = product / count;
        double meanRest = (Math.fma(-mean, count, product) + productRest) / count;
        double products = Double.longBitsToDouble(record[productsAt]);
        double difference = products - mean;
        double part = difference - products;
        double cut = (products - (difference - part)) + (-mean - part);
        return difference + (cut + Double.longBitsToDouble(record[productsAt + 1]) - meanRest);
    }
}
