package io.sluice.runtime.operator;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.SortKey;
import io.sluice.sources.ColumnVector;
import java.util.List;

/**
 * An aggregate that is computed from the rows of a frame: of pairs, of bits, a list, a percentile, the most frequent value. A frame that
 * begins with the partition only grows; any other is made anew for each row.
 */
final class RowsColumn extends OverColumn {
    private final AggregateCall aggregate;
    private final OverFrame frame;
    private final SameValues same;
    private final FrameFold fold;

    /** @param types of the columns of the input */
    RowsColumn(OverCall call, int index, List<DataType> types, List<SortKey> order) {
        super(call, index);
        aggregate = call.aggregate().orElseThrow();
        frame = new OverFrame(call.frame(), order);
        same = new SameValues(call.arguments(), types);
        fold = FrameFold.of(aggregate, types);
    }

    @Override
    void fill(OverRows rows, ColumnVector[] to, int at) {
        if (call().distinct()) {
            same.find(rows);
        }
        fold.clear();
        int done = 0;
        for (int place = rows.from(); place < rows.size(); place++) {
            int start = frame.start(rows, place);
            int end = Math.max(start, frame.end(rows, place));
            if (frame.isGrowing()) {
                while (done < end) {
                    add(rows, place, start, done++);
                }
            } else {
                fold.clear();
                for (int i = start; i < end; i++) {
                    if (frame.holds(rows, place, i)) {
                        add(rows, place, start, i);
                    }
                }
            }
            fold.write(rows.columns(), to[index()], at + place - rows.from());
        }
    }

    private void add(OverRows rows, int place, int start, int row) {
        ColumnVector[] columns = rows.columns();
        int slot = rows.slot(row);
        for (int argument : aggregate.arguments()) {
            if (isNull(columns[argument], slot)) {
                return;
            }
        }
        boolean counts = aggregate.filter().isEmpty()
                || isTrue(columns[aggregate.filter().getAsInt()], slot);
        if (counts && (!call().distinct() || same.isFirst(rows, frame, place, start, row))) {
            fold.add(columns, slot);
        }
    }

    private static boolean isTrue(ColumnVector column, int slot) {
        return !isNull(column, slot) && column.longs[slot] != 0;
    }
}
