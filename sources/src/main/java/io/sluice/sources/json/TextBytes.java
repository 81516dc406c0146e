package io.sluice.sources.json;

import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.Collection;

/** The UTF-8 bytes of all strings of a batch, one after the other. */
final class TextBytes {
    /** For half of a surrogate pair, which is no character. */
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes = new byte[1 << 16];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** Lets the vectors of strings see the bytes; once a batch, since the array grows. */
    void showIn(Collection<ColumnVector> vectors) {
        vectors.forEach(vector -> vector.bytes = bytes);
    }

    void put(byte[] text, int length, ColumnVector out, int row) {
        reserve(length);
        System.arraycopy(text, 0, bytes, size, length);
        place(size + length, out, row);
    }

    void put(char[] text, int from, int length, ColumnVector out, int row) {
        reserve(3L * length);
        int next = size;
        int at = from;
        int end = from + length;
        while (at < end && text[at] < 0x80) {
            bytes[next++] = (byte) text[at++];
        }
        while (at < end) {
            int point = Character.codePointAt(text, at, end);
            at += Character.charCount(point);
            next = encode(
                    point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point, next);
        }
        place(next, out, row);
    }

    private int encode(int point, int at) {
        if (point < 0x80) {
            bytes[at] = (byte) point;
            return at + 1;
        }
        if (point < 0x800) {
            bytes[at] = (byte) (0xC0 | point >>> 6);
            bytes[at + 1] = trailing(point);
            return at + 2;
        }
        if (point < 0x10000) {
            bytes[at] = (byte) (0xE0 | point >>> 12);
            bytes[at + 1] = trailing(point >>> 6);
            bytes[at + 2] = trailing(point);
            return at + 3;
        }
        bytes[at] = (byte) (0xF0 | point >>> 18);
        bytes[at + 1] = trailing(point >>> 12);
        bytes[at + 2] = trailing(point >>> 6);
        bytes[at + 3] = trailing(point);
        return at + 4;
    }

    private static byte trailing(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private void place(int end, ColumnVector out, int row) {
        out.starts[row] = size;
        out.lengths[row] = end - size;
        size = end;
    }

    private void reserve(long more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(Math.min(2L * bytes.length, 1 << 30), size + more)));
        }
    }
}
