package io.sluice.planner.sketch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often each value was there: of all values as long as few are different, then of the {@link Buckets} that they are rounded to. As nothing
 * is ever taken out, what is kept depends on the bag of the values only. One thread.
 *
 * <pre>
 * 0 (key count)…                        values, in order
 * 1 least greatest (key count)…         buckets, in order; the least and the greatest value
 * </pre>
 *
 * A key is the difference from the one before; numbers are of seven bits a byte, the lowest first, and those that may be negative have their
 * sign as the lowest bit.
 */
public final class ValueCounts {
    /** So many different values are kept as they are. */
    static final int MOST = 512;

    private static final int LONGEST = 10;

    private final Buckets buckets;
    private boolean rounded;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    /** Open addressing; a count of 0 is a free place. */
    private long[] keys = new long[16];

    private long[] counts = new long[16];
    private int size;

    ValueCounts(Buckets buckets) {
        this.buckets = buckets;
    }

    void add(long value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        insert(rounded ? buckets.of(value) : value, 1);
        if (size > MOST && !rounded) {
            round();
        }
    }

    private void insert(long key, long count) {
        int at = place(key);
        keys[at] = key;
        if (counts[at] == 0 && ++size * 2 > keys.length) {
            counts[at] = count;
            rebuild(keys.length * 2);
        } else {
            counts[at] += count;
        }
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) ((key * 0x9E3779B97F4A7C15L >>> 32) & mask);
        while (counts[at] != 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rebuild(int capacity) {
        long[] keysBefore = keys;
        long[] countsBefore = counts;
        keys = new long[capacity];
        counts = new long[capacity];
        size = 0;
        for (int i = 0; i < keysBefore.length; i++) {
            if (countsBefore[i] != 0) {
                insert(keysBefore[i], countsBefore[i]);
            }
        }
    }

    private void round() {
        rounded = true;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = buckets.of(keys[i]);
        }
        rebuild(keys.length);
    }

    void merge(ValueCounts other) {
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
        if (other.rounded && !rounded) {
            round();
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.counts[i] != 0) {
                long key = other.keys[i];
                insert(rounded && !other.rounded ? buckets.of(key) : key, other.counts[i]);
            }
        }
        if (size > MOST && !rounded) {
            round();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** About the first value up to which there is the fraction of all; there is one. */
    long at(double fraction) {
        long[] sorted = sorted();
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long left = Math.max(1, Math.min(all, (long) Math.ceil(fraction * all)));
        int next = -1;
        while (left > 0) {
            left -= counts[place(sorted[++next])];
        }
        long key = sorted[next];
        return rounded ? Math.max(least, Math.min(greatest, buckets.middle(key))) : key;
    }

    private long[] sorted() {
        long[] sorted = new long[size];
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                sorted[next++] = keys[i];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(1 + 2 * LONGEST * (size + 1));
        out.put((byte) (rounded ? 1 : 0));
        if (rounded) {
            writeSigned(least, out);
            writeSigned(greatest, out);
        }
        long before = 0;
        for (long key : sorted()) {
            writeSigned(key - before, out);
            write(counts[place(key)], out);
            before = key;
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    static ValueCounts of(byte[] bytes, Buckets buckets) {
        ValueCounts all = new ValueCounts(buckets);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        all.rounded = in.get() != 0;
        if (all.rounded) {
            all.least = readSigned(in);
            all.greatest = readSigned(in);
        }
        long key = 0;
        while (in.hasRemaining()) {
            key += readSigned(in);
            all.insert(key, read(in));
            if (!all.rounded) {
                all.least = Math.min(all.least, key);
                all.greatest = Math.max(all.greatest, key);
            }
        }
        return all;
    }

    private static void writeSigned(long value, ByteBuffer out) {
        write(value << 1 ^ value >> 63, out);
    }

    private static long readSigned(ByteBuffer in) {
        long value = read(in);
        return value >>> 1 ^ -(value & 1);
    }

    private static void write(long value, ByteBuffer out) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long read(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
