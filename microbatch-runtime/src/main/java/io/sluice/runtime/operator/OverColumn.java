package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;

/** Computes the values of one function with OVER. Used by one thread at a time. */
abstract class OverColumn {
    private final OverCall call;
    private final int index;

    /** @param index of the call among those of its node */
    OverColumn(OverCall call, int index) {
        this.call = call;
        this.index = index;
    }

    int index() {
        return index;
    }

    OverCall call() {
        return call;
    }

    /**
     * Writes the values of all rows from {@link OverRows#from} on; the first of them at {@code at}.
     *
     * @param values of all functions of the node: see {@link OverColumns#types}
     */
    abstract void fill(OverRows rows, ColumnVector[] values, int at);

    /** Writes a value of a column of the same type; the rows before it are written. */
    static void copy(ColumnVector from, int row, DataType type, ColumnVector to, int at) {
        if (row < 0 || from.hasNulls && from.nulls[row]) {
            setNull(type, to, at);
            return;
        }
        to.nulls[at] = false;
        if (type.kind().isFloating()) {
            to.doubles[at] = from.doubles[row];
        } else if (type.kind().isSlice()) {
            ColumnBatch.appendText(to, at, from.bytes, from.starts[row], from.lengths[row]);
        } else {
            to.longs[at] = from.longs[row];
            if (type.isWide()) {
                to.highs[at] = from.highs[row];
            }
        }
    }

    static void setNull(DataType type, ColumnVector to, int at) {
        to.nulls[at] = true;
        to.hasNulls = true;
        if (type.kind().isSlice()) {
            ColumnBatch.appendText(to, at, to.bytes, 0, 0);
        }
    }

    static void set(ColumnVector to, int at, long value) {
        to.nulls[at] = false;
        to.longs[at] = value;
    }

    static void set(ColumnVector to, int at, double value) {
        to.nulls[at] = false;
        to.doubles[at] = value;
    }

    /** Whether a row has NULL in a column. */
    static boolean isNull(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row];
    }
}
