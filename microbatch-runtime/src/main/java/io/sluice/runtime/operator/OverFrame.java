package io.sluice.runtime.operator;

import io.sluice.planner.plan.Frame;
import io.sluice.planner.plan.Frame.Bound;
import io.sluice.planner.plan.SortKey;
import io.sluice.sources.ColumnVector;
import java.util.List;

/** The first row of a frame and the one behind its last; both only grow from row to row. */
final class OverFrame {
    private final Frame frame;
    private final int column;
    private final boolean descending;

    OverFrame(Frame frame, List<SortKey> order) {
        this.frame = frame;
        column = order.isEmpty() ? -1 : order.get(0).column();
        descending = !order.isEmpty() && order.get(0).descending();
    }

    /** Whether rows between the ends are left out: those from {@link #gap} to {@link #behindGap}, but the current row if it is kept. */
    boolean excludes() {
        return frame.excludes();
    }

    /** The first row that is left out. */
    int gap(OverRows rows, int place) {
        return frame.exclusion() == Frame.Exclusion.CURRENT_ROW ? place : rows.peerStart(place);
    }

    /** The row behind the last one that is left out. */
    int behindGap(OverRows rows, int place) {
        return frame.exclusion() == Frame.Exclusion.CURRENT_ROW ? place + 1 : rows.peerEnd(place);
    }

    /** Whether the current row is in a gap, and not left out. */
    boolean keepsCurrent(int place, int start, int end) {
        return frame.exclusion() == Frame.Exclusion.TIES && place >= start && place < end;
    }

    /** Whether a row between the ends of the frame of the row at {@code place} is in it. */
    boolean holds(OverRows rows, int place, int row) {
        return !excludes()
                || row < gap(rows, place)
                || row >= behindGap(rows, place)
                || row == place && keepsCurrent(place, row, row + 1);
    }

    /** Whether it begins with the partition, and has all rows up to its end. */
    boolean isGrowing() {
        return !frame.excludes() && frame.start().unbounded() && frame.start().distance() < 0;
    }

    /** Whether it has all rows up to the current one, or those equal to it. */
    boolean isRunning() {
        return isGrowing() && !frame.end().unbounded() && frame.end().distance() == 0;
    }

    int start(OverRows rows, int place) {
        Bound bound = frame.start();
        if (bound.unbounded()) {
            return bound.distance() < 0 ? 0 : rows.size();
        }
        if (frame.unit() == Frame.Unit.ROWS) {
            return clamp(place + bound.distance(), rows.size());
        }
        return bound.distance() == 0 || isNull(rows, place)
                ? rows.peerStart(place)
                : search(rows, target(rows, place, bound.distance()), false);
    }

    int end(OverRows rows, int place) {
        Bound bound = frame.end();
        if (bound.unbounded()) {
            return bound.distance() < 0 ? 0 : rows.size();
        }
        if (frame.unit() == Frame.Unit.ROWS) {
            return clamp(place + bound.distance() + 1, rows.size());
        }
        return bound.distance() == 0 || isNull(rows, place)
                ? rows.peerEnd(place)
                : search(rows, target(rows, place, bound.distance()), true);
    }

    private static int clamp(long place, int size) {
        return (int) Math.max(0, Math.min(size, place));
    }

    private boolean isNull(OverRows rows, int place) {
        ColumnVector key = rows.columns()[column];
        return key.hasNulls && key.nulls[rows.slot(place)];
    }

    /** The value of the sort key at a distance; beyond the range of its type the greatest or least. */
    private long target(OverRows rows, int place, long distance) {
        long value = rows.columns()[column].longs[rows.slot(place)];
        long step = descending ? -distance : distance;
        long sum = value + step;
        boolean overflows = ((value ^ sum) & (step ^ sum)) < 0;
        return overflows ? step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE : sum;
    }

    /** The first row whose key is at the value, or behind it. NULLs are at one of the ends. */
    private int search(OverRows rows, long value, boolean behind) {
        int low = 0;
        int high = rows.size();
        while (low < high && isNull(rows, low)) {
            int middle = nullsEnd(rows, low, high);
            low = middle;
        }
        while (low < high) {
            int middle = low + high >>> 1;
            int way = isNull(rows, middle) ? 1 : compare(rows, middle, value);
            if (way < 0 || behind && way == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int nullsEnd(OverRows rows, int from, int size) {
        int low = from;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (isNull(rows, middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(OverRows rows, int place, long value) {
        int way = Long.compare(rows.columns()[column].longs[rows.slot(place)], value);
        return descending ? -way : way;
    }
}
