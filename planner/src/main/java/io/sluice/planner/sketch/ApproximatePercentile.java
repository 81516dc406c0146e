package io.sluice.planner.sketch;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * The first value up to which there is a fraction of all: itself as long as few values are different ({@link ValueCounts#MOST}), then one that differs from it
 * by at most 1/{@link #ACCURACY} of it. For each type of values there is a class, whose constructor takes the fraction as text.
 */
public abstract class ApproximatePercentile {
    /** An answer differs by at most this part of it. */
    public static final int ACCURACY = 512;

    private final Buckets buckets;
    private final double fraction;

    private ApproximatePercentile(Buckets buckets, double fraction) {
        this.buckets = requireNonNull(buckets, "buckets");
        this.fraction = fraction;
    }

    public final ValueCounts createAccumulator() {
        return new ValueCounts(buckets);
    }

    public final void merge(ValueCounts counts, ValueCounts other) {
        counts.merge(other);
    }

    public final byte[] serialize(ValueCounts counts) {
        return counts.toBytes();
    }

    public final ValueCounts deserialize(byte[] bytes) {
        return ValueCounts.of(bytes, buckets);
    }

    final long value(ValueCounts counts) {
        return counts.at(fraction);
    }

    /** Of integers. */
    public static final class OfIntegers extends ApproximatePercentile {
        public OfIntegers(String fraction) {
            super(Buckets.INTEGERS, Double.parseDouble(fraction));
        }

        public void accumulate(ValueCounts counts, long value) {
            counts.add(value);
        }

        public Long getValue(ValueCounts counts) {
            return counts.isEmpty() ? null : value(counts);
        }
    }

    /** Of DECIMALs of up to 18 digits, whose digits come as an integer. */
    public static final class OfDecimals extends ApproximatePercentile {
        private final int scale;

        /** @param parameter the fraction, a space, the scale */
        public OfDecimals(String parameter) {
            super(Buckets.INTEGERS, Double.parseDouble(parameter.substring(0, parameter.indexOf(' '))));
            scale = Integer.parseInt(parameter.substring(parameter.indexOf(' ') + 1));
        }

        public void accumulate(ValueCounts counts, long digits) {
            counts.add(digits);
        }

        public BigDecimal getValue(ValueCounts counts) {
            return counts.isEmpty() ? null : BigDecimal.valueOf(value(counts), scale);
        }
    }

    /** Of DOUBLEs. */
    public static final class OfDoubles extends ApproximatePercentile {
        public OfDoubles(String fraction) {
            super(Buckets.DOUBLES, Double.parseDouble(fraction));
        }

        public void accumulate(ValueCounts counts, double value) {
            counts.add(Buckets.ordered(value));
        }

        public Double getValue(ValueCounts counts) {
            return counts.isEmpty() ? null : Buckets.ofOrdered(value(counts));
        }
    }

    /** Of FLOATs, which come as DOUBLEs. */
    public static final class OfFloats extends ApproximatePercentile {
        public OfFloats(String fraction) {
            super(Buckets.DOUBLES, Double.parseDouble(fraction));
        }

        public void accumulate(ValueCounts counts, double value) {
            counts.add(Buckets.ordered(value));
        }

        public Float getValue(ValueCounts counts) {
            return counts.isEmpty() ? null : (float) Buckets.ofOrdered(value(counts));
        }
    }
}
