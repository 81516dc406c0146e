package io.sluice.runtime.state;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The sessions of each key in the order of time: most keys have one, which takes no object. Used by one thread. */
final class SessionKeys {
    private static final int NONE = -1;

    private final RowIndex index = new RowIndex();

    /** By entry: the only session of a key. */
    private int[] single = new int[16];

    /** By entry: the sessions of a key that has had more than one at a time. */
    private SortedRows[] several = new SortedRows[16];

    private final IntList free = new IntList();
    private int entries;
    private long severalBytes;

    /** The entry of a key; −1: it has no session. {@code isMeant} tells whether a session is one of the key. */
    int find(long hash, IntPredicate isMeant) {
        int slot = slot(hash, isMeant);
        return slot < 0 ? NONE : index.entry(slot);
    }

    private int slot(long hash, IntPredicate isMeant) {
        for (int slot = index.first(hash); slot >= 0; slot = index.next(hash, slot)) {
            if (isMeant.test(get(index.entry(slot), 0))) {
                return slot;
            }
        }
        return NONE;
    }

    /** Adds a key with its first session. */
    void addKey(long hash, int session) {
        int entry;
        if (free.size() > 0) {
            entry = free.removeLast();
        } else {
            entry = entries++;
            if (entry == single.length) {
                single = Arrays.copyOf(single, entry * 2);
                several = Arrays.copyOf(several, entry * 2);
            }
        }
        single[entry] = session;
        index.add(hash, entry);
    }

    /** Adds a session to a key that has one. */
    void add(int entry, int session, SortedRows.Order order) {
        if (several[entry] == null) {
            several[entry] = new SortedRows();
            several[entry].add(single[entry], order);
            single[entry] = NONE;
        } else {
            severalBytes -= several[entry].bytes();
        }
        several[entry].add(session, order);
        severalBytes += several[entry].bytes();
    }

    /** Takes a session out, and its key with the last one. */
    void remove(long hash, int session, SortedRows.Order order, IntPredicate isMeant) {
        int slot = slot(hash, isMeant);
        int entry = index.entry(slot);
        if (several[entry] != null) {
            severalBytes -= several[entry].bytes();
            several[entry].remove(session, order);
            if (several[entry].size() > 1) {
                severalBytes += several[entry].bytes();
                return;
            }
            single[entry] = several[entry].get(0);
            several[entry] = null;
            return;
        }
        single[entry] = NONE;
        free.add(entry);
        index.remove(slot);
    }

    /** The n-th session of a key. */
    int get(int entry, int place) {
        return several[entry] == null ? single[entry] : several[entry].get(place);
    }

    /** How many sessions of a key come before one that need not be there. */
    int placeOf(int entry, int session, SortedRows.Order order) {
        if (several[entry] != null) {
            return several[entry].placeOf(session, order);
        }
        return order.compare(single[entry], session) < 0 ? 1 : 0;
    }

    /** Memory held. */
    long bytes() {
        return index.bytes() + (long) single.length * (Integer.BYTES + Long.BYTES) + severalBytes;
    }
}
