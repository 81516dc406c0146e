package io.sluice.checkpoint.state;

import java.util.Arrays;

/**
 * The keys of some rows as bytes, with their hashes: so that a set can look where it has all of them before it looks at any. Of these
 * rows it has those whose keys are of one part.
 */
final class KeyBlock {
    /** Whose keys it takes at a time, at most. */
    static final int ROWS = 1024;

    private byte[] bytes = new byte[16 * ROWS];
    private final int[] rows = new int[ROWS];
    private final int[] starts = new int[ROWS];
    private final int[] lengths = new int[ROWS];
    private final long[] hashes = new long[ROWS];
    private int count;

    /** Takes the keys of a part of rows {@code [first, end)}. */
    void encode(KeyEncoder keys, int first, int end, KeyPart part) {
        count = 0;
        if (keys.width() > 0) {
            encodeFixed(keys, first, end, part);
        } else {
            encodeVarying(keys, first, end, part);
        }
    }

    private void encodeFixed(KeyEncoder keys, int first, int end, KeyPart part) {
        int width = keys.width();
        if (bytes.length < ROWS * width) {
            bytes = new byte[ROWS * width];
        }
        keys.encode(first, end - first, bytes);
        for (int row = first; row < end; row++) {
            note(row, (row - first) * width, width, part);
        }
    }

    private void encodeVarying(KeyEncoder keys, int first, int end, KeyPart part) {
        int start = 0;
        for (int row = first; row < end; row++) {
            byte[] key = keys.bytesOf(row);
            int length = keys.length();
            if (bytes.length - start < length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(start, length)));
            }
            System.arraycopy(key, 0, bytes, start, length);
            note(row, start, length, part);
            start += length;
        }
    }

    /** Without a branch: which part a row is of cannot be foretold. */
    private void note(int row, int start, int length, KeyPart part) {
        long hash = KeySet.hash(bytes, start, length);
        rows[count] = row;
        starts[count] = start;
        lengths[count] = length;
        hashes[count] = hash;
        count += part.has(hash) ? 1 : 0;
    }

    int count() {
        return count;
    }

    int row(int index) {
        return rows[index];
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int index) {
        return starts[index];
    }

    int length(int index) {
        return lengths[index];
    }

    long hash(int index) {
        return hashes[index];
    }
}
