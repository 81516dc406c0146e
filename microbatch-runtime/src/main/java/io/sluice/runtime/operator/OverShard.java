package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.runtime.state.UserFold;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The partitions of one shard of an {@link OverOperator}: all their rows, as long as they are open. */
final class OverShard extends EndingPartitions {
    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;

    private final PlanNode.Over node;
    private final TotalOrder order;
    private final SortedRows.Order bySlot;
    private final RowGroups groups;
    private final OverColumns values;
    private final OverRows before;
    private final OverRows after;

    /** How many rows before the first different one may get another value; the greatest long: all. */
    private final long reach;

    private SortedRows[] partitions = new SortedRows[8];
    private RowEmitter out;

    OverShard(PlanNode.Over node, RowTable table, Map<Integer, UserFold> folds) {
        super(table, node.expiry(), node.closesPartitions(), node.emit());
        this.node = node;
        order = new TotalOrder(node.input().columns(), node.partition(), node.order());
        bySlot = (left, right) -> order.compare(table.columns(), left, table.columns(), right);
        groups = new RowGroups(table.keyHash());
        values = new OverColumns(node, false, folds);
        before = new OverRows(order);
        after = new OverRows(order);
        reach = node.calls().stream().mapToLong(OverCall::looksAhead).max().orElse(0);
    }

    @Override
    public void build(long reached) {
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) > 0) {
                SortedRows rows = new SortedRows();
                for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
                    rows.add(slot, bySlot);
                }
                put(key, rows);
                noteEnd(key);
            }
        }
    }

    private void put(int key, SortedRows rows) {
        if (key >= partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(key + 1, partitions.length * 2));
        }
        partitions[key] = rows;
    }

    @Override
    public void process(List<Arrivals> arrivals, Times times, RowEmitter emitter) {
        late = 0;
        out = emitter;
        values.start();
        out.sides(table.columns(), table.columns().length, values.values().columns());
        out.check(values);
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        closeEnded(times);
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        int key = table.key(groups.columns(first), groups.place(first), groups.hash(first));
        SortedRows rows = key < 0 ? new SortedRows() : partitions[key];
        if (key >= 0) {
            partitions[key] = null;
        }
        boolean sends = node.emit() == Emit.ON_CHANGE;
        if (sends) {
            list(rows, before);
        }
        change(rows, first, times, true);
        change(rows, first, times, false);
        if (sends) {
            list(rows, after);
            sendChanges();
        }
        if (rows.size() > 0) {
            int now = table.keyOf(rows.get(0));
            put(now, rows);
            if (now != key) {
                noteEnd(now);
            }
        }
    }

    private void list(SortedRows rows, OverRows to) {
        to.clear();
        SortedRows.Walk walk = rows.walk();
        for (int slot = walk.next(); slot >= 0; slot = walk.next()) {
            to.add(slot, table.count(slot));
        }
    }

    /** Takes in the rows that are added, or takes back those that are taken back. */
    private void change(SortedRows rows, int first, Times times, boolean adds) {
        for (int number = first; number >= 0; number = groups.next(number)) {
            if (groups.isAdded(number) != adds) {
                continue;
            }
            ColumnVector[] columns = groups.columns(number);
            int row = groups.place(number);
            if (expiry.isLate(columns, row, times.start())) {
                late++;
            } else if (adds) {
                int slot = table.add(columns, row, groups.hash(number));
                if (table.count(slot) == 1) {
                    rows.add(slot, bySlot);
                }
            } else {
                takeBack(rows, table.find(columns, row));
            }
        }
    }

    private void takeBack(SortedRows rows, int slot) {
        if (slot >= 0) {
            if (table.count(slot) == 1) {
                rows.remove(slot, bySlot);
            }
            table.takeBack(slot);
        }
    }

    private void sendChanges() {
        int same = 0;
        int most = Math.min(before.size(), after.size());
        while (same < most && before.slot(same) == after.slot(same)) {
            same++;
        }
        if (same == before.size() && same == after.size()) {
            return;
        }
        int from = (int) Math.max(0, same - reach);
        from = Math.min(firstPeer(before, from), firstPeer(after, from));
        before.start(table, from);
        after.start(table, from);
        int oldValues = values.compute(before);
        int newValues = values.compute(after);
        sendRemoved(from, oldValues, newValues);
    }

    /** The first of the rows that are equal to one by the sort keys. */
    private int firstPeer(OverRows rows, int from) {
        int first = Math.min(from, rows.size());
        while (first > 0
                && (first == rows.size() || order.isPeer(table.columns(), rows.slot(first - 1), rows.slot(first)))) {
            first--;
        }
        return first;
    }

    private void sendRemoved(int from, int oldValues, int newValues) {
        int left = from;
        int right = from;
        while (left < before.size() || right < after.size()) {
            int way = way(left, right);
            int old = oldValues + left - from;
            int now = newValues + right - from;
            if (way == 0 && isSame(old, now)) {
                left++;
                right++;
                continue;
            }
            if (way <= 0) {
                out.add(before.slot(left++), old, REMOVED);
            }
            if (way >= 0) {
                out.add(after.slot(right++), now, ADDED);
            }
        }
    }

    /** Negative: the old row is gone; positive: the new one was not there. */
    private int way(int left, int right) {
        if (left == before.size() || right == after.size()) {
            return left == before.size() ? 1 : -1;
        }
        int old = before.slot(left);
        int now = after.slot(right);
        return old == now ? 0 : order.compare(table.columns(), old, table.columns(), now);
    }

    private boolean isSame(int left, int right) {
        if (values.hasFailed(left) != values.hasFailed(right)) {
            return false;
        }
        ColumnVector[] columns = values.values().columns();
        for (int i = 0; i < columns.length; i++) {
            DataType type = values.types().get(i);
            if (!RowHash.isSame(columns[i], left, columns[i], right, type)) {
                return false;
            }
        }
        return true;
    }

    @Override
    void close(int key) {
        SortedRows rows = partitions[key];
        if (rows == null) {
            return;
        }
        partitions[key] = null;
        if (node.emit() == Emit.ON_CLOSE) {
            list(rows, after);
            after.start(table, 0);
            int at = values.compute(after);
            for (int i = 0; i < after.size(); i++) {
                out.add(after.slot(i), at + i, ADDED);
            }
        }
        drop(key);
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
