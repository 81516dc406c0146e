package io.sluice.sources.parquet;

import java.util.ArrayList;
import java.util.List;

/**
 * Buffers that readers are done with, for the next ones: a reader of a split has some megabytes for each column, and a batch
 * often has splits that are read in milliseconds. Of the process, some megabytes for each processor; what is given beyond that is left to
 * the collector. For use by several threads.
 */
final class SpareBuffers {
    /** Sizes are multiples of it, so that pages of about the same size fit. */
    private static final int STEP = 64 << 10;

    /** What is kept for each processor, in bytes. */
    private static final long KEPT = 16 << 20;

    private static final List<byte[]> SPARE = new ArrayList<>();
    private static long spareBytes;

    private SpareBuffers() {}

    /** A buffer of at least so many bytes, with anything in it: the smallest that is there, or a new one. */
    static byte[] take(int size) {
        synchronized (SPARE) {
            int best = -1;
            for (int i = 0; i < SPARE.size(); i++) {
                int length = SPARE.get(i).length;
                if (length >= size && (best < 0 || length < SPARE.get(best).length)) {
                    best = i;
                }
            }
            if (best >= 0) {
                byte[] found = SPARE.get(best);
                SPARE.set(best, SPARE.get(SPARE.size() - 1));
                SPARE.remove(SPARE.size() - 1);
                spareBytes -= found.length;
                return found;
            }
        }
        long rounded = ((long) size + STEP - 1) / STEP * STEP;
        return new byte[rounded > Integer.MAX_VALUE - Bits.PADDING ? size : (int) rounded];
    }

    /** Takes a buffer that nobody reads any more. */
    static void give(byte[] buffer) {
        if (buffer.length < STEP) {
            return;
        }
        synchronized (SPARE) {
            if (spareBytes + buffer.length <= KEPT * Runtime.getRuntime().availableProcessors()) {
                SPARE.add(buffer);
                spareBytes += buffer.length;
            }
        }
    }
}
