package io.sluice.runtime.batch;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** A row taken out of a batch, to be looked at again. Nested values are slices here. Used by one thread. */
public final class OneRow {
    private final List<DataType> types;
    private final ColumnVector[] columns;
    private final boolean[] present;

    public OneRow(List<DataType> types) {
        this.types = List.copyOf(types);
        columns = new ColumnVector[types.size()];
        present = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnVector();
            columns[i].reserveNulls(1);
            columns[i].reserveLongs(1);
            columns[i].reserveHighs(1);
            columns[i].reserveDoubles(1);
            columns[i].reserveSlices(1);
        }
    }

    /** @param read the columns that are there */
    public void set(ColumnVector[] from, int[] read, int row) {
        Arrays.fill(present, false);
        for (int column : read) {
            present[column] = true;
            set(from[column], types.get(column), row, columns[column]);
        }
    }

    private static void set(ColumnVector from, DataType type, int row, ColumnVector to) {
        to.hasNulls = from.hasNulls && from.nulls[row];
        to.nulls[0] = to.hasNulls;
        if (to.hasNulls) {
            return;
        }
        if (type.kind().isNested()) {
            Utf8 value = NestedColumns.slice(from, row, type, new Utf8(), new Utf8());
            ColumnBatch.appendText(to, 0, value.bytes, value.start, value.length);
        } else if (type.kind().isSlice()) {
            ColumnBatch.appendText(to, 0, from.bytes, from.starts[row], from.lengths[row]);
        } else if (type.kind().isFloating()) {
            to.doubles[0] = from.doubles[row];
        } else {
            to.longs[0] = from.longs[row];
        }
        if (type.isWide()) {
            to.highs[0] = from.highs[row];
        }
    }

    /** Whether all of these columns are there. */
    public boolean has(int[] wanted) {
        for (int column : wanted) {
            if (!present[column]) {
                return false;
            }
        }
        return true;
    }

    public ColumnVector[] columns() {
        return columns;
    }
}
