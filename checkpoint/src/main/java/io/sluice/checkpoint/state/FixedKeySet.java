package io.sluice.checkpoint.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A set of byte strings of one length, none of which begins with 0: an open table that holds the strings themselves, of which three
 * quarters are used at most. It grows to four times its size, and at last to what is expected, so that there is never much of a second
 * table beside it. One thread.
 */
final class FixedKeySet implements SeenKeys {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int FIRST_SLOTS = 1024;
    private static final int GROWTH = 4;

    /** Beyond what is expected. */
    private static final int FURTHER_GROWTH = 2;

    /** Such a part more than is expected does not make it grow: how many keys a part of them has is not exact. */
    private static final int SLACK = 16;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

    private final int width;
    private final int expectedSlots;

    /** A slot that begins with 0 is free. */
    private byte[] table;

    private int slots;
    private int size;

    /** Of no use, but that a loop over memory is not left out. */
    private long lookedAt;

    /** @param expected about how many keys there will be */
    FixedKeySet(int width, long expected) {
        this.width = width;
        expectedSlots = (int) Math.min(slotsFor(expected + expected / SLACK), MOST_BYTES / width);
        allocate(Math.min(FIRST_SLOTS, expectedSlots));
    }

    static int bytesPerKey(int width) {
        return (4 * width + 2) / 3;
    }

    private static long slotsFor(long keys) {
        return keys + keys / 3 + GROWTH;
    }

    @Override
    public void lookAt(KeyBlock keys) {
        byte[] all = table;
        long seen = 0;
        for (int i = 0; i < keys.count(); i++) {
            seen |= all[home(keys.hash(i))];
        }
        lookedAt = seen;
    }

    @Override
    public boolean lacks(KeyBlock keys, int index) {
        return table[find(keys.bytes(), keys.start(index), keys.hash(index))] == 0;
    }

    @Override
    public boolean add(KeyBlock keys, int index) {
        int at = find(keys.bytes(), keys.start(index), keys.hash(index));
        if (table[at] != 0) {
            return false;
        }
        System.arraycopy(keys.bytes(), keys.start(index), table, at, width);
        size++;
        if (slotsFor(size) > slots) {
            grow();
        }
        return true;
    }

    private int home(long hash) {
        return (int) ((hash >>> Integer.SIZE) * slots >>> Integer.SIZE) * width;
    }

    /** The place of a key, or where it would be. */
    private int find(byte[] bytes, int start, long hash) {
        int at = home(hash);
        while (table[at] != 0 && !isAt(at, bytes, start)) {
            at += width;
            if (at == table.length) {
                at = 0;
            }
        }
        return at;
    }

    private boolean isAt(int at, byte[] bytes, int start) {
        int i = 0;
        for (; i <= width - Long.BYTES; i += Long.BYTES) {
            if ((long) WORDS.get(table, at + i) != (long) WORDS.get(bytes, start + i)) {
                return false;
            }
        }
        for (; i < width; i++) {
            if (table[at + i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        byte[] old = table;
        long larger = slots < expectedSlots
                ? Math.min((long) GROWTH * slots, expectedSlots)
                : Math.max(Math.min((long) FURTHER_GROWTH * slots, MOST_BYTES / width), slots + 1L);
        allocate(Math.toIntExact(larger));
        for (int from = 0; from < old.length; from += width) {
            if (old[from] != 0) {
                System.arraycopy(old, from, table, find(old, from, KeySet.hash(old, from, width)), width);
            }
        }
    }

    private void allocate(int newSlots) {
        slots = newSlots;
        table = new byte[Math.multiplyExact(newSlots, width)];
    }
}
