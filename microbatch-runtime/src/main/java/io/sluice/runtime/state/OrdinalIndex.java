package io.sluice.runtime.state;

/**
 * Finds the ordinals of groups by the hashes of their keys, in four bytes for each of at least three eighths, at most three quarters
 * of the slots: open addressing over ints.
 *
 * <pre>
 * slots: 2^n      a slot: [ hash, bits n to 31 | ordinal + 1, n bits ]      0: free      the way begins at: hash, bits 0 to n − 1
 * </pre>
 *
 * The bits of the hash that do not lead to a slot tell most other keys on the way; the owner compares the rest, and gives all hashes
 * again when the slots are full.
 */
final class OrdinalIndex {
    /** Whether there is one shows when it is looked for. */
    static final int UNKNOWN = -1;

    /** There is none. */
    static final int ABSENT = -2;

    private static final int FIRST_SLOTS = 16;

    private int[] slots;
    private int mask;
    private int filled;

    OrdinalIndex() {
        this(0);
    }

    /** With room for so many ordinals. */
    OrdinalIndex(int expected) {
        slots = new int[slotsFor(expected)];
        mask = slots.length - 1;
    }

    private static int slotsFor(int expected) {
        int size = FIRST_SLOTS;
        while (expected > most(size)) {
            size = size << 1;
        }
        return size;
    }

    boolean isTooLargeFor(int expected) {
        return slots.length > slotsFor(expected);
    }

    private static int most(int slots) {
        return slots / 4 * 3;
    }

    boolean isFull() {
        return filled == most(slots.length);
    }

    /** Adds an ordinal that is not there; there is room. */
    void add(long hash, int ordinal) {
        int low = (int) hash;
        int slot = low & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = low & ~mask | ordinal + 1;
        filled++;
    }

    /** Adds an ordinal that is not there at the free slot at which the way of its hash ends; there is room. */
    void addAt(int slot, long hash, int ordinal) {
        slots[slot] = (int) hash & ~mask | ordinal + 1;
        filled++;
    }

    /** The slot with the first ordinal that may have the hash, from another one on; if there is none, {@code ~} the free one. */
    private int seek(int low, int from) {
        int slot = from;
        int tag = low & ~mask;
        for (int word = slots[slot]; word != 0; word = slots[slot]) {
            if ((word & ~mask) == tag) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return ~slot;
    }

    /** The first slot whose ordinal may have the hash; if there is none, {@code ~} the free one at which its way ends. */
    int first(long hash) {
        return seek((int) hash, (int) hash & mask);
    }

    /** The one after it. */
    int next(long hash, int slot) {
        return seek((int) hash, slot + 1 & mask);
    }

    int ordinal(int slot) {
        return (slots[slot] & mask) - 1;
    }

    /** The ordinal at the beginning of the way of a hash, if it may have it; otherwise {@link #UNKNOWN} or {@link #ABSENT}. */
    int guess(long hash) {
        int low = (int) hash;
        int word = slots[low & mask];
        if (word == 0) {
            return ABSENT;
        }
        return (word & ~mask) == (low & ~mask) ? (word & mask) - 1 : UNKNOWN;
    }

    int slots() {
        return slots.length;
    }

    long bytes() {
        return (long) slots.length * Integer.BYTES;
    }
}
