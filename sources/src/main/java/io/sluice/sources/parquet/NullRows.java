package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType.Lane;

/** Moves values that were read without gaps to the rows that are not null. */
final class NullRows {
    private NullRows() {}

    /** The first {@code present} rows from {@code at} on hold the values of {@code count} rows. */
    static void spread(ColumnVector vector, Lane lane, int at, int count, int present) {
        boolean[] nulls = vector.nulls;
        switch (lane) {
            case LONG -> spread(vector.longs, nulls, at, count, present);
            case WIDE -> {
                spread(vector.longs, nulls, at, count, present);
                spread(vector.highs, nulls, at, count, present);
            }
            case DOUBLE -> spread(vector.doubles, nulls, at, count, present);
            case SLICE -> {
                spread(vector.starts, nulls, at, count, present);
                spread(vector.lengths, nulls, at, count, present);
                spread(vector.ids, nulls, at, count, present);
            }
            case NESTED -> throw new IllegalStateException("a nested column is no run of values");
        }
    }

    private static void spread(long[] values, boolean[] nulls, int at, int count, int present) {
        int from = at + present - 1;
        for (int row = at + count - 1; row > from; row--) {
            if (!nulls[row]) {
                values[row] = values[from--];
            }
        }
    }

    private static void spread(double[] values, boolean[] nulls, int at, int count, int present) {
        int from = at + present - 1;
        for (int row = at + count - 1; row > from; row--) {
            if (!nulls[row]) {
                values[row] = values[from--];
            }
        }
    }

    /** Slices and ids are 0 where there is no value, so that they can be read. */
    private static void spread(int[] values, boolean[] nulls, int at, int count, int present) {
        int from = at + present - 1;
        for (int row = at + count - 1; row >= at; row--) {
            values[row] = nulls[row] ? 0 : values[from--];
        }
    }
}
