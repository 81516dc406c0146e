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

    /** A hash and its entry + 1, side by side: one look at the memory finds both. */
    private long[] table = new long[FIRST * 2];

    private int capacity = FIRST;
    private int size;
    private int used;

    int size() {
        return size;
    }

    /** The first slot that may hold an entry of this hash; −1: there is none. */
    public int first(long hash) {
        return probe(hash, (int) hash & capacity - 1);
    }

    /** The next one after a slot. */
    public int next(long hash, int slot) {
        return probe(hash, slot + 1 & capacity - 1);
    }

    private int probe(long hash, int from) {
        int mask = capacity - 1;
        int slot = from;
        while (table[2 * slot + 1] != EMPTY) {
            if (table[2 * slot] == hash && table[2 * slot + 1] != GONE) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    public int entry(int slot) {
        return (int) table[2 * slot + 1] - 1;
    }

    /**
     * The first entry of each of some hashes, −1 where there is none. The looks at the table do not depend on each other, so that
     * the processor does many of them at a time.
     *
     * @param first where the hashes begin
     */
    public void entries(long[] hashes, int first, int count, int[] found) {
        int mask = capacity - 1;
        long[] entries = table;
        for (int i = 0; i < count; i++) {
            long hash = hashes[first + i];
            int slot = (int) hash & mask;
            long entry = entries[2 * slot + 1];
            if (entry > 0 && entries[2 * slot] == hash) {
                found[i] = (int) entry - 1;
            } else if (entry == EMPTY) {
                found[i] = -1;
            } else {
                int at = probe(hash, slot);
                found[i] = at < 0 ? -1 : entry(at);
            }
        }
    }

    /** How many entries there are places for. */
    public int capacity() {
        return capacity;
    }

    /** Adds an entry, which is not there yet. */
    public void add(long hash, int entry) {
        if ((used + 1) * 2 > capacity) {
            resize(size);
        }
        int mask = capacity - 1;
        int slot = (int) hash & mask;
        while (table[2 * slot + 1] > 0) {
            slot = slot + 1 & mask;
        }
        used += table[2 * slot + 1] == EMPTY ? 1 : 0;
        table[2 * slot] = hash;
        table[2 * slot + 1] = entry + 1L;
        size++;
    }

    /** The entry of a hash that no two entries share; if there is none, this one is added. */
    int entryOrAdd(long hash, int entry) {
        if ((used + 1) * 2 > capacity) {
            resize(size);
        }
        int mask = capacity - 1;
        int slot = (int) hash & mask;
        int free = -1;
        for (; table[2 * slot + 1] != EMPTY; slot = slot + 1 & mask) {
            if (table[2 * slot + 1] == GONE) {
                free = free < 0 ? slot : free;
            } else if (table[2 * slot] == hash) {
                return entry(slot);
            }
        }
        used += free < 0 ? 1 : 0;
        free = free < 0 ? slot : free;
        table[2 * free] = hash;
        table[2 * free + 1] = entry + 1L;
        size++;
        return entry;
    }

    void remove(int slot) {
        table[2 * slot + 1] = GONE;
        size--;
    }

    /** Makes room for so many more entries, at once. */
    public void reserve(int more) {
        if ((used + (long) more + 1) * 2 > capacity) {
            resize(size + more);
        }
    }

    private void resize(int expected) {
        long[] old = table;
        capacity = Math.max(FIRST, Integer.highestOneBit(Math.max(1, expected)) * 4);
        table = new long[2 * capacity];
        used = 0;
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] > 0) {
                add(old[i], (int) old[i + 1] - 1);
            }
        }
    }

    /** Entries get other numbers. */
    void renumber(IntUnaryOperator moved) {
        for (int i = 1; i < table.length; i += 2) {
            if (table[i] > 0) {
                table[i] = moved.applyAsInt((int) table[i] - 1) + 1L;
            }
        }
    }

    public void clear() {
        Arrays.fill(table, EMPTY);
        size = 0;
        used = 0;
    }

    void save(PageOutput out) {
        out.putInt(capacity);
        out.putInt(size);
        out.putInt(used);
        out.put(table, table.length);
    }

    void load(PageInput in) {
        capacity = in.getInt();
        size = in.getInt();
        used = in.getInt();
        table = in.get(new long[2 * capacity], 2 * capacity);
    }

    /** Gives the memory back. */
    void release() {
        capacity = FIRST;
        table = new long[FIRST * 2];
        size = 0;
        used = 0;
    }

    /** Memory held. */
    long bytes() {
        return (long) table.length * Long.BYTES;
    }
}
