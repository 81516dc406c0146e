package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * What is known of the open sessions of a shard that is on disk: enough to tell whether a row is late while rows are folded, which any thread
 * may ask, and when the first of them ends. 24 bytes for each; keys are told apart by their hashes of 64 bits.
 */
final class AwaySessions {
    private final long[] hashes;
    private final long[] starts;
    private final long[] lasts;
    private final long gap;
    private final long firstEnd;

    /** The upper bits of a hash, by which the sessions are in order. */
    private final long prefix;

    /**
     * @param open the places of the sessions in the arrays
     * @param firstEnd the least end of one that waits for a watermark
     */
    AwaySessions(int[] open, long[] ofHashes, long[] ofStarts, long[] ofLasts, long gap, long firstEnd) {
        this.gap = gap;
        this.firstEnd = firstEnd;
        int count = open.length;
        prefix = -1L << (Integer.SIZE - Integer.numberOfLeadingZeros(count));
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = ofHashes[open[i]] & prefix | i;
        }
        Arrays.sort(order);
        hashes = new long[count];
        starts = new long[count];
        lasts = new long[count];
        for (int i = 0; i < count; i++) {
            int session = open[(int) (order[i] & ~prefix)];
            hashes[i] = ofHashes[session];
            starts[i] = ofStarts[session];
            lasts[i] = ofLasts[session];
        }
    }

    int size() {
        return hashes.length;
    }

    /** The greatest long: none waits. */
    long firstEnd() {
        return firstEnd;
    }

    /** See {@link OpenSessions#isLate}. */
    boolean isLate(long hash, long time, long watermark) {
        int found = -1;
        for (int i = firstWith(hash & prefix); i < hashes.length && (hashes[i] & prefix) == (hash & prefix); i++) {
            if (hashes[i] == hash && starts[i] <= time && (found < 0 || starts[i] > starts[found])) {
                found = i;
            }
        }
        return found < 0 || lasts[found] + gap < watermark;
    }

    private int firstWith(long wanted) {
        int low = 0;
        int high = hashes.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if ((hashes[middle] & prefix) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
