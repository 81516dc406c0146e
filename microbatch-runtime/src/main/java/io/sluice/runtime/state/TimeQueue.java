package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * Slots of rows by a time, the earliest first: a heap, so that what comes nearly in order costs next to nothing. Rows that
 * are removed otherwise stay in it until their time.
 */
public final class TimeQueue {
    private static final int FIRST = 8;

    private long[] times = new long[FIRST];
    private int[] slots = new int[FIRST];
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    /** The earliest time. */
    public long firstTime() {
        return times[0];
    }

    public void add(long time, int slot) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            slots = Arrays.copyOf(slots, size * 2);
        }
        int at = size++;
        while (at > 0 && times[at - 1 >> 1] > time) {
            int parent = at - 1 >> 1;
            times[at] = times[parent];
            slots[at] = slots[parent];
            at = parent;
        }
        times[at] = time;
        slots[at] = slot;
    }

    /** Takes out the slot with the earliest time. */
    public int remove() {
        int first = slots[0];
        size--;
        if (size > 0) {
            sink(0, times[size], slots[size]);
        }
        return first;
    }

    private void sink(int from, long time, int slot) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            slots[at] = slots[child];
            at = child;
        }
        times[at] = time;
        slots[at] = slot;
    }

    /** Rows have moved to other slots; −1: they are gone. */
    public void renumber(int[] moved) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (moved[slots[i]] >= 0) {
                times[kept] = times[i];
                slots[kept++] = moved[slots[i]];
            }
        }
        size = kept;
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, times[i], slots[i]);
        }
    }

    public void clear() {
        size = 0;
    }

    /** Memory held. */
    public long bytes() {
        return (long) times.length * (Long.BYTES + Integer.BYTES);
    }
}
