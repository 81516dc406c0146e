package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The ids in one pool of texts of another, each looked up once. What it has found is kept as long as it is asked about the
 * same two pools. Used by one thread.
 */
final class TextTranslation {
    private StringPool from = new StringPool();
    private StringPool to = from;
    private int fromGeneration;
    private int toGeneration;

    /** By id: the present stamp in the high half if the id in the other pool, which is the low half, is known. */
    private long[] ids = {};

    private int stamp = 1;

    void between(StringPool newFrom, StringPool newTo) {
        boolean same = newFrom == from
                && newTo == to
                && newFrom.generation() == fromGeneration
                && newTo.generation() == toGeneration;
        if (!same) {
            from = newFrom;
            to = newTo;
            fromGeneration = newFrom.generation();
            toGeneration = newTo.generation();
            if (++stamp == Integer.MAX_VALUE) {
                Arrays.fill(ids, 0);
                stamp = 1;
            }
        }
        if (ids.length < newFrom.size() && newFrom != newTo) {
            ids = Arrays.copyOf(ids, Math.max(newFrom.size(), ids.length * 2));
        }
    }

    int id(int text) {
        if (from == to) {
            return text;
        }
        long known = ids[text];
        if (known >>> 32 != stamp) {
            known = (long) stamp << 32 | to.intern(from, text);
            ids[text] = known;
        }
        return (int) known;
    }
}
