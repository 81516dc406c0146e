package io.sluice.runtime.state;

/**
 * A sum of longs in two words of a record: its low 64 bits, then those above them, moved up by one, and in the lowest bit whether
 * there was a value. So a record of zeros has none. Sums of longs never need the bit that this takes.
 */
public final class LongSum {
    static final int WORDS = 2;

    private LongSum() {}

    static boolean isPresent(long[] record, int at) {
        return (record[at + 1] & 1) != 0;
    }

    /** What is above the low 64 bits. */
    static long high(long[] record, int at) {
        return record[at + 1] >> 1;
    }

    static void set(long[] record, int at, long low, long high) {
        record[at] = low;
        record[at + 1] = high << 1 | 1;
    }

    /** Adds a value ({@code sign} +1), or subtracts it (−1). */
    static void add(long[] record, int at, long value, byte sign) {
        long low = sign > 0 ? value : -value;
        long high = sign > 0 ? value >> 63 : ~(value >> 63) + (value == 0 ? 1 : 0);
        long sum = record[at] + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        record[at] = sum;
        record[at + 1] = record[at + 1] + (high + carry << 1) | 1;
    }

    /** Adds the sum at one place, if there is one, to that at another. */
    static void merge(long[] from, int fromAt, long[] record, int at) {
        long low = from[fromAt];
        long above = from[fromAt + 1];
        long sum = record[at] + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 2 : 0;
        record[at] = sum;
        record[at + 1] = record[at + 1] + (above & ~1) + carry | above & 1;
    }
}
