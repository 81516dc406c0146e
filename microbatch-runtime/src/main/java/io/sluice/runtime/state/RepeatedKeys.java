package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * Tells which keys of a set of runs may occur more than once: notes each hash in a bitmap of a few bits for each key, and
 * once more in a second one when its bit is there already. It never misses a key that repeats; about one in eight of the
 * others is taken for one.
 */
final class RepeatedKeys {
    private static final int CELLS_PER_KEY = 8;
    private static final int FEWEST_CELLS = 64;
    private static final int MOST_CELLS = 1 << 30;

    private long[] once = new long[1];
    private long[] again = new long[1];
    private int mask;

    void start(int keys) {
        long wanted = Math.max(FEWEST_CELLS, (long) keys * CELLS_PER_KEY);
        int cells = (int) Math.min(MOST_CELLS, Long.highestOneBit(wanted - 1) * 2);
        mask = cells - 1;
        int words = cells >>> 6;
        if (once.length < words) {
            once = new long[words];
            again = new long[words];
        } else {
            Arrays.fill(once, 0, words, 0);
            Arrays.fill(again, 0, words, 0);
        }
    }

    void note(long[] hashes, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int cell = cell(hashes[i]);
            long bit = 1L << cell;
            again[cell >>> 6] |= once[cell >>> 6] & bit;
            once[cell >>> 6] |= bit;
        }
    }

    /** Once all are noted. */
    boolean mayRepeat(long hash) {
        int cell = cell(hash);
        return (again[cell >>> 6] & 1L << cell) != 0;
    }

    /** Neither the bits that choose the shard nor those that find the slot alone. */
    private int cell(long hash) {
        return (int) (hash ^ hash >>> 29) & mask;
    }
}
