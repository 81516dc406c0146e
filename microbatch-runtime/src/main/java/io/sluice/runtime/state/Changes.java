package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The groups of a table that a batch has added or changed, in the order of their first change, with their records as they
 * were before. Groups from {@link #firstNew} on were added.
 */
public final class Changes {
    private static final int FIRST = 16;

    private final boolean keepsOld;
    private final RecordStore old;
    private int[] ordinals = new int[FIRST];
    private int size;
    private int firstNew;
    private long[] touched = new long[1];

    Changes(int width, boolean keepsOld) {
        this.keepsOld = keepsOld;
        old = new RecordStore(width);
    }

    void touch(int ordinal, RecordStore records) {
        int word = ordinal >>> 6;
        if (word >= touched.length) {
            touched = Arrays.copyOf(touched, Math.max(touched.length * 2, word + 1));
        }
        long bit = 1L << ordinal;
        if ((touched[word] & bit) != 0) {
            return;
        }
        touched[word] |= bit;
        if (size == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, size * 2);
        }
        ordinals[size++] = ordinal;
        if (keepsOld) {
            old.addCopy(records, ordinal);
        }
    }

    public int size() {
        return size;
    }

    /** The first {@link #size} are the changed groups. */
    public int[] ordinals() {
        return ordinals;
    }

    /** For the n-th of {@link #ordinals} the n-th record; without a meaning for a group that was added. */
    public RecordStore old() {
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
        old.clear();
        firstNew = groups;
    }

    long bytes() {
        return (keepsOld ? old.bytes() : 0)
                + (long) ordinals.length * Integer.BYTES
                + (long) touched.length * Long.BYTES;
    }
}
