package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType.Lane;

/** Moves values that were read one after the other to the rows that they belong to. */
final class ChosenSpread {
    private ChosenSpread() {}

    /** The values from {@code at} on are those of {@code rows[from, to)}, of which none is before {@code at}. */
    static void spread(ColumnVector vector, Lane lane, int at, int[] rows, int from, int to) {
        switch (lane) {
            case LONG -> spread(vector.longs, at, rows, from, to);
            case WIDE -> {
                spread(vector.longs, at, rows, from, to);
                spread(vector.highs, at, rows, from, to);
            }
            case DOUBLE -> spread(vector.doubles, at, rows, from, to);
            case SLICE -> {
                spread(vector.starts, at, rows, from, to);
                spread(vector.lengths, at, rows, from, to);
                spread(vector.ids, at, rows, from, to);
            }
            case NESTED -> throw new IllegalStateException("a nested column is no run of values");
        }
    }

    private static void spread(long[] values, int at, int[] rows, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            values[rows[i]] = values[at + i - from];
        }
    }

    private static void spread(double[] values, int at, int[] rows, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            values[rows[i]] = values[at + i - from];
        }
    }

    private static void spread(int[] values, int at, int[] rows, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            values[rows[i]] = values[at + i - from];
        }
    }
}
