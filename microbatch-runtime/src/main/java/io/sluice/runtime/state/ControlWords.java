package io.sluice.runtime.state;

/**
 * The slots of an open-addressing table: in each, the low half of an entry's hash and its ordinal + 1; 0 is free. Entries
 * move without a look at what they stand for.
 */
final class ControlWords {
    private ControlWords() {}

    /** The same entries in twice the slots. */
    static long[] grow(long[] slots) {
        long[] grown = new long[slots.length * 2];
        int mask = grown.length - 1;
        for (long entry : slots) {
            if (entry != 0) {
                grown[free(grown, mask, (int) (entry >>> 32))] = entry;
            }
        }
        return grown;
    }

    /** The first free slot for a hash. */
    static int free(long[] slots, int mask, int hash) {
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
