package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.TimeQueue;
import io.sluice.sources.ColumnVector;
import java.util.Optional;

/** One input of a join in one shard: its rows, and what is known of them. Used by one thread at a time. */
final class JoinSide implements TwoInputOperator.Side {
    /**
     * What a side of a join is, the same in all shards.
     *
     * @param timeColumn −1: times are not bound
     * @param drops rows go when the other watermark is past their time plus {@code shift}
     * @param earliest the time of a row less that of its partner is at least so many microseconds; −∞ is the least long
     * @param latest and at most so many; +∞ is the greatest long
     */
    record Form(
            boolean isLeft,
            RowHash keys,
            int[] neverNull,
            boolean retracts,
            boolean keepsUnmatched,
            boolean countsMatches,
            int timeColumn,
            boolean drops,
            long shift,
            long earliest,
            long latest) {}

    private final Form form;
    private final RowTable table;
    private final TimeQueue ends = new TimeQueue();
    private final Optional<TimeRanges> ranges;
    private long late;

    JoinSide(Form form, RowTable table) {
        this.form = form;
        this.table = table;
        ranges = form.timeColumn < 0 ? Optional.empty() : Optional.of(new TimeRanges(table, form.timeColumn));
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

    @Override
    public long takeLate() {
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
        if (ranges.isPresent()) {
            ranges.get().added(slot);
        }
    }

    /** Several rows have been added, the one after the other. */
    void added(int first, int count) {
        for (int slot = first; form.drops && slot < first + count; slot++) {
            ends.add(end(slot), slot);
        }
        ranges.ifPresent(each -> each.added(first, count));
    }

    /** A row counts once less; the last time, it is removed. */
    void takeBack(int slot) {
        if (table.count(slot) == 1) {
            remove(slot);
        } else {
            table.takeBack(slot);
        }
    }

    void remove(int slot) {
        if (ranges.isPresent()) {
            ranges.get().removing(slot);
        }
        table.remove(slot);
    }

    /** Rows that have not changed since before a time go. */
    void forget(long before) {
        for (int slot = 0; before != Long.MIN_VALUE && slot < table.slots(); slot++) {
            if (table.isLive(slot) && table.isUnchanged(slot, before)) {
                remove(slot);
            }
        }
    }

    /** Which rows of a key may be partners of a row of the other input by their time; null: all, in their chain. */
    SortedRows inOrder(int key) {
        return ranges.isPresent() ? ranges.get().rows(key) : null;
    }

    /** Where those begin in that order that may be partners of a row with this time. */
    int first(SortedRows rows, long time) {
        return form.earliest == Long.MIN_VALUE ? 0 : ranges.orElseThrow().before(rows, plus(time, form.earliest));
    }

    /** And where they end. */
    int end(SortedRows rows, long time) {
        long least = form.latest == Long.MAX_VALUE ? Long.MAX_VALUE : plus(time, form.latest);
        return least == Long.MAX_VALUE ? rows.size() : ranges.orElseThrow().before(rows, least + 1);
    }

    /** When the watermark of the other side is greater than this, the row can get no partner any more; of a side that drops rows. */
    long end(ColumnVector[] columns, int row) {
        return shifted(columns[form.timeColumn].longs[row]);
    }

    private long end(int slot) {
        return end(table.columns(), slot);
    }

    /** Whether a new row that has met all rows of the other input need not be kept if it ends before a time. */
    boolean goesUnkept() {
        return form.drops && !form.retracts;
    }

    boolean isOver(ColumnVector[] columns, int row, long keptFrom) {
        return goesUnkept() && end(columns, row) < keptFrom;
    }

    /** −∞ and +∞ stay as they are. */
    private long shifted(long time) {
        return plus(time, form.shift);
    }

    private static long plus(long time, long shift) {
        if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
            return time;
        }
        long end = time + shift;
        boolean overflow = ((time ^ end) & (shift ^ end)) < 0;
        return overflow ? (shift < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : end;
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
    @Override
    public void rebuild() {
        ends.clear();
        for (int slot = 0; form.drops && slot < table.slots(); slot++) {
            if (table.isLive(slot)) {
                ends.add(end(slot), slot);
            }
        }
        ranges.ifPresent(TimeRanges::rebuild);
    }

    /** Gives memory back where many rows are gone. */
    @Override
    public void compact() {
        int[] moved = table.compact();
        if (moved != null) {
            ends.renumber(moved);
            ranges.ifPresent(each -> each.renumber(moved));
        }
    }
}
