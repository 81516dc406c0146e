package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.util.Arrays;

/** A column that the file does not have: all NULL. */
final class MissingColumn implements RowColumn {
    private final ColumnVector vector = new ColumnVector();

    MissingColumn(ColumnType type) {
        ColumnVector empty = type.newVector(0);
        vector.children = empty.children;
        fill(vector, type, SplitReader.MAX_ROWS);
    }

    /** Makes all rows NULL, with something readable under each. */
    static void fill(ColumnVector vector, ColumnType type, int rows) {
        vector.reserveNulls(rows);
        Arrays.fill(vector.nulls, 0, rows, true);
        vector.hasNulls = true;
        switch (type.lane()) {
            case LONG -> vector.reserveLongs(rows);
            case WIDE -> {
                vector.reserveLongs(rows);
                vector.reserveHighs(rows);
            }
            case DOUBLE -> vector.reserveDoubles(rows);
            case SLICE -> vector.reserveSlices(rows);
            case NESTED -> {
                vector.reserveSlices(rows);
                for (int i = 0; i < vector.children.length; i++) {
                    int below = type.kind() == Kind.ROW ? rows : 0;
                    fill(vector.children[i], type.children().get(i), below);
                }
            }
        }
    }

    @Override
    public void start(int group) {}

    @Override
    public void skip(long rows) {}

    @Override
    public ColumnVector read(int rows, ChosenRows wanted) {
        return vector;
    }

    /** A column that is missing may be NULL; that was looked at before. */
    @Override
    public int firstNull(int rows) {
        return -1;
    }

    @Override
    public void close() {}
}
