package io.sluice.runtime.state;

import java.util.Arrays;

/** Numbers in a row, as an array that grows. */
public final class IntList {
    private int[] values = new int[8];
    private int size;

    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    public int get(int index) {
        return values[index];
    }

    int removeLast() {
        return values[--size];
    }

    public int size() {
        return size;
    }

    /** The first {@link #size} are the numbers; valid until one is added. */
    public int[] values() {
        return values;
    }

    public void clear() {
        size = 0;
    }
}
