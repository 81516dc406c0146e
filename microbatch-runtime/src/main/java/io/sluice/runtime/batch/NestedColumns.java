package io.sluice.runtime.batch;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.sources.ColumnVector;
import java.util.List;

/**
 * Nested columns as values. A source gives them as columns ({@link ColumnVector#children}); between pipelines a nested
 * value is one slice in the encoding of {@link NestedValues}, and its column has no children.
 */
public final class NestedColumns {
    private NestedColumns() {}

    public static boolean isNull(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row];
    }

    /** The value of a row, which is not null: a view of its bytes, or what is packed into the buffer. */
    public static Utf8 slice(ColumnVector column, int row, DataType type, Utf8 view, Utf8 buffer) {
        if (column.children.length == 0) {
            return view.set(column.bytes, column.starts[row], column.lengths[row]);
        }
        pack(column, row, type, buffer.clear());
        return buffer;
    }

    private static void pack(ColumnVector column, int row, DataType type, Utf8 out) {
        List<Column> children = type.children();
        if (type.kind() == TypeKind.ROW) {
            for (int i = 0; i < children.size(); i++) {
                packValue(column.children[i], row, children.get(i).type(), out);
            }
            return;
        }
        int first = column.starts[row];
        int count = column.lengths[row];
        NestedValues.appendCount(count, out);
        for (int i = first; i < first + count; i++) {
            for (int child = 0; child < children.size(); child++) {
                packValue(column.children[child], i, children.get(child).type(), out);
            }
        }
    }

    private static void packValue(ColumnVector column, int row, DataType type, Utf8 out) {
        if (isNull(column, row)) {
            NestedValues.appendNull(out);
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> NestedValues.appendBoolean(column.longs[row] != 0, out);
            case FLOAT, DOUBLE -> NestedValues.appendDouble(column.doubles[row], out);
            case DECIMAL -> {
                if (type.isWide()) {
                    NestedValues.appendWide(column.longs[row], column.highs[row], out);
                } else {
                    NestedValues.appendLong(column.longs[row], out);
                }
            }
            case STRING, BINARY -> NestedValues.appendSlice(column.bytes, column.starts[row], column.lengths[row], out);
            case ARRAY, MAP, ROW -> {
                int begin = NestedValues.beginSlice(out);
                if (column.children.length == 0) {
                    out.append(column.bytes, column.starts[row], column.lengths[row]);
                } else {
                    pack(column, row, type, out);
                }
                NestedValues.endSlice(begin, out);
            }
            default -> NestedValues.appendLong(column.longs[row], out);
        }
    }
}
