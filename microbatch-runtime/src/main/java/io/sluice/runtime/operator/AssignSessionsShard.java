package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.GroupKey.Property;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.WindowTimes;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The open sessions of one shard. Those before a batch and those after it are both made of parts of the sessions that the rows of
 * before and after have together: of these the ones around a changed row are looked at, and no others.
 */
final class AssignSessionsShard extends KeptPartitions {
    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final PlanNode.AssignSessions node;
    private final SortedRows.Order order;
    private final RowGroups groups;
    private final TimedRuns run;
    private final boolean sends;
    private final boolean closes;
    private final int precision;

    /** The start, end and time of sessions, as they are sent. */
    private RowColumns bounds;

    private SortedRows[] partitions = new SortedRows[8];

    /** When the first session of a key may be over: an entry of {@link #ends} counts while it is this one. */
    private long[] due = new long[8];

    /** By slot how often a row has come with the batch, and how often it was taken back. */
    private int[] added = new int[8];

    private int[] removed = new int[8];
    private int[] touched = new int[8];
    private int touches;

    /** For each row of a run where its session is in {@link #bounds}, before the batch and after it; −1: in none. */
    private int[] before = new int[8];

    private int[] after = new int[8];

    private RowEmitter out;

    AssignSessionsShard(PlanNode.AssignSessions node, RowTable table) {
        super(table);
        this.node = node;
        groups = new RowGroups(table.keyHash());
        run = new TimedRuns(table, node.timeColumn(), node.gap());
        order = run::compare;
        sends = node.emit() == Emit.ON_CHANGE;
        closes = node.expiry().isPresent();
        precision = type().precision();
        bounds = newBounds();
    }

    private DataType type() {
        return node.columns().get(node.place(Property.TIME)).type();
    }

    private RowColumns newBounds() {
        return new RowColumns(Collections.nCopies(Property.values().length, type()), 0);
    }

    @Override
    public void build(long reached) {
        reserve(table.slots());
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) > 0) {
                SortedRows rows = new SortedRows();
                for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
                    rows.add(slot, order);
                }
                put(key, rows);
                if (closes) {
                    run.around(rows, 0);
                    schedule(key, closing(run.last()));
                }
            }
        }
    }

    /** A row that was there before may be in the run of one that comes. */
    private void reserve(int slots) {
        if (slots > added.length) {
            added = Arrays.copyOf(added, slots);
            removed = Arrays.copyOf(removed, slots);
        }
    }

    private void put(int key, SortedRows rows) {
        if (key >= partitions.length) {
            int more = Math.max(key + 1, partitions.length * 2);
            partitions = Arrays.copyOf(partitions, more);
            due = Arrays.copyOf(due, more);
        }
        partitions[key] = rows;
        due[key] = NEVER;
    }

    /** The least watermark that is past the end of a session with this last row. */
    private long closing(long last) {
        long end = last + node.expiry().orElseThrow().delay();
        return end < last ? NEVER : end;
    }

    private void schedule(int key, long time) {
        if (time < due[key]) {
            due[key] = time;
            ends.push(time, key);
        }
    }

    @Override
    public void process(List<Arrivals> arrivals, Times times, RowEmitter emitter) {
        late = 0;
        out = emitter;
        if (!bounds.clear()) {
            bounds = newBounds();
        }
        out.sides(table.columns(), table.columns().length, bounds.columns());
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        close(times);
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        int key = table.key(groups.columns(first), groups.place(first), groups.hash(first));
        SortedRows rows = key < 0 ? new SortedRows() : partitions[key];
        long known = key < 0 ? NEVER : due[key];
        long opened = rows.size() == 0 ? NEVER : run.time(rows.get(0));
        mark(rows, first, times, opened, true);
        mark(rows, first, times, opened, false);
        if (rows.size() == 0) {
            return;
        }
        if (key >= 0) {
            partitions[key] = null;
        }
        long soonest = changeRuns(rows);
        takeBack(rows);
        if (rows.size() > 0) {
            int now = table.keyOf(rows.get(0));
            put(now, rows);
            due[now] = now == key ? known : NEVER;
            if (closes) {
                schedule(now, soonest);
            }
        }
    }

    /** Notes what comes; what is taken back still lies among the rows. */
    private void mark(SortedRows rows, int first, Times times, long opened, boolean adds) {
        for (int number = first; number >= 0; number = groups.next(number)) {
            if (groups.isAdded(number) != adds) {
                continue;
            }
            ColumnVector[] columns = groups.columns(number);
            int row = groups.place(number);
            if (isLate(columns, row, times, opened)) {
                late++;
                if (adds) {
                    out.late(0, columns, row);
                }
            } else if (adds) {
                int slot = table.add(columns, row, groups.hash(number));
                if (table.count(slot) == 1) {
                    rows.add(slot, order);
                }
                touch(slot);
                added[slot]++;
            } else {
                int slot = table.find(columns, row);
                if (slot >= 0) {
                    touch(slot);
                    if (removed[slot] < table.count(slot)) {
                        removed[slot]++;
                    }
                }
            }
        }
    }

    /**
     * A row behind the watermark must be in a session that was open before the batch. All that are kept are open: one that starts
     * at its time or before goes on behind it.
     *
     * @param opened the first time of the key
     */
    private boolean isLate(ColumnVector[] columns, int row, Times times, long opened) {
        if (run.isWithoutTime(columns, row)) {
            return true;
        }
        long time = columns[node.timeColumn()].longs[row];
        return closes && time < times.start()[0] && time < opened;
    }

    private void touch(int slot) {
        if (slot >= added.length) {
            reserve(Math.max(slot + 1, added.length * 2));
        }
        if (added[slot] == 0 && removed[slot] == 0) {
            if (touches == touched.length) {
                touched = Arrays.copyOf(touched, touches * 2);
            }
            touched[touches++] = slot;
        }
    }

    /** Makes the sessions around the changed rows anew; gives the least watermark that closes one of them. */
    private long changeRuns(SortedRows rows) {
        long soonest = NEVER;
        int[] places = new int[touches];
        for (int i = 0; i < touches; i++) {
            places[i] = rows.placeOf(touched[i], order);
        }
        Arrays.sort(places);
        int done = 0;
        for (int place : places) {
            if (place >= done) {
                run.around(rows, place);
                done = run.end();
                soonest = Math.min(soonest, changeRun());
            }
        }
        return soonest;
    }

    private long changeRun() {
        if (before.length < run.size()) {
            before = new int[run.size() * 2];
            after = new int[run.size() * 2];
        }
        if (sends) {
            divide(before, false);
            divide(after, true);
            send();
        }
        return closes ? soonest() : NEVER;
    }

    private int count(int slot, boolean now) {
        return table.count(slot) - (now ? removed[slot] : added[slot]);
    }

    /** Divides the run into sessions, by the rows that are there after the batch, or were before it. */
    private void divide(int[] sessions, boolean now) {
        int start = -1;
        int last = -1;
        for (int i = 0; i < run.size(); i++) {
            sessions[i] = -1;
            if (count(run.slot(i), now) == 0) {
                continue;
            }
            if (start >= 0 && run.isApart(time(last), time(i))) {
                name(sessions, start, last);
                start = i;
            }
            start = start < 0 ? i : start;
            last = i;
            sessions[i] = 0;
        }
        if (start >= 0) {
            name(sessions, start, last);
        }
    }

    private long time(int place) {
        return run.time(run.slot(place));
    }

    private void name(int[] sessions, int from, int last) {
        int named = bound(time(from), time(last));
        for (int i = from; i <= last; i++) {
            sessions[i] = sessions[i] < 0 ? -1 : named;
        }
    }

    private int bound(long first, long last) {
        int at = bounds.rows();
        bounds.appendNulls(1);
        long end = last + node.gap();
        set(Property.START, at, first);
        set(Property.END, at, end);
        set(Property.TIME, at, WindowTimes.lastInstant(end, precision));
        return at;
    }

    private void set(Property property, int at, long time) {
        ColumnVector column = bounds.columns()[property.ordinal()];
        column.longs[at] = time;
        column.nulls[at] = false;
    }

    private void send() {
        for (int i = 0; i < run.size(); i++) {
            int slot = run.slot(i);
            int old = count(slot, false);
            int now = count(slot, true);
            if (old > 0 && now > 0 && isSame(before[i], after[i])) {
                send(slot, after[i], now - old);
            } else {
                send(slot, before[i], -old);
                send(slot, after[i], now);
            }
        }
    }

    private boolean isSame(int left, int right) {
        long[] starts = bounds.columns()[Property.START.ordinal()].longs;
        long[] times = bounds.columns()[Property.END.ordinal()].longs;
        return starts[left] == starts[right] && times[left] == times[right];
    }

    /** @param times how often; negative: it is taken back */
    private void send(int slot, int session, int times) {
        for (int i = 0; i < Math.abs(times); i++) {
            out.add(slot, session, times > 0 ? ADDED : REMOVED);
        }
    }

    private long soonest() {
        int last = -1;
        for (int i = 0; i < run.size(); i++) {
            if (count(run.slot(i), true) > 0) {
                if (last >= 0 && run.isApart(time(last), time(i))) {
                    return closing(time(last));
                }
                last = i;
            }
        }
        return last < 0 ? NEVER : closing(time(last));
    }

    private void takeBack(SortedRows rows) {
        for (int i = 0; i < touches; i++) {
            int slot = touched[i];
            if (removed[slot] == table.count(slot)) {
                rows.remove(slot, order);
            }
            for (int times = removed[slot]; times > 0; times--) {
                table.takeBack(slot);
            }
            added[slot] = 0;
            removed[slot] = 0;
        }
        touches = 0;
    }

    private void close(Times times) {
        if (times.endOfInput()) {
            for (int key = 0; key < partitions.length && !sends; key++) {
                if (partitions[key] != null) {
                    close(key, NEVER);
                }
            }
            return;
        }
        while (!ends.isEmpty() && ends.time() <= times.end()[0]) {
            int key = ends.number();
            boolean counts = partitions[key] != null && due[key] == ends.time();
            ends.pop();
            if (counts) {
                due[key] = NEVER;
                close(key, times.end()[0]);
            }
        }
    }

    /** The sessions of a key that the watermark is past the end of go. */
    private void close(int key, long watermark) {
        SortedRows rows = partitions[key];
        while (rows.size() > 0) {
            run.around(rows, 0);
            if (watermark != NEVER && closing(run.last()) > watermark) {
                schedule(key, closing(run.last()));
                return;
            }
            int session = sends ? -1 : bound(time(0), run.last());
            for (int i = 0; i < run.size(); i++) {
                int slot = run.slot(i);
                if (!sends) {
                    send(slot, session, table.count(slot));
                }
                rows.remove(slot, order);
                table.remove(slot);
            }
        }
        partitions[key] = null;
    }

    @Override
    void drop(int key) {
        partitions[key] = null;
        super.drop(key);
    }

    @Override
    void renumber(int[] moved) {
        for (SortedRows rows : partitions) {
            if (rows != null) {
                rows.renumber(moved);
            }
        }
    }
}
