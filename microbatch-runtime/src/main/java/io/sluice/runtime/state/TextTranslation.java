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

    /** By id: the id in the other pool, if {@link #stamps} has the present stamp. */
    private int[] ids = {};

    private int[] stamps = {};
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
                Arrays.fill(stamps, 0);
                stamp = 1;
            }
        }
        if (ids.length < newFrom.size() && newFrom != newTo) {
            ids = Arrays.copyOf(ids, Math.max(newFrom.size(), ids.length * 2));
            stamps = Arrays.copyOf(stamps, ids.length);
        }
    }

    int id(int text) {
        if (from == to) {
            return text;
        }
        if (stamps[text] != stamp) {
            stamps[text] = stamp;
            ids[text] = to.intern(from, text);
        }
        return ids[text];
    }
}
