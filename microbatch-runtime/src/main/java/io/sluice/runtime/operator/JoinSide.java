package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.TimeQueue;
import io.sluice.sources.ColumnVector;

/** One input of a join in one shard: its rows, and what is known of them. Used by one thread at a time. */
final class JoinSide {
    /** What a side of a join is, the same in all shards. */
    record Form(
            boolean isLeft,
            RowHash keys,
            int[] neverNull,
            boolean retracts,
            boolean keepsUnmatched,
            boolean countsMatches,
            int timeColumn,
            boolean drops,
            long shift) {}

    private final Form form;
    private final RowTable table;
    private final TimeQueue ends = new TimeQueue();
    private long late;

    JoinSide(Form form, RowTable table) {
        this.form = form;
        this.table = table;
    }

    Form form() {
        return form;
    }

    RowTable table() {
        return table;
    }

    /** Rows that came too late since {@link #takeLate}. */
    void addLate() {
        late++;
    }

    long takeLate() {
        long taken = late;
        late = 0;
        return taken;
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

    /** Whether a row without partner for certain may be among the columns. */
    boolean mayBeAlone(ColumnVector[] columns) {
        for (int column : form.neverNull) {
            if (columns[column].hasNulls) {
                return true;
            }
        }
        return false;
    }

    /** A row has been added: its time says when it goes. */
    void added(int slot) {
        if (form.drops) {
            ends.add(end(slot), slot);
        }
    }

    /** When the watermark of the other side is greater than this, the row can get no partner any more. */
    private long end(int slot) {
        return shifted(table.columns()[form.timeColumn].longs[slot]);
    }

    /** −∞ and +∞ stay as they are. */
    private long shifted(long time) {
        if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
            return time;
        }
        long end = time + form.shift;
        boolean overflow = ((time ^ end) & (form.shift ^ end)) < 0;
        return overflow ? (form.shift < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : end;
    }

    /**
     * Rows that end before this go. One that may still be taken back, since its own watermark has not passed it, stays: its
     * pairs must be taken back, too.
     */
    long closesBefore(long otherWatermark, long ownWatermark) {
        return form.retracts ? Math.min(otherWatermark, shifted(ownWatermark)) : otherWatermark;
    }

    TimeQueue ends() {
        return ends;
    }

    /** After a restore. */
    void rebuild() {
        ends.clear();
        for (int slot = 0; form.drops && slot < table.slots(); slot++) {
            if (table.isLive(slot)) {
                ends.add(end(slot), slot);
            }
        }
    }

    /** Gives memory back where many rows are gone. */
    void compact() {
        int[] moved = table.compact();
        if (moved != null) {
            ends.renumber(moved);
        }
    }
}
