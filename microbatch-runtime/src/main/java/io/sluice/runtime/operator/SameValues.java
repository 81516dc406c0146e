package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowIndex;
import java.util.List;

/** For each row of a partition the last one before it with the same arguments. */
final class SameValues {
    private final RowHash hash;
    private int[] before = {};

    /** @param types of the columns of the rows */
    SameValues(List<Integer> arguments, List<DataType> types) {
        hash = new RowHash(types, arguments.stream().mapToInt(Integer::intValue).toArray());
    }

    void find(OverRows rows) {
        if (before.length < rows.size()) {
            before = new int[Math.max(rows.size(), before.length * 2)];
        }
        RowIndex index = new RowIndex();
        int[] last = new int[rows.size()];
        int values = 0;
        for (int place = 0; place < rows.size(); place++) {
            long code = hash.hash(rows.columns(), rows.slot(place));
            int found = -1;
            for (int slot = index.first(code); slot >= 0 && found < 0; slot = index.next(code, slot)) {
                int value = index.entry(slot);
                found = hash.isSame(rows.columns(), rows.slot(place), rows.columns(), rows.slot(last[value]))
                        ? value
                        : -1;
            }
            if (found < 0) {
                found = values++;
                index.add(code, found);
                before[place] = -1;
            } else {
                before[place] = last[found];
            }
            last[found] = place;
        }
    }

    /** −1: there is none. */
    int before(int place) {
        return before[place];
    }

    /** Whether a row of a frame is the first in it with its arguments. */
    boolean isFirst(OverRows rows, OverFrame frame, int place, int start, int row) {
        int earlier = before[row];
        while (earlier >= start && !frame.holds(rows, place, earlier)) {
            earlier = before[earlier];
        }
        return earlier < start;
    }
}
