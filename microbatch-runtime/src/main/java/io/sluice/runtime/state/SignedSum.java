package io.sluice.runtime.state;

/**
 * A sum of doubles from which values can be taken back, in the words of a record:
 *
 * <pre>
 * sum  rest of the sum  count of values  count of NaN  count of +∞  count of −∞
 * </pre>
 *
 * The sum of the finite values has twice the digits of a double (its rest is what rounding has cut off, Knuth's two-sum):
 * so it comes back to what it was when a value goes that was up to 2^53 times as large as what remains. Values that are not
 * finite are counted, so that they can go again. Sums that overflow stay infinite.
 */
public final class SignedSum {
    static final int WORDS = 6;
    private static final int REST = 1;
    private static final int COUNT = 2;
    private static final int NAN = 3;
    private static final int INFINITE = 4;
    private static final int MINUS_INFINITE = 5;

    private SignedSum() {}

    /** Whether a word is a double, and no count. */
    static boolean isFloating(int word) {
        return word < COUNT;
    }

    /** Adds a value ({@code weight} +1) or takes it back (−1). */
    public static void add(long[] record, int at, double value, byte weight) {
        record[at + COUNT] += weight;
        if (Double.isFinite(value)) {
            addFinite(record, at, weight * value, 0);
        } else {
            record[at + (value != value ? NAN : value > 0 ? INFINITE : MINUS_INFINITE)] += weight;
        }
    }

    /** Adds a sum to another. */
    static void merge(long[] from, int fromAt, long[] to, int at) {
        for (int word = COUNT; word < WORDS; word++) {
            to[at + word] += from[fromAt + word];
        }
        addFinite(to, at, Double.longBitsToDouble(from[fromAt]), Double.longBitsToDouble(from[fromAt + REST]));
    }

    /** Adds a number and its rest to a sum and its rest. */
    static void addFinite(long[] record, int at, double value, double rest) {
        double old = Double.longBitsToDouble(record[at]);
        double sum = old + value;
        if (!Double.isFinite(sum)) {
            record[at] = Double.doubleToRawLongBits(sum);
            record[at + REST] = 0;
            return;
        }
        double part = sum - old;
        double cut = (old - (sum - part)) + (value - part) + Double.longBitsToDouble(record[at + REST]) + rest;
        double result = sum + cut;
        record[at] = Double.doubleToRawLongBits(result);
        record[at + REST] = Double.doubleToRawLongBits(cut - (result - sum));
    }

    static long count(long[] record, int at) {
        return record[at + COUNT];
    }

    static double value(long[] record, int at) {
        boolean plus = record[at + INFINITE] > 0;
        boolean minus = record[at + MINUS_INFINITE] > 0;
        if (record[at + NAN] > 0 || plus && minus) {
            return Double.NaN;
        }
        if (plus || minus) {
            return plus ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return Double.longBitsToDouble(record[at]);
    }
}
