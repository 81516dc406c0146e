package io.sluice.planner.sketch;

/**
 * Values as longs in their order, and the buckets that they are rounded to: those that have nine significant bits in common, so that the middle
 * of a bucket is at most 1/512 from each value in it. A bucket of a small integer has that one only. Numbers of
 * buckets are in the order of the values:
 *
 * <pre>
 * integer     0 … 511 | 512 513 | 514 515 | …  | 1022 1023 | 1024 … 1027 | …
 * bucket      the same    512       513            767          768
 * </pre>
 *
 * and that of a negative value is the complement of that of its complement.
 */
enum Buckets {
    INTEGERS {
        @Override
        long of(long value) {
            return value < 0 ? ~ofPositive(~value) : ofPositive(value);
        }

        private long ofPositive(long value) {
            int shift = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(value));
            return ((long) shift << BITS - 1) + (value >> shift);
        }

        @Override
        long middle(long bucket) {
            return bucket < 0 ? ~middleOfPositive(~bucket) : middleOfPositive(bucket);
        }

        private long middleOfPositive(long bucket) {
            if (bucket < 1 << BITS) {
                return bucket;
            }
            int shift = (int) (bucket >> BITS - 1) - 1;
            long first = (bucket & HALF - 1) + HALF << shift;
            return first + ((1L << shift) - 1 >> 1);
        }
    },
    /** By the bits of a double, which {@link #ordered} has put in order: its exponent and the first of its fraction. */
    DOUBLES {
        @Override
        long of(long value) {
            return value >> REST;
        }

        @Override
        long middle(long bucket) {
            return bucket < 0 ? ~middleOfPositive(~bucket) : middleOfPositive(bucket);
        }

        /** Infinity and NaN have no middle. */
        private long middleOfPositive(long bucket) {
            long first = bucket << REST;
            return first >>> 52 == 0x7FF ? first : first | 1L << REST - 1;
        }
    };

    private static final int BITS = 9;
    private static final long HALF = 1 << BITS - 1;
    private static final int REST = 52 - (BITS - 1);

    abstract long of(long value);

    /** A value in the middle of a bucket. */
    abstract long middle(long bucket);

    /** Longs in the order of doubles: NaN is the greatest, and −0.0 equals 0.0. */
    static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    static double ofOrdered(long ordered) {
        return Double.longBitsToDouble(ordered ^ ordered >> 63 & Long.MAX_VALUE);
    }
}
