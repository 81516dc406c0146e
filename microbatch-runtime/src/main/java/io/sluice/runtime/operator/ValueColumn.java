package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.OverFunction;
import io.sluice.planner.plan.SortKey;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** Values of a column at another row: LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE. */
final class ValueColumn extends OverColumn {
    private final OverFrame frame;
    private final DataType type;

    /** For each row how many before it have a value; then how many there are at all, and where they are. */
    private int[] before = {};

    private int[] known = {};
    private int knownCount;

    ValueColumn(OverCall call, int index, List<SortKey> order) {
        super(call, index);
        frame = new OverFrame(call.frame(), order);
        type = call.type();
    }

    @Override
    void fill(OverRows rows, ColumnVector[] filled, int at) {
        ColumnVector to = filled[index()];
        ColumnVector values = rows.columns()[call().arguments().get(0)];
        if (call().ignoresNulls()) {
            findKnown(rows, values);
        }
        boolean neighbour = call().function() == OverFunction.LAG || call().function() == OverFunction.LEAD;
        for (int place = rows.from(); place < rows.size(); place++) {
            int row = at + place - rows.from();
            if (neighbour) {
                neighbour(rows, values, place, to, row);
            } else {
                ofFrame(rows, values, place, to, row);
            }
        }
    }

    private void findKnown(OverRows rows, ColumnVector values) {
        if (before.length <= rows.size()) {
            before = Arrays.copyOf(before, Math.max(rows.size() + 1, before.length * 2));
            known = Arrays.copyOf(known, before.length);
        }
        knownCount = 0;
        for (int place = 0; place < rows.size(); place++) {
            before[place] = knownCount;
            if (!isNull(values, rows.slot(place))) {
                known[knownCount++] = place;
            }
        }
        before[rows.size()] = knownCount;
    }

    private void neighbour(OverRows rows, ColumnVector values, int place, ColumnVector to, int row) {
        long step = call().function() == OverFunction.LAG ? -call().parameter() : call().parameter();
        long target = call().ignoresNulls() && step != 0 ? knownNeighbour(place, step) : place + step;
        if (target >= 0 && target < rows.size()) {
            copy(values, rows.slot((int) target), type, to, row);
        } else if (call().arguments().size() > 1) {
            copy(rows.columns()[call().arguments().get(1)], rows.slot(place), type, to, row);
        } else {
            setNull(type, to, row);
        }
    }

    private long knownNeighbour(int place, long step) {
        long nth = step < 0 ? before[place] + step : before[place + 1] + step - 1;
        return nth >= 0 && nth < knownCount ? known[(int) nth] : -1;
    }

    private void ofFrame(OverRows rows, ColumnVector values, int place, ColumnVector to, int row) {
        int start = frame.start(rows, place);
        int end = Math.max(start, frame.end(rows, place));
        if (frame.excludes()) {
            int target = around(rows, place, start, end);
            copy(values, target < 0 ? -1 : rows.slot(target), type, to, row);
            return;
        }
        boolean fromBase = rows.hasBase() && frame.isRunning() && isOfBase(rows, start, end);
        if (fromBase) {
            copy(rows.base(index()), rows.baseRow(), type, to, row);
            return;
        }
        long skipped = rows.hasBase() && frame.isRunning() ? rows.rowsBefore() - rows.from() : 0;
        int target = call().ignoresNulls() ? known(start, end) : nth(start, end, skipped);
        if (target < 0) {
            setNull(type, to, row);
        } else {
            copy(values, rows.slot(target), type, to, row);
        }
    }

    /** Whether the value is that of the last row before, of which it may be forgotten where it came from. */
    private boolean isOfBase(OverRows rows, int start, int end) {
        return switch (call().function()) {
            case FIRST_VALUE -> !call().ignoresNulls() || !isNull(rows.base(index()), rows.baseRow());
            case NTH_VALUE -> rows.rowsBefore() >= call().parameter();
            default -> call().ignoresNulls() && known(Math.max(start, rows.from()), end) < 0;
        };
    }

    /** The row whose value it is in a frame with a gap: in what is before it, the current row if that is kept, or behind it. */
    private int around(OverRows rows, int place, int start, int end) {
        int gap = Math.max(start, Math.min(end, frame.gap(rows, place)));
        int behind = Math.min(end, Math.max(start, frame.behindGap(rows, place)));
        boolean kept = frame.keepsCurrent(place, start, end);
        int[] starts = {start, place, behind};
        int[] ends = {gap, kept ? place + 1 : place, end};
        long all = 0;
        for (int i = 0; i < starts.length; i++) {
            all += counted(starts[i], ends[i]);
        }
        long nth =
                switch (call().function()) {
                    case FIRST_VALUE -> 0;
                    case LAST_VALUE -> all - 1;
                    default -> call().parameter() - 1;
                };
        for (int i = 0; i < starts.length && nth >= 0; i++) {
            int counted = counted(starts[i], ends[i]);
            if (nth < counted) {
                return call().ignoresNulls() ? known[before[starts[i]] + (int) nth] : starts[i] + (int) nth;
            }
            nth -= counted;
        }
        return -1;
    }

    /** How many rows between two places count. */
    private int counted(int start, int end) {
        return call().ignoresNulls() ? before[end] - before[start] : end - start;
    }

    private int nth(int start, int end, long skipped) {
        long place =
                switch (call().function()) {
                    case FIRST_VALUE -> start;
                    case LAST_VALUE -> end - 1L;
                    default -> start + call().parameter() - 1 - skipped;
                };
        return place >= start && place < end ? (int) place : -1;
    }

    private int known(int start, int end) {
        int first = before[start];
        int last = before[end] - 1;
        long nth =
                switch (call().function()) {
                    case FIRST_VALUE -> first;
                    case LAST_VALUE -> last;
                    default -> first + call().parameter() - 1;
                };
        return nth >= first && nth <= last ? known[(int) nth] : -1;
    }
}
