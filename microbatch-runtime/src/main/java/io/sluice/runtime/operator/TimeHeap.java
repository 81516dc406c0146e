package io.sluice.runtime.operator;

import java.util.Arrays;

/** Times at which something is due, the least first, each with a number. Used by one thread at a time. */
final class TimeHeap {
    private long[] times = new long[8];
    private int[] numbers = new int[8];
    private int size;

    void push(long time, int number) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        int at = size++;
        while (at > 0 && times[at - 1 >>> 1] > time) {
            set(at, at - 1 >>> 1);
            at = at - 1 >>> 1;
        }
        times[at] = time;
        numbers[at] = number;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The least time; there is one. */
    long time() {
        return times[0];
    }

    /** The number that has the least time. */
    int number() {
        return numbers[0];
    }

    /** Takes the least time out. */
    void pop() {
        long time = times[--size];
        int number = numbers[size];
        int at = 0;
        int below = least(1);
        while (below < size && times[below] < time) {
            set(at, below);
            at = below;
            below = least(2 * at + 1);
        }
        times[at] = time;
        numbers[at] = number;
    }

    private int least(int left) {
        return left + 1 < size && times[left + 1] < times[left] ? left + 1 : left;
    }

    private void set(int to, int from) {
        times[to] = times[from];
        numbers[to] = numbers[from];
    }
}
