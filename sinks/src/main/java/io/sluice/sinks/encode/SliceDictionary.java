package io.sluice.sinks.encode;

import java.util.Arrays;

/**
 * Distinct byte strings, numbered from 0 in the order of their coming: open addressing over their hashes, the bytes one
 * after another. Not for two threads.
 */
public final class SliceDictionary {
    private static final int LEAST_SLOTS = 64;

    private int[] slots = new int[LEAST_SLOTS];
    private int[] hashes = new int[16];
    /** The first bytes, up to eight: short strings are equal when these and the lengths are. */
    private long[] heads = new long[16];

    private int[] ends = new int[16];
    private byte[] bytes = new byte[256];
    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The bytes of all, one after another. */
    public byte[] bytes() {
        return bytes;
    }

    public int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    public int end(int id) {
        return ends[id];
    }

    /** The length of all together. */
    public int totalBytes() {
        return size == 0 ? 0 : ends[size - 1];
    }

    public void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** The number of these bytes, a new one if they are new. */
    public int id(byte[] source, int start, int length) {
        long head = head(source, start, length);
        int hash = hash(head, source, start, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && heads[id] == head && hasRest(id, source, start, length)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = size + 1;
        return add(hash, head, source, start, length);
    }

    /** Whether these are the bytes of that number. */
    public boolean isEqual(int id, byte[] source, int start, int length) {
        return Arrays.equals(bytes, start(id), ends[id], source, start, start + length);
    }

    private boolean hasRest(int id, byte[] source, int start, int length) {
        int first = start(id);
        return ends[id] - first == length
                && (length <= Long.BYTES || Arrays.equals(bytes, first, ends[id], source, start, start + length));
    }

    private static long head(byte[] source, int start, int length) {
        if (length >= Long.BYTES) {
            return (long) LittleEndian.LONG.get(source, start);
        }
        if (source.length - start >= Long.BYTES) {
            return (long) LittleEndian.LONG.get(source, start) & (1L << (length * Byte.SIZE)) - 1;
        }
        long head = 0;
        for (int i = length - 1; i >= 0; i--) {
            head = head << Byte.SIZE | source[start + i] & 0xff;
        }
        return head;
    }

    private int add(int hash, long head, byte[] source, int start, int length) {
        int at = totalBytes();
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
        }
        if (bytes.length - at < length) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(at, length), (int) Math.min(2L * bytes.length, 1 << 30)));
        }
        System.arraycopy(source, start, bytes, at, length);
        hashes[size] = hash;
        heads[size] = head;
        ends[size] = at + length;
        size++;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }

    private static int hash(long head, byte[] source, int start, int length) {
        long hash = (head ^ length * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        int end = start + length;
        int at = start + Long.BYTES;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ hash >>> 32 ^ (long) LittleEndian.LONG.get(source, at)) * 0x9E3779B97F4A7C15L;
        }
        for (; at < end; at++) {
            hash = (hash ^ hash >>> 32 ^ source[at]) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 29)) * 0x94D049BB133111EBL;
        return (int) (hash ^ (hash >>> 32));
    }
}
