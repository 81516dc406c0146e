package io.sluice.checkpoint.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of byte strings of any length that numbers them in the order in which they come: an open table of hashes and ordinals, and by
 * ordinal the places of the strings in chunks. Whoever looks for a string that is not there meets one place in memory. Never shrinks;
 * one thread.
 */
final class KeySet implements SeenKeys {
    /** With a key of some ten bytes. */
    static final int BYTES_PER_KEY = 48;

    private static final int FIRST_CHUNK_BYTES = 4 << 10;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LENGTHS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<byte[]> chunks = new ArrayList<>();
    private int used;

    /** Half of a hash, then ordinal + 1; 0 is free. */
    private long[] slots = new long[256];

    /** By ordinal: chunk in the high half, position in the low one. */
    private long[] places = new long[128];

    private int size;

    /** Of no use, but that a loop over memory is not left out. */
    private long lookedAt;

    @Override
    public boolean lacks(KeyBlock keys, int index) {
        return slots[slot(keys.bytes(), keys.start(index), keys.length(index), keys.hash(index))] == 0;
    }

    @Override
    public boolean add(KeyBlock keys, int index) {
        return add(keys.bytes(), keys.start(index), keys.length(index), keys.hash(index));
    }

    @Override
    public void lookAt(KeyBlock keys) {
        int mask = slots.length - 1;
        long all = 0;
        for (int i = 0; i < keys.count(); i++) {
            all |= slots[home(keys.hash(i), mask)];
        }
        lookedAt = all;
    }

    int size() {
        return size;
    }

    boolean contains(byte[] key, int length) {
        return slots[slot(key, 0, length, hash(key, 0, length))] != 0;
    }

    /** How many keys were added before this one; −1: it is not there. */
    int find(byte[] key, int length) {
        return (int) slots[slot(key, 0, length, hash(key, 0, length))] - 1;
    }

    /** Adds a key; whether it was not there before. */
    boolean add(byte[] key, int length) {
        return add(key, 0, length, hash(key, 0, length));
    }

    private boolean add(byte[] bytes, int start, int length, long hash) {
        int slot = slot(bytes, start, length, hash);
        if (slots[slot] != 0) {
            return false;
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
        }
        places[size] = store(bytes, start, length);
        slots[slot] = hash & 0xFFFFFFFF00000000L | ++size;
        if (size > slots.length / 2) {
            grow();
        }
        return true;
    }

    static long hash(byte[] key, int start, int length) {
        long hash = length;
        int position = start;
        int end = start + length;
        for (; position <= end - Long.BYTES; position += Long.BYTES) {
            hash = mix(hash ^ (long) WORDS.get(key, position));
        }
        long tail = 0;
        for (; position < end; position++) {
            tail = tail << Byte.SIZE | key[position] & 0xFF;
        }
        return mix(hash ^ tail);
    }

    private static long mix(long word) {
        long product = word * 0x9E3779B97F4A7C15L;
        product = (product ^ product >>> 32) * 0xD6E8FEB86659FD93L;
        return product ^ product >>> 32;
    }

    /** From the high half of the hash, which the slots hold. */
    private static int home(long hash, int mask) {
        return (int) (hash >>> 32) & mask;
    }

    private int slot(byte[] key, int start, int length, long hash) {
        int mask = slots.length - 1;
        int slot = home(hash, mask);
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if (entry >>> 32 == hash >>> 32 && isAt(places[(int) entry - 1], key, start, length)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(long place, byte[] key, int start, int length) {
        byte[] chunk = chunks.get((int) (place >>> 32));
        int from = (int) place;
        return (int) LENGTHS.get(chunk, from) == length
                && Arrays.equals(
                        chunk, from + Integer.BYTES, from + Integer.BYTES + length, key, start, start + length);
    }

    private long store(byte[] key, int start, int length) {
        int chunk = chunks.size() - 1;
        if (chunk < 0 || used + Integer.BYTES + length > chunks.get(chunk).length) {
            chunk++;
            int bytes = Math.min(CHUNK_BYTES, FIRST_CHUNK_BYTES << Math.min(chunk, 8));
            chunks.add(new byte[Math.max(bytes, length + Integer.BYTES)]);
            used = 0;
        }
        byte[] target = chunks.get(chunk);
        LENGTHS.set(target, used, length);
        System.arraycopy(key, start, target, used + Integer.BYTES, length);
        long place = (long) chunk << 32 | used;
        used += length + Integer.BYTES;
        return place;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = home(entry, mask);
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = entry;
            }
        }
    }
}
