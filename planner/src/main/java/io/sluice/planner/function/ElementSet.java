package io.sluice.planner.function;

import java.util.Arrays;

/** Encoded values, each once, by hash; the values stay where they are. For one call, by one thread. */
final class ElementSet {
    private final byte[][] owners;
    private final int[] positions;
    private final int mask;

    /** @param most how many values are added */
    ElementSet(int most) {
        int size = Integer.highestOneBit(Math.max(4, most) * 2 - 1) * 2;
        owners = new byte[size][];
        positions = new int[size];
        mask = size - 1;
    }

    ElementSet addAll(Utf8 array) {
        int at = NestedValues.first(array);
        for (int i = NestedValues.count(array); i > 0; i--) {
            add(array.bytes, at);
            at = NestedValues.skip(array.bytes, at);
        }
        return this;
    }

    /** Whether it was not there. */
    boolean add(byte[] bytes, int at) {
        int slot = slot(bytes, at);
        if (owners[slot] != null) {
            return false;
        }
        owners[slot] = bytes;
        positions[slot] = at;
        return true;
    }

    boolean contains(byte[] bytes, int at) {
        return owners[slot(bytes, at)] != null;
    }

    /** Where the value is, or would be. */
    private int slot(byte[] bytes, int at) {
        int end = NestedValues.skip(bytes, at);
        int hash = 1;
        for (int i = at; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 16) * 0x9E3779B1 >>> 7 & mask;
        while (owners[slot] != null) {
            int other = positions[slot];
            byte[] owner = owners[slot];
            if (Arrays.equals(owner, other, NestedValues.skip(owner, other), bytes, at, end)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
