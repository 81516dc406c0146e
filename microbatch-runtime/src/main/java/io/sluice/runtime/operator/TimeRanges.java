package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import java.util.Arrays;

/**
 * The rows of keys that have many, ordered by a time, so that those in a range are found without looking at the others. Keys with
 * few rows have no such order: their chain is as quick. Used by one thread at a time.
 */
final class TimeRanges {
    /** As many rows are worth an order. */
    private static final int MANY = 32;

    /** Stands for the time that is searched; no slot. */
    private static final int SOUGHT = -1;

    private final RowTable table;
    private final int timeColumn;
    private final SortedRows.Order order;
    private SortedRows[] sorted = {};
    private long sought;

    TimeRanges(RowTable table, int timeColumn) {
        this.table = table;
        this.timeColumn = timeColumn;
        order = (left, right) -> {
            if (right == SOUGHT) {
                return time(left) < sought ? -1 : 1;
            }
            int byTime = Long.compare(time(left), time(right));
            return byTime != 0 ? byTime : Integer.compare(left, right);
        };
    }

    private long time(int slot) {
        return table.columns()[timeColumn].longs[slot];
    }

    /** The table has a row more. */
    void added(int slot) {
        int key = table.keyOf(slot);
        SortedRows rows = rows(key);
        if (rows != null) {
            rows.add(slot, order);
        } else if (table.rowsOf(key) >= MANY) {
            sort(key);
        }
    }

    /** The table has several rows more, all of which are in it. */
    void added(int first, int count) {
        for (int slot = first; slot < first + count; slot++) {
            SortedRows rows = rows(table.keyOf(slot));
            if (rows != null) {
                rows.add(slot, order);
            }
        }
        for (int slot = first; slot < first + count; slot++) {
            int key = table.keyOf(slot);
            if (rows(key) == null && table.rowsOf(key) >= MANY) {
                sort(key);
            }
        }
    }

    private void sort(int key) {
        if (key >= sorted.length) {
            sorted = Arrays.copyOf(sorted, Math.max(key + 1, Math.max(8, sorted.length * 2)));
        }
        SortedRows rows = new SortedRows();
        for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
            rows.add(slot, order);
        }
        sorted[key] = rows;
    }

    /** A row is about to leave the table. */
    void removing(int slot) {
        int key = table.keyOf(slot);
        SortedRows rows = rows(key);
        if (rows != null) {
            rows.remove(slot, order);
            if (rows.size() == 0) {
                sorted[key] = null;
            }
        }
    }

    /** The rows of a key in order; null if they are few. */
    SortedRows rows(int key) {
        return key < sorted.length ? sorted[key] : null;
    }

    /** How many of these rows have a lesser time. */
    int before(SortedRows rows, long time) {
        sought = time;
        return rows.placeOf(SOUGHT, order);
    }

    /** After a restore. */
    void rebuild() {
        Arrays.fill(sorted, null);
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) >= MANY) {
                sort(key);
            }
        }
    }

    void renumber(int[] moved) {
        for (SortedRows rows : sorted) {
            if (rows != null) {
                rows.renumber(moved);
            }
        }
    }
}
