package io.sluice.sources;

import java.util.List;

/**
 * Reads one split in batches of columns. Used by one thread.
 *
 * <pre>{@code
 * for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
 *     ColumnVector delay = reader.column(0);   // decoded now; the vector is the reader's and is reused
 * }
 * }</pre>
 */
public interface SplitReader extends AutoCloseable {
    /** The most rows that a batch has. */
    int MAX_ROWS = 8192;

    /** Moves to the next batch and returns its number of rows (0 is possible), or −1 at the end. */
    int next();

    /**
     * The {@code index}-th column of the {@link Scan}, for all rows of the current batch. Valid until the next call of
     * {@link #next}. A column that is not asked for costs as little as the format allows.
     */
    ColumnVector column(int index);

    /**
     * The same for some rows of the batch only: {@code rows[0, count)}, rising. They stand at their own places in the
     * vector; what stands at the places of other rows, null flags included, is arbitrary. In a batch, each column is asked
     * for in one way.
     */
    default ColumnVector column(int index, int[] rows, int count) {
        return column(index);
    }

    /** Bytes read from storage so far, compressed as they are there. */
    long bytesRead();

    /** Rows left out so far because they could not be read. */
    default long badRows() {
        return 0;
    }

    /**
     * The rows left out since the last call, in their order, where the table's policy is {@link
     * BadRowPolicy#DEAD_LETTER}; else none. To be called after each {@link #next}, the last included; a batch that has
     * met many of them ends early.
     */
    default List<BadRow> takeBadRows() {
        return List.of();
    }

    @Override
    void close();
}
