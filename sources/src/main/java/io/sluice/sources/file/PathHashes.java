package io.sluice.sources.file;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A set of paths in 20 bytes for each: only hashes of 128 bits are kept, and the minute of the file. That two of a billion
 * paths are taken for one has a probability below 10^-20; the hash differs from run to run, so nobody can aim at it. At most
 * three quarters of the places are used, so a path takes 27 to 54 bytes.
 */
final class PathHashes {
    private static final long FIRST = 0x87c37b91114253d5L;
    private static final long SECOND = 0x4cf5ad432745937fL;
    private static final int FIRST_CAPACITY = 64;

    private final long seed = ThreadLocalRandom.current().nextLong();
    /** Pairs of halves; a first half of 0 is a free place. */
    private long[] slots = new long[2 * FIRST_CAPACITY];

    /** The minute of each place. */
    private int[] minutes = new int[FIRST_CAPACITY];

    private int size;
    /** Halves of the hash that was computed last. */
    private long high;

    private long low;

    int size() {
        return size;
    }

    boolean contains(String path) {
        hash(path);
        return slots[place()] != 0;
    }

    /** Of the arrays. */
    long bytes() {
        return (long) slots.length * Long.BYTES + (long) minutes.length * Integer.BYTES;
    }

    /** @param minute of the file's time of change, since the epoch */
    void add(String path, int minute) {
        hash(path);
        int place = place();
        if (slots[place] == 0) {
            slots[place] = high;
            slots[place + 1] = low;
            minutes[place / 2] = minute;
            size++;
            if (size > slots.length / 2 / 4 * 3) {
                rebuild(slots.length, Integer.MIN_VALUE);
            }
        }
    }

    /** The minute before which the {@code count} oldest paths are, or less than these where some are of one minute. */
    int minuteOf(int count) {
        int[] sorted = new int[size];
        int next = 0;
        for (int place = 0; place < minutes.length; place++) {
            if (slots[2 * place] != 0) {
                sorted[next++] = minutes[place];
            }
        }
        Arrays.sort(sorted);
        return sorted[Math.min(count, size - 1)];
    }

    /** Forgets the paths of files from before this minute; how many. */
    int removeBefore(int minute) {
        int before = size;
        rebuild(slots.length / 2, minute);
        return before - size;
    }

    void remove(String path) {
        hash(path);
        int free = place();
        if (slots[free] == 0) {
            return;
        }
        size--;
        slots[free] = 0;
        int mask = slots.length - 1;
        for (int next = free + 2 & mask; slots[next] != 0; next = next + 2 & mask) {
            int home = home(slots[next + 1]);
            boolean stays = free <= next ? free < home && home <= next : free < home || home <= next;
            if (!stays) {
                slots[free] = slots[next];
                slots[free + 1] = slots[next + 1];
                minutes[free / 2] = minutes[next / 2];
                slots[next] = 0;
                free = next;
            }
        }
    }

    private int home(long lowHalf) {
        return (int) lowHalf << 1 & slots.length - 1;
    }

    /** Where the hash is, or would be. */
    private int place() {
        int mask = slots.length - 1;
        int place = home(low);
        while (slots[place] != 0 && (slots[place] != high || slots[place + 1] != low)) {
            place = place + 2 & mask;
        }
        return place;
    }

    /** Into so many places; what is from before the minute is left out. */
    private void rebuild(int places, int oldest) {
        long[] old = slots;
        int[] oldMinutes = minutes;
        slots = new long[Math.multiplyExact(places, 2)];
        minutes = new int[places];
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 && oldMinutes[i / 2] >= oldest) {
                high = old[i];
                low = old[i + 1];
                int place = place();
                slots[place] = high;
                slots[place + 1] = low;
                minutes[place / 2] = oldMinutes[i / 2];
                size++;
            }
        }
    }

    /** Four characters at a time into two states that are stirred into each other, as MurmurHash3 does with 128 bits. */
    private void hash(String path) {
        long one = seed;
        long two = Long.reverse(seed);
        int length = path.length();
        for (int i = 0; i < length; i += 4) {
            long word = 0;
            int end = Math.min(length, i + 4);
            for (int j = i; j < end; j++) {
                word = word << 16 | path.charAt(j);
            }
            one = Long.rotateLeft(one ^ Long.rotateLeft(word * FIRST, 31) * SECOND, 27) + two;
            one = one * 5 + 0x52dce729;
            two = Long.rotateLeft(two ^ Long.rotateLeft(word * SECOND, 33) * FIRST, 31) + one;
            two = two * 5 + 0x38495ab5;
        }
        one ^= length;
        two ^= length;
        one += two;
        two += one;
        one = stirred(one);
        two = stirred(two);
        one += two;
        two += one;
        high = one == 0 ? 1 : one;
        low = two;
    }

    private static long stirred(long value) {
        long stirred = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        stirred = (stirred ^ stirred >>> 33) * 0xc4ceb9fe1a85ec53L;
        return stirred ^ stirred >>> 33;
    }
}
