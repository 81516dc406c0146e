package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/** Strings of one batch that lie in more than one page, brought together. */
final class SliceCopies implements AutoCloseable {
    private static final byte[] NONE = {};

    /** A batch needs so much only if a few bytes of the file stand for very many. */
    private static final int MOST = 512 << 20;

    private byte[] bytes = NONE;
    private int size;
    private boolean inUse;

    void clear() {
        size = 0;
        inUse = false;
    }

    boolean isInUse() {
        return inUse;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Copies the slices of rows {@code [from, to)}, or of the wanted ones that are given, and lets them point to the
     * copies.
     */
    void append(byte[] source, ColumnVector vector, ChosenRows chosen, int from, int to, int firstWanted, int endWanted)
            throws IOException {
        if (chosen.isAll()) {
            append(source, vector, from, to);
            return;
        }
        inUse = true;
        for (int i = firstWanted; i < endWanted; i++) {
            append(source, vector, chosen.rows()[i]);
        }
    }

    void append(byte[] source, ColumnVector vector, int from, int to) throws IOException {
        inUse = true;
        for (int row = from; row < to; row++) {
            append(source, vector, row);
        }
    }

    private void append(byte[] source, ColumnVector vector, int row) throws IOException {
        int length = vector.lengths[row];
        if (bytes.length - size < length) {
            reserve(length);
        }
        System.arraycopy(source, vector.starts[row], bytes, size, length);
        vector.starts[row] = size;
        size += length;
    }

    private void reserve(int more) throws IOException {
        long needed = (long) size + more;
        if (needed > MOST) {
            throw new UnsupportedPageException("texts of more than %d bytes in one batch of rows".formatted(MOST));
        }
        byte[] larger = SpareBuffers.PAGES.take((int) Math.max(needed, Math.min(MOST, 2L * bytes.length)));
        System.arraycopy(bytes, 0, larger, 0, size);
        SpareBuffers.PAGES.give(bytes);
        bytes = larger;
    }

    /** The copies are no longer read. */
    @Override
    public void close() {
        SpareBuffers.PAGES.give(bytes);
        bytes = NONE;
    }
}
