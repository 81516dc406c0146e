package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverReach;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.UserFold;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The partitions of one shard of an {@link OverOperator} whose rows get their values when the watermark has passed them. Rows
 * that wait are kept, and of those that have passed the ones that frames still reach; values over all rows so far go on from
 * those of the last row.
 */
final class PassingOverShard implements PartitionedOperator.Shard {
    private static final int ROWS = 0;
    private static final int RANKS = 1;

    private final int[] partition;
    private final List<DataType> keyTypes;
    private final int time;
    private final OverReach reach;
    private final RowTable table;
    private final RowTable passed;
    private final TotalOrder order;
    private final SortedRows.Order bySlot;
    private final RowExpiry expiry;
    private final RowGroups groups;
    private final OverColumns values;
    private final OverRows rows;
    private final ColumnBatch last;
    private final TimeHeap due = new TimeHeap();
    private final TimeHeap drops = new TimeHeap();
    private Partition[] partitions = new Partition[8];
    private int[] gone = {};
    private long late;

    /** The watermark that an earlier run has reached: what it has passed is not sent again. */
    private long reached = Long.MIN_VALUE;

    private RowEmitter out;

    private static final class Partition {
        private final SortedRows rows = new SortedRows();

        /** The least time for which it is noted. */
        private long due = Long.MAX_VALUE;

        /** The watermark up to which rows have passed, if that was in this run. */
        private long passed = Long.MIN_VALUE;

        /** The time of its first row for which that is noted. */
        private long drop = Long.MIN_VALUE;
    }

    PassingOverShard(PlanNode.Over node, RowTable table, RowTable passed, Map<Integer, UserFold> folds) {
        this.table = table;
        this.passed = passed;
        partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        time = node.expiry().orElseThrow().column();
        reach = OverReach.of(node);
        order = new TotalOrder(node.input().columns(), node.partition(), node.order());
        bySlot = (left, right) -> order.compare(table.columns(), left, table.columns(), right);
        expiry = new RowExpiry(node.expiry());
        groups = new RowGroups(table.keyHash());
        values = new OverColumns(node, true, folds);
        rows = new OverRows(order);
        List<Column> columns = node.input().columns();
        keyTypes = node.partition().stream()
                .map(column -> columns.get(column).type())
                .toList();
        List<DataType> types = new ArrayList<>(keyTypes);
        types.addAll(values.types());
        last = ColumnBatch.of(types);
    }

    @Override
    public void build(long earlier) {
        reached = earlier;
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) > 0) {
                Partition found = new Partition();
                for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
                    found.rows.add(slot, bySlot);
                }
                put(found, firstBehind(found.rows, reached));
                noteDrop(found);
            }
        }
    }

    /** The first row that a watermark has not passed; −1: there is none. */
    private int firstBehind(SortedRows sorted, long watermark) {
        SortedRows.Walk walk = sorted.walk();
        int slot = walk.next();
        while (slot >= 0 && expiry.of(table.columns(), slot) <= watermark) {
            slot = walk.next();
        }
        return slot;
    }

    /** @param next the first row that waits; −1: none does */
    private void put(Partition found, int next) {
        int key = table.keyOf(found.rows.get(0));
        if (key >= partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(key + 1, partitions.length * 2));
        }
        partitions[key] = found;
        long at = next < 0 ? Long.MAX_VALUE : expiry.of(table.columns(), next);
        if (at < found.due) {
            found.due = at;
            due.push(at, key);
        }
    }

    @Override
    public void process(List<Arrivals> arrivals, Times times, RowEmitter emitter) {
        late = 0;
        long start = Math.max(times.start()[0], reached);
        long[] starts = {start};
        out = emitter;
        values.start();
        out.sides(table.columns(), table.columns().length, values.values().columns());
        out.check(values);
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, starts);
        }
        groups.clear();
        long end = times.end()[0];
        while (!due.isEmpty() && due.time() <= end) {
            int key = due.number();
            due.pop();
            if (key < partitions.length && partitions[key] != null) {
                pass(key, start, end);
            }
        }
        while (!drops.isEmpty() && drops.time() <= end) {
            int key = drops.number();
            drops.pop();
            if (key < partitions.length && partitions[key] != null) {
                forget(key, end);
            }
        }
    }

    private void take(int group, long[] starts) {
        int first = groups.first(group);
        int key = table.key(groups.columns(first), groups.place(first), groups.hash(first));
        Partition found = key < 0 ? new Partition() : partitions[key];
        if (key >= 0) {
            partitions[key] = null;
        }
        int least = -1;
        for (int number = first; number >= 0; number = groups.next(number)) {
            ColumnVector[] columns = groups.columns(number);
            if (expiry.isLate(columns, groups.place(number), starts)) {
                late++;
                continue;
            }
            int slot = table.add(columns, groups.place(number), groups.hash(number));
            if (table.count(slot) == 1) {
                found.rows.add(slot, bySlot);
            }
            least = least < 0 || bySlot.compare(slot, least) < 0 ? slot : least;
        }
        if (found.rows.size() > 0) {
            put(found, least);
        }
    }

    /** Values for the rows between two watermarks. */
    private void pass(int key, long before, long now) {
        Partition found = partitions[key];
        partitions[key] = null;
        found.due = Long.MAX_VALUE;
        long done = Math.max(before, found.passed);
        found.passed = now;
        rows.clear();
        int from = 0;
        int next = -1;
        SortedRows.Walk walk = found.rows.walk();
        for (int slot = walk.next(); slot >= 0 && next < 0; slot = walk.next()) {
            long end = expiry.of(table.columns(), slot);
            if (end > now) {
                next = slot;
            } else {
                rows.add(slot, table.count(slot));
                from = end <= done ? rows.size() : from;
            }
        }
        if (from < rows.size()) {
            send(from);
        }
        drop(found, now);
        if (found.rows.size() > 0) {
            put(found, next);
            noteDrop(found);
        }
    }

    private void send(int from) {
        ColumnVector[] key = new ColumnVector[partition.length];
        Arrays.setAll(key, i -> table.columns()[partition[i]]);
        long hash = table.keyHash().hash(table.columns(), rows.slot(from));
        int known = passed.key((row, columns, slot) -> isSameKey(key, row, columns, slot), rows.slot(from), hash);
        int mark = known < 0 ? -1 : passed.first(known);
        rows.start(
                table,
                from,
                mark < 0 ? 0 : passed.extra(ROWS, mark),
                mark < 0 ? 0 : passed.extra(RANKS, mark),
                mark < 0
                        ? new ColumnVector[0]
                        : Arrays.copyOfRange(passed.columns(), partition.length, passed.columns().length),
                mark);
        int at = values.compute(rows);
        for (int place = from; place < rows.size(); place++) {
            out.add(rows.slot(place), at + place - from, (byte) 1);
        }
        remember(key, mark, hash, at + rows.size() - 1 - from);
    }

    /** Compares the partition of a row with one of which rows have passed. */
    private boolean isSameKey(ColumnVector[] key, int row, ColumnVector[] columns, int slot) {
        for (int i = 0; i < key.length; i++) {
            if (!RowHash.isSame(key[i], row, columns[i], slot, keyTypes.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void remember(ColumnVector[] key, int mark, long hash, int value) {
        int place = rows.size() - 1;
        long count = rows.number(place);
        long ranks = rows.denseRank(place);
        last.clear();
        for (int i = 0; i < key.length; i++) {
            last.copy(key[i], rows.slot(place), i, 0);
        }
        for (int i = 0; i < values.types().size(); i++) {
            last.copy(values.values().columns()[i], value, key.length + i, 0);
        }
        last.setRows(1);
        if (mark >= 0) {
            passed.remove(mark);
        }
        int slot = passed.add(last.columns(), 0, hash);
        passed.setExtra(ROWS, slot, count);
        passed.setExtra(RANKS, slot, ranks);
    }

    /** Removes the rows that no frame of a row to come reaches. */
    private void drop(Partition found, long now) {
        if (reach.all()) {
            return;
        }
        int size = 0;
        long behind = rows.size();
        SortedRows.Walk walk = found.rows.walk();
        for (int slot = walk.next(); slot >= 0; slot = walk.next()) {
            behind -= table.count(slot);
            boolean isReached = expiry.of(table.columns(), slot) > now
                    || behind < reach.rows()
                    || reach.micros() >= 0 && dropTime(slot) > now;
            if (isReached) {
                break;
            }
            if (size == gone.length) {
                gone = Arrays.copyOf(gone, Math.max(8, size * 2));
            }
            gone[size++] = slot;
        }
        for (int i = 0; i < size; i++) {
            found.rows.remove(gone[i], bySlot);
            table.remove(gone[i]);
        }
    }

    /** The watermark from which on no frame reaches a row by time. */
    private long dropTime(int slot) {
        long at = table.columns()[time].longs[slot] + reach.micros() + 1;
        return at < table.columns()[time].longs[slot] ? Long.MAX_VALUE : at;
    }

    private void noteDrop(Partition found) {
        if (!reach.all() && reach.micros() >= 0) {
            int first = found.rows.get(0);
            if (found.drop != dropTime(first)) {
                found.drop = dropTime(first);
                drops.push(found.drop, table.keyOf(first));
            }
        }
    }

    private void forget(int key, long now) {
        Partition found = partitions[key];
        if (dropTime(found.rows.get(0)) > now) {
            return;
        }
        partitions[key] = null;
        rows.clear();
        SortedRows.Walk walk = found.rows.walk();
        int next = -1;
        for (int slot = walk.next(); slot >= 0 && next < 0; slot = walk.next()) {
            if (expiry.of(table.columns(), slot) > now) {
                next = slot;
            } else {
                rows.add(slot, table.count(slot));
            }
        }
        drop(found, now);
        if (found.rows.size() > 0) {
            put(found, next);
            noteDrop(found);
        }
    }

    @Override
    public void forget(long before) {
        throw new UnsupportedOperationException("rows that the watermark has passed are not forgotten");
    }

    @Override
    public long lateRows() {
        return late;
    }

    @Override
    public OptionalLong nextEnd() {
        return due.isEmpty() ? OptionalLong.empty() : OptionalLong.of(due.time());
    }

    @Override
    public void settle() {
        passed.compact();
        int[] moved = table.compact();
        if (moved != null) {
            for (Partition each : partitions) {
                if (each != null) {
                    each.rows.renumber(moved);
                }
            }
        }
    }
}
