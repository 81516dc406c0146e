package io.sluice.checkpoint.state;

import java.util.Arrays;

/** The keys of some rows as bytes, with their hashes: so that a set can look where it has all of them before it looks at any. */
final class KeyBlock {
    static final int ROWS = 1024;

    private byte[] bytes = new byte[16 * ROWS];
    private final int[] starts = new int[ROWS + 1];
    private final long[] hashes = new long[ROWS];
    private int count;

    /** Takes the keys of rows {@code [first, first + count)}, at most {@link #ROWS}. */
    void encode(KeyEncoder keys, int first, int newCount) {
        count = newCount;
        int end = 0;
        for (int i = 0; i < count; i++) {
            byte[] key = keys.bytesOf(first + i);
            int length = keys.length();
            if (bytes.length - end < length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(end, length)));
            }
            System.arraycopy(key, 0, bytes, end, length);
            hashes[i] = KeySet.hash(key, 0, length);
            end += length;
            starts[i + 1] = end;
        }
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int index) {
        return starts[index];
    }

    int length(int index) {
        return starts[index + 1] - starts[index];
    }

    long hash(int index) {
        return hashes[index];
    }
}
