package io.sluice.sources.parquet;

import java.util.ArrayList;
import java.util.List;

/**
 * Buffers that readers are done with, for the next ones: a reader of a split has some megabytes for each column, and a batch
 * often has splits that are read in milliseconds. Of the process, some megabytes for each processor; what is given beyond that is left to
 * the collector. Dictionaries have their own, since those that are kept do not come back. For use by several threads.
 */
final class SpareBuffers {
    /** Sizes are multiples of it, so that pages of about the same size fit; smaller ones are not kept. */
    static final int STEP = 64 << 10;

    static final SpareBuffers PAGES = new SpareBuffers(16 << 20);
    static final SpareBuffers DICTIONARIES = new SpareBuffers(4 << 20);

    private final long most;
    private final List<byte[]> spare = new ArrayList<>();
    private long spareBytes;

    private SpareBuffers(long bytesOfProcessor) {
        most = bytesOfProcessor * Runtime.getRuntime().availableProcessors();
    }

    /** A buffer of at least so many bytes, with anything in it: the smallest that is there, or a new one. */
    byte[] take(int size) {
        synchronized (spare) {
            int best = -1;
            for (int i = 0; i < spare.size(); i++) {
                int length = spare.get(i).length;
                if (length >= size && (best < 0 || length < spare.get(best).length)) {
                    best = i;
                }
            }
            if (best >= 0) {
                byte[] found = spare.get(best);
                spare.set(best, spare.get(spare.size() - 1));
                spare.remove(spare.size() - 1);
                spareBytes -= found.length;
                return found;
            }
        }
        long rounded = ((long) size + STEP - 1) / STEP * STEP;
        return new byte[rounded > Integer.MAX_VALUE - Bits.PADDING ? size : (int) rounded];
    }

    /** Takes a buffer that nobody reads any more. */
    void give(byte[] buffer) {
        if (buffer.length < STEP) {
            return;
        }
        synchronized (spare) {
            if (spareBytes + buffer.length <= most) {
                spare.add(buffer);
                spareBytes += buffer.length;
            }
        }
    }
}
