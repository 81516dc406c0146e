package io.sluice.sources.parquet;

/**
 * The rows of a batch that are wanted, rising; {@link #ALL} stands for all of them. Used by one thread, and valid while
 * the batch is.
 */
final class ChosenRows {
    static final ChosenRows ALL = new ChosenRows(new int[0], -1);

    /** Where fewer than one in so many rows are wanted, they are decoded one by one. */
    private static final int SPARSE = 4;

    private final int[] rows;
    private final int count;

    ChosenRows(int[] rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    boolean isAll() {
        return count < 0;
    }

    int[] rows() {
        return rows;
    }

    /** The first of the wanted rows, from the {@code from}-th on, that is not before {@code row}. */
    int indexOf(int row, int from) {
        int index = from;
        while (index < count && rows[index] < row) {
            index++;
        }
        return index;
    }

    boolean isAt(int index, int row) {
        return index < count && rows[index] == row;
    }

    static boolean isSparse(int wanted, int of) {
        return (long) wanted * SPARSE < of;
    }
}
