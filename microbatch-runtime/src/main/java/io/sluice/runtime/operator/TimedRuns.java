package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;

/**
 * A run of rows of one key that are in order of their times, none more than a gap behind the one before:
 *
 * <pre>
 *   ·· ·    · · ··· ·      ··        ▲ a place
 *           ▲──────▲  the run around it
 * </pre>
 *
 * Used by one thread at a time.
 */
final class TimedRuns {
    private static final int STEP = 64;

    private final RowTable table;
    private final int timeColumn;
    private final long gap;
    private final int[] step = new int[STEP];
    private int[] slots = new int[STEP];
    private int first;
    private int size;

    TimedRuns(RowTable table, int timeColumn, long gap) {
        this.table = table;
        this.timeColumn = timeColumn;
        this.gap = gap;
    }

    /** By time; equal times by the slot. */
    int compare(int left, int right) {
        int byTime = Long.compare(time(left), time(right));
        return byTime != 0 ? byTime : Integer.compare(left, right);
    }

    long time(int slot) {
        return table.columns()[timeColumn].longs[slot];
    }

    boolean isWithoutTime(ColumnVector[] columns, int row) {
        ColumnVector time = columns[timeColumn];
        return time.hasNulls && time.nulls[row];
    }

    /** Whether a time is so far behind another that it is of another run. */
    boolean isApart(long time, long next) {
        return next - time > gap;
    }

    /** Finds the run around a place. */
    void around(SortedRows rows, int place) {
        first = start(rows, place);
        size = 0;
        int at = first;
        int copied = rows.copy(at, STEP, step);
        while (copied > 0) {
            for (int i = 0; i < copied; i++) {
                if (size > 0 && isApart(time(slots[size - 1]), time(step[i]))) {
                    return;
                }
                add(step[i]);
            }
            at += copied;
            copied = rows.copy(at, STEP, step);
        }
    }

    private int start(SortedRows rows, int place) {
        int at = place;
        long next = time(rows.get(place));
        while (at > 0) {
            int count = Math.min(at, STEP);
            rows.copy(at - count, count, step);
            for (int i = count - 1; i >= 0; i--) {
                long time = time(step[i]);
                if (isApart(time, next)) {
                    return at;
                }
                next = time;
                at--;
            }
        }
        return 0;
    }

    private void add(int slot) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        slots[size++] = slot;
    }

    /** Rows of the run. */
    int size() {
        return size;
    }

    /** The place behind the run. */
    int end() {
        return first + size;
    }

    /** The row at a place of the run, from 0 on. */
    int slot(int place) {
        return slots[place];
    }

    /** The time of the last row. */
    long last() {
        return time(slots[size - 1]);
    }
}
