package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.function.Consumer;

/** The rows that a table function gives, as one ARRAY of ROWs. Used by one thread. */
public final class RowCollector implements Consumer<Object> {
    private final JavaObject row;
    private final boolean single;
    private Utf8 out = new Utf8();
    private int count;

    /** @param row type of the rows; if what is collected is no row, with one field */
    public RowCollector(DataType row, Class<?> collected) {
        single = !collected.isRecord() && collected != Object[].class;
        this.row = single ? new JavaObject(row.children().get(0).type(), collected) : new JavaObject(row, collected);
        if (row.kind() != TypeKind.ROW) {
            throw new IllegalArgumentException("no row: " + row);
        }
    }

    /** @param newOut is overwritten with the rows up to {@link #end} */
    public void begin(Utf8 newOut) {
        out = newOut;
        count = 0;
        NestedValues.appendCount(0, out);
    }

    @Override
    public void accept(Object value) {
        count++;
        if (value == null && !single) {
            NestedValues.appendNull(out);
            return;
        }
        int begin = NestedValues.beginSlice(out);
        if (single) {
            row.writeValue(value, out);
        } else {
            row.write(value, out);
        }
        NestedValues.endSlice(begin, out);
    }

    public void end() {
        NestedValues.setCount(count, out);
    }
}
