package io.sluice.runtime.state;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * An open-addressing table from hashes to entries, which are numbers from 0 on. It does not know what an entry is: the
 * caller says which of the entries with an equal hash is meant.
 */
public final class RowIndex {
    private static final int FIRST = 16;
    private static final int EMPTY = 0;
    private static final int GONE = -1;

    /** Entry + 1. */
    private int[] slots = new int[FIRST];

    private long[] hashes = new long[FIRST];
    private int size;
    private int used;

    int size() {
        return size;
    }

    /** The first slot that may hold an entry of this hash; −1: there is none. */
    public int first(long hash) {
        return probe(hash, (int) hash & slots.length - 1);
    }

    /** The next one after a slot. */
    public int next(long hash, int slot) {
        return probe(hash, slot + 1 & slots.length - 1);
    }

    private int probe(long hash, int from) {
        int mask = slots.length - 1;
        int slot = from;
        while (slots[slot] != EMPTY) {
            if (slots[slot] != GONE && hashes[slot] == hash) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    public int entry(int slot) {
        return slots[slot] - 1;
    }

    /** Adds an entry, which is not there yet. */
    public void add(long hash, int entry) {
        if ((used + 1) * 2 > slots.length) {
            resize();
        }
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] > 0) {
            slot = slot + 1 & mask;
        }
        used += slots[slot] == EMPTY ? 1 : 0;
        slots[slot] = entry + 1;
        hashes[slot] = hash;
        size++;
    }

    void remove(int slot) {
        slots[slot] = GONE;
        size--;
    }

    private void resize() {
        int[] oldSlots = slots;
        long[] oldHashes = hashes;
        int capacity = Math.max(FIRST, Integer.highestOneBit(Math.max(1, size)) * 4);
        slots = new int[capacity];
        hashes = new long[capacity];
        used = 0;
        size = 0;
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] > 0) {
                add(oldHashes[i], oldSlots[i] - 1);
            }
        }
    }

    /** Entries get other numbers. */
    void renumber(IntUnaryOperator moved) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] > 0) {
                slots[i] = moved.applyAsInt(slots[i] - 1) + 1;
            }
        }
    }

    public void clear() {
        Arrays.fill(slots, EMPTY);
        size = 0;
        used = 0;
    }

    /** Memory held. */
    long bytes() {
        return (long) slots.length * (Integer.BYTES + Long.BYTES);
    }
}
