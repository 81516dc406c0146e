package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall.Function;

/**
 * The sums of pairs of doubles, of their squares and of their products, from which pairs can be taken back, in the words of a
 * record:
 *
 * <pre>
 * count  count of pairs that are not finite  Σy Σx Σy² Σx² Σxy, each with its rest
 * </pre>
 *
 * As {@link Moments} they have twice the digits of a double.
 */
public final class CoMoments {
    /** Words of a record. */
    public static final int WORDS = 12;

    private static final int COUNT = 0;
    private static final int STRANGE = 1;
    private static final int Y = 2;
    private static final int X = 4;
    private static final int YY = 6;
    private static final int XX = 8;
    private static final int XY = 10;

    /** Values that differ less than that from their mean, by the mean, are all the same. */
    private static final double SAME = 0x1p-80;

    private CoMoments() {}

    /** Adds a pair ({@code weight} +1) or takes it back (−1). */
    public static void add(long[] record, int at, double y, double x, byte weight) {
        record[at + COUNT] += weight;
        if (!Double.isFinite(y) || !Double.isFinite(x)) {
            record[at + STRANGE] += weight;
            return;
        }
        SignedSum.addFinite(record, at + Y, weight * y, 0);
        SignedSum.addFinite(record, at + X, weight * x, 0);
        addProduct(record, at + YY, y, y, weight);
        addProduct(record, at + XX, x, x, weight);
        addProduct(record, at + XY, x, y, weight);
    }

    private static void addProduct(long[] record, int at, double one, double other, byte weight) {
        double product = one * other;
        SignedSum.addFinite(record, at, weight * product, weight * Math.fma(one, other, -product));
    }

    static void merge(long[] from, int fromAt, long[] to, int at) {
        to[at + COUNT] += from[fromAt + COUNT];
        to[at + STRANGE] += from[fromAt + STRANGE];
        for (int word = Y; word < WORDS; word += 2) {
            SignedSum.addFinite(
                    to,
                    at + word,
                    Double.longBitsToDouble(from[fromAt + word]),
                    Double.longBitsToDouble(from[fromAt + word + 1]));
        }
    }

    /** Whether a word is a double, and no count. */
    static boolean isFloating(int word) {
        return word >= Y;
    }

    /** Whether there are too few pairs for a value, or no slope since all are in one line. */
    public static boolean isNull(Function function, long[] record, int at) {
        long count = record[at + COUNT];
        if (count <= 0) {
            return true;
        }
        if (record[at + STRANGE] > 0) {
            return false;
        }
        return switch (function) {
            case COVAR_SAMP -> count == 1;
            case CORR -> xx(record, at) == 0 || yy(record, at) == 0;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> xx(record, at) == 0;
            default -> false;
        };
    }

    public static double value(Function function, long[] record, int at) {
        double count = record[at + COUNT];
        if (record[at + STRANGE] > 0) {
            return Double.NaN;
        }
        return switch (function) {
            case COVAR_POP -> xy(record, at) / count;
            case COVAR_SAMP -> xy(record, at) / (count - 1);
            case CORR -> Math.max(
                    -1, Math.min(1, xy(record, at) / Math.sqrt(xx(record, at)) / Math.sqrt(yy(record, at))));
            case REGR_AVGX -> mean(record, at + X, count);
            case REGR_AVGY -> mean(record, at + Y, count);
            case REGR_SXX -> xx(record, at);
            case REGR_SYY -> yy(record, at);
            case REGR_SXY -> xy(record, at);
            case REGR_SLOPE -> xy(record, at) / xx(record, at);
            case REGR_INTERCEPT -> mean(record, at + Y, count)
                    - xy(record, at) / xx(record, at) * mean(record, at + X, count);
            case REGR_R2 -> yy(record, at) == 0
                    ? 1
                    : xy(record, at) / xx(record, at) * (xy(record, at) / yy(record, at));
            default -> throw new IllegalArgumentException("no aggregate of pairs: " + function);
        };
    }

    private static double mean(long[] record, int sumAt, double count) {
        return (Double.longBitsToDouble(record[sumAt]) + Double.longBitsToDouble(record[sumAt + 1])) / count;
    }

    private static double xy(long[] record, int at) {
        return Moments.aroundMeans(record, record[at + COUNT], at + X, at + Y, at + XY);
    }

    private static double xx(long[] record, int at) {
        return squares(record, at, X, XX);
    }

    private static double yy(long[] record, int at) {
        return squares(record, at, Y, YY);
    }

    private static double squares(long[] record, int at, int sum, int squares) {
        double around = Moments.aroundMeans(record, record[at + COUNT], at + sum, at + sum, at + squares);
        return around <= SAME * Double.longBitsToDouble(record[at + squares]) ? 0 : around;
    }
}
