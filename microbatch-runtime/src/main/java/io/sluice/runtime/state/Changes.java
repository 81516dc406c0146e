package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The groups of a table that a batch has changed, in the order of their first change, with their records as they were
 * before. Groups from {@link #firstNew} on were added, all of them by this batch.
 */
public final class Changes {
    private static final int FIRST = 16;
    private static final int[] NO_ORDINALS = {};
    private static final long[] NO_BITS = {};

    private final boolean keepsOld;
    private final int width;
    private RecordStore old;
    private int[] ordinals = NO_ORDINALS;
    private int size;
    private int firstNew;
    private long[] touched = NO_BITS;

    Changes(int width, boolean keepsOld) {
        this.width = width;
        this.keepsOld = keepsOld;
    }

    void touch(int ordinal, RecordStore records) {
        if (ordinal >= firstNew) {
            return;
        }
        int word = ordinal >>> 6;
        if (word >= touched.length) {
            touched = Arrays.copyOf(touched, (firstNew + 63) >>> 6);
        }
        long bit = 1L << ordinal;
        if ((touched[word] & bit) != 0) {
            return;
        }
        touched[word] |= bit;
        if (size == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, Math.max(FIRST, size * 2));
        }
        ordinals[size++] = ordinal;
        if (keepsOld) {
            old().addCopy(records, ordinal);
        }
    }

    /** Number of changed groups, without those that were added. */
    public int size() {
        return size;
    }

    /** The first {@link #size} are the changed groups. */
    public int[] ordinals() {
        return ordinals;
    }

    /** For the n-th of {@link #ordinals} the n-th record, where old records are kept. */
    public RecordStore old() {
        if (old == null) {
            old = new RecordStore(width);
        }
        return old;
    }

    public int firstNew() {
        return firstNew;
    }

    void settle(int groups) {
        for (int i = 0; i < size; i++) {
            touched[ordinals[i] >>> 6] = 0;
        }
        size = 0;
        if (old != null) {
            old.clear();
        }
        firstNew = groups;
    }

    long bytes() {
        return (old == null ? 0 : old.bytes())
                + (long) ordinals.length * Integer.BYTES
                + (long) touched.length * Long.BYTES;
    }
}
