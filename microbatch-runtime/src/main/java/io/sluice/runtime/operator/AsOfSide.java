package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.TimeQueue;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;

/**
 * One input of an as-of join in one shard: its rows, those of each key in the order of their positions. A position is a time, or
 * where rows look ahead its mirror image, so that a partner is always the last row that is not behind. Used by one thread at
 * a time.
 */
final class AsOfSide implements TwoInputOperator.Side {
    /** Stands for what is searched; no slot. */
    private static final int SOUGHT = -1;

    /**
     * What a side is, the same in all shards.
     *
     * @param neverNull columns that are needed for a partner
     * @param mirrored rows look ahead
     * @param sorts the order of its rows is asked for
     * @param passes some watermark lets its rows go
     */
    record Form(
            RowHash keys,
            int[] neverNull,
            int timeColumn,
            boolean mirrored,
            boolean retracts,
            boolean sorts,
            boolean passes) {}

    private final Form form;
    private final RowTable table;
    private final SortedRows.Order order;
    private final TimeQueue passing = new TimeQueue();
    private final TimeQueue passed = new TimeQueue();
    private SortedRows[] sorted = new SortedRows[8];
    private long sought;
    private boolean isBehindSame;
    private long late;

    /** @param content decides between rows of one time: the first is the partner */
    AsOfSide(Form form, RowTable table, TotalOrder content) {
        this.form = form;
        this.table = table;
        order = (left, right) -> compare(left, right, content);
    }

    private int compare(int left, int right, TotalOrder content) {
        if (right == SOUGHT) {
            int found = Long.compare(position(left), sought);
            return found == 0 ? (isBehindSame ? -1 : 1) : found;
        }
        int found = Long.compare(position(left), position(right));
        if (found == 0) {
            found = content.compare(table.columns(), right, table.columns(), left);
        }
        return found == 0 ? Integer.compare(left, right) : found;
    }

    Form form() {
        return form;
    }

    RowTable table() {
        return table;
    }

    /** The rows by their times, for those that go when a watermark passes them. */
    TimeQueue passing() {
        return passing;
    }

    /** Those of the right input that its own watermark has passed, and the left one has not, where rows look ahead. */
    TimeQueue passed() {
        return passed;
    }

    void addLate() {
        late++;
    }

    @Override
    public long takeLate() {
        long taken = late;
        late = 0;
        return taken;
    }

    long time(int slot) {
        return table.columns()[form.timeColumn].longs[slot];
    }

    private long position(int slot) {
        return position(table.columns(), slot);
    }

    long position(ColumnVector[] columns, int row) {
        long time = columns[form.timeColumn].longs[row];
        return form.mirrored ? ~time : time;
    }

    /** Whether a row can have no partner, as it has a NULL where a value is needed. */
    boolean isAlone(ColumnVector[] columns, int row) {
        for (int column : form.neverNull) {
            if (columns[column].hasNulls && columns[column].nulls[row]) {
                return true;
            }
        }
        return false;
    }

    /** Keeps a row; gives its slot. */
    int add(ColumnVector[] columns, int row, long hash) {
        int slot = table.add(columns, row, hash);
        if (table.count(slot) == 1) {
            added(slot);
        }
        return slot;
    }

    private void added(int slot) {
        if (form.passes) {
            passing.add(time(slot), slot);
        }
        if (form.sorts) {
            int key = table.keyOf(slot);
            if (key >= sorted.length) {
                sorted = Arrays.copyOf(sorted, Math.max(key + 1, sorted.length * 2));
            }
            if (sorted[key] == null) {
                sorted[key] = new SortedRows();
            }
            sorted[key].add(slot, order);
        }
    }

    /** A row counts once less; says whether it is still there. */
    boolean takeBack(int slot) {
        if (table.count(slot) > 1) {
            return table.takeBack(slot);
        }
        remove(slot);
        return false;
    }

    void remove(int slot) {
        if (form.sorts) {
            int key = table.keyOf(slot);
            sorted[key].remove(slot, order);
            if (sorted[key].size() == 0) {
                sorted[key] = null;
            }
        }
        table.remove(slot);
    }

    /** The rows of a key in order. */
    SortedRows rows(int key) {
        return sorted[key];
    }

    /** Where a row is among those of its key. */
    int place(int slot) {
        return sorted[table.keyOf(slot)].placeOf(slot, order);
    }

    /**
     * How many rows of a key are before a position.
     *
     * @param same and those at it
     */
    int before(int key, long position, boolean same) {
        sought = position;
        isBehindSame = same;
        return sorted[key].placeOf(SOUGHT, order);
    }

    /** After a restore. */
    @Override
    public void rebuild() {
        passing.clear();
        passed.clear();
        Arrays.fill(sorted, null);
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.isLive(slot)) {
                added(slot);
            }
        }
    }

    /** Gives memory back where many rows are gone. */
    @Override
    public void compact() {
        int[] moved = table.compact();
        if (moved != null) {
            passing.renumber(moved);
            passed.renumber(moved);
            for (SortedRows rows : sorted) {
                if (rows != null) {
                    rows.renumber(moved);
                }
            }
        }
    }
}
