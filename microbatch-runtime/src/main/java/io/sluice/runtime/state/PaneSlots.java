package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The control words of a table of several panes, an array for each: rows mostly come in the order of time, and so the words
 * of the panes that they are in stay in the caches. Used by one thread at a time until it does not change any more.
 */
final class PaneSlots {
    private static final int FIRST_PANES = 4;
    private static final int FEWEST_SLOTS = 8;
    private static final int MOST_FIRST_SLOTS = 512;
    private static final int KEPT_PANES = 64;
    private static final int KEPT_SLOTS = 1024;

    /** By number, in the order in which the panes came. */
    private long[] panes = new long[FIRST_PANES];

    private long[][] slots = new long[FIRST_PANES][];
    private int[] filled = new int[FIRST_PANES];
    private int count;

    /** Half of a pane's hash, then its number + 1. */
    private long[] numbers = new long[2 * FIRST_PANES];

    int count() {
        return count;
    }

    long pane(int number) {
        return panes[number];
    }

    /** The control words of a pane. */
    long[] slots(int number) {
        return slots[number];
    }

    /** How many of them are taken. */
    int filled(int number) {
        return filled[number];
    }

    void set(int number, long[] words, int taken) {
        slots[number] = words;
        filled[number] = taken;
    }

    /**
     * The number of a pane, which is added if it is new.
     *
     * @param like the one before it: a new pane gets about as many groups
     */
    int numberOf(long pane, int like) {
        long hash = KeyHash.mix(pane);
        int mask = numbers.length - 1;
        int slot = (int) hash & mask;
        for (long entry = numbers[slot]; entry != 0; entry = numbers[slot]) {
            if (panes[(int) entry - 1] == pane) {
                return (int) entry - 1;
            }
            slot = slot + 1 & mask;
        }
        return add(pane, hash, like);
    }

    private int add(long pane, long hash, int like) {
        if (count == panes.length) {
            panes = Arrays.copyOf(panes, count * 2);
            slots = Arrays.copyOf(slots, count * 2);
            filled = Arrays.copyOf(filled, count * 2);
            numbers = ControlWords.grow(numbers);
        }
        panes[count] = pane;
        filled[count] = 0;
        if (slots[count] == null) {
            int expected = like < 0 ? 0 : Math.min(MOST_FIRST_SLOTS, Integer.highestOneBit(filled[like]));
            slots[count] = new long[Math.max(FEWEST_SLOTS, expected)];
        }
        numbers[ControlWords.free(numbers, numbers.length - 1, (int) hash)] = hash << 32 | count + 1;
        return count++;
    }

    /** Forgets all panes, keeping some memory for the next ones. */
    void clear() {
        for (int i = 0; i < count; i++) {
            if (i < KEPT_PANES && slots[i].length <= KEPT_SLOTS) {
                Arrays.fill(slots[i], 0);
            } else {
                slots[i] = null;
            }
        }
        if (count > KEPT_PANES) {
            numbers = new long[2 * panes.length];
        } else {
            Arrays.fill(numbers, 0);
        }
        count = 0;
    }
}
