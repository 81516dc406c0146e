package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;
import java.util.Arrays;

/**
 * Small numbers as runs: a varint header whose lowest bit tells a repeated number (0; the header's rest is how often)
 * from packed bits (1; the rest is the number of groups of eight). Definition levels, dictionary ids and booleans are
 * written so.
 */
final class RunLengths {
    private byte[] bytes = {};
    private int position;
    private int end;
    private int width;
    private int left;
    private boolean packed;
    private int value;
    private long bit;

    /** {@code bytes} must be readable for {@link Bits#PADDING} after {@code to}. */
    void start(byte[] source, int from, int to, int bitWidth) throws IOException {
        if (bitWidth < 0 || bitWidth > 32) {
            throw new IOException("expected numbers of 0 to 32 bits, got " + bitWidth);
        }
        bytes = source;
        position = from;
        end = to;
        width = bitWidth;
        packed = false;
        value = 0;
        left = bitWidth == 0 ? Integer.MAX_VALUE : 0;
    }

    void read(int[] out, int at, int count) throws IOException {
        int next = at;
        while (next < at + count) {
            int taken = Math.min(run(), at + count - next);
            if (packed) {
                Bits.unpack(bytes, bit, width, out, next, taken);
            } else {
                Arrays.fill(out, next, next + taken, value);
            }
            advance(taken);
            next += taken;
        }
    }

    /** Passes {@code count} numbers, of the rows from {@code first} on, and writes those of {@code rows[from, to)}. */
    void readChosen(int[] out, int at, int[] rows, int from, int to, int first, int count) throws IOException {
        int next = at;
        int index = from;
        int start = first;
        int rest = count;
        while (rest > 0) {
            int taken = Math.min(run(), rest);
            for (; index < to && rows[index] < start + taken; index++) {
                out[next++] = packed ? Bits.number(bytes, bit + (long) (rows[index] - start) * width, width) : value;
            }
            advance(taken);
            start += taken;
            rest -= taken;
        }
    }

    void read(long[] out, int at, int count) throws IOException {
        int next = at;
        while (next < at + count) {
            int taken = Math.min(run(), at + count - next);
            if (packed) {
                for (int i = 0; i < taken; i++) {
                    out[next + i] = flag(bytes, bit + i);
                }
            } else {
                Arrays.fill(out, next, next + taken, value);
            }
            advance(taken);
            next += taken;
        }
    }

    void skip(int count) throws IOException {
        int rest = count;
        while (rest > 0) {
            int taken = Math.min(run(), rest);
            advance(taken);
            rest -= taken;
        }
    }

    /**
     * Reads definition levels of a column that may be null: 1 is a value, 0 is none. Null flags are written only once
     * the first null of the batch has been seen. Returns the number of values.
     */
    int readPresent(ColumnVector out, int at, int count) throws IOException {
        int present = 0;
        int next = at;
        while (next < at + count) {
            int taken = Math.min(run(), at + count - next);
            if (packed) {
                present += readPackedPresent(out, next, taken);
            } else if (value == 1) {
                if (out.hasNulls) {
                    Arrays.fill(out.nulls, next, next + taken, false);
                }
                present += taken;
            } else {
                beginNulls(out, next);
                Arrays.fill(out.nulls, next, next + taken, true);
            }
            advance(taken);
            next += taken;
        }
        return present;
    }

    private int readPackedPresent(ColumnVector out, int at, int count) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += flag(bytes, bit + i);
        }
        if (present == count && !out.hasNulls) {
            return present;
        }
        beginNulls(out, at);
        boolean[] nulls = out.nulls;
        for (int i = 0; i < count; i++) {
            nulls[at + i] = flag(bytes, bit + i) == 0;
        }
        return present;
    }

    private static void beginNulls(ColumnVector out, int at) {
        if (!out.hasNulls) {
            Arrays.fill(out.nulls, 0, at, false);
            out.hasNulls = true;
        }
    }

    /** How many of the next {@code count} definition levels are values. */
    int skipPresent(int count) throws IOException {
        int present = 0;
        int rest = count;
        while (rest > 0) {
            int taken = Math.min(run(), rest);
            for (int i = 0; packed && i < taken; i++) {
                present += flag(bytes, bit + i);
            }
            present += packed ? 0 : taken * value;
            advance(taken);
            rest -= taken;
        }
        return present;
    }

    private static int flag(byte[] bytes, long bit) {
        return bytes[(int) (bit >>> 3)] >>> (bit & 7) & 1;
    }

    private void advance(int count) {
        left -= count;
        bit += (long) count * width;
    }

    /** How many numbers of the current run are left; begins the next one if none are. */
    private int run() throws IOException {
        while (left == 0) {
            long header = varint();
            packed = (header & 1) == 1;
            long length = header >>> 1;
            if (packed) {
                startPacked(length);
            } else {
                left = (int) Math.min(length, Integer.MAX_VALUE);
                value = repeated();
            }
        }
        return left;
    }

    /** The last group may be cut short by some writers; only the numbers whose bits are there count. */
    private void startPacked(long groups) throws IOException {
        long size = Math.min(groups * width, end - position);
        bit = (long) position << 3;
        left = (int) Math.min(groups * 8, (size << 3) / width);
        if (groups > 0 && left == 0) {
            throw new IOException("a run of packed numbers has no bytes");
        }
        position += (int) size;
    }

    private int repeated() throws IOException {
        int size = (width + 7) >>> 3;
        Bits.require(position, size, end);
        int number = 0;
        for (int i = 0; i < size; i++) {
            number |= (bytes[position + i] & 0xFF) << (8 * i);
        }
        position += size;
        if (width < 32 && number >>> width != 0) {
            throw new IOException("expected a repeated number of %d bits, got %d".formatted(width, number));
        }
        return number;
    }

    private long varint() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            Bits.require(position, 1, end);
            byte next = bytes[position++];
            result |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw new IOException("the header of a run is longer than five bytes");
    }
}
