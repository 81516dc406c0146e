package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits.Function;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Rows rank by a time: they wait until the watermark has passed it. */
final class PassingShard extends FirstRowsShard {
    private final RowTable waiting;
    private final SortedRows.Order bySlot;
    private final RowGroups groups;
    private final RowExpiry expiry;
    private final TimeHeap due = new TimeHeap();

    /** By key of the waiting rows. */
    private Partition[] partitions = new Partition[8];

    private int[] slots = {};
    private int[] counts = {};

    /** The rows of a partition that wait, in order. */
    private static final class Partition {
        private final SortedRows rows = new SortedRows();

        /** Equal ones count each. */
        private long count;

        /** The least time for which it is noted. */
        private long due = Long.MAX_VALUE;
    }

    PassingShard(PlanNode.Rank node, RowTable passed, RowTable waiting) {
        super(node, passed);
        this.waiting = waiting;
        bySlot = (left, right) -> order().compare(waiting.columns(), left, waiting.columns(), right);
        groups = new RowGroups(waiting.keyHash());
        expiry = new RowExpiry(node.expiry());
    }

    @Override
    public void build(long reached) {
        for (int key = 0; key < waiting.keys(); key++) {
            if (waiting.rowsOf(key) > 0) {
                Partition partition = new Partition();
                for (int slot = waiting.first(key); slot >= 0; slot = waiting.next(slot)) {
                    partition.rows.add(slot, bySlot);
                    partition.count += waiting.count(slot);
                }
                put(partition);
            }
        }
    }

    private void put(Partition partition) {
        int first = partition.rows.get(0);
        int key = waiting.keyOf(first);
        if (key >= partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(key + 1, partitions.length * 2));
        }
        partitions[key] = partition;
        long time = expiry.of(waiting.columns(), first);
        if (time < partition.due) {
            partition.due = time;
            due.push(time, key);
        }
    }

    @Override
    void take(List<Arrivals> arrivals, Times times) {
        from(waiting.columns());
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        while (!due.isEmpty() && due.time() <= times.end()[0]) {
            int key = due.number();
            due.pop();
            if (key < partitions.length && partitions[key] != null) {
                pass(key, times.end()[0]);
            }
        }
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        int key = waiting.key(groups.columns(first), groups.place(first), groups.hash(first));
        Partition partition = key < 0 ? new Partition() : partitions[key];
        if (key >= 0) {
            partitions[key] = null;
        }
        long left = left(find(groups.columns(first), groups.place(first), groups.hash(first)));
        for (int number = first; number >= 0; number = groups.next(number)) {
            ColumnVector[] columns = groups.columns(number);
            if (expiry.isLate(columns, groups.place(number), times.start())) {
                addLate(1);
            } else if (left > 0) {
                add(partition, number, left);
            }
        }
        if (partition.rows.size() > 0) {
            put(partition);
        }
    }

    private void add(Partition partition, int number, long left) {
        int slot = waiting.add(groups.columns(number), groups.place(number), groups.hash(number));
        if (waiting.count(slot) == 1) {
            partition.rows.add(slot, bySlot);
        }
        partition.count++;
        while (limits().function() == Function.ROW_NUMBER && partition.count > left) {
            int last = partition.rows.get(partition.rows.size() - 1);
            if (waiting.count(last) == 1) {
                partition.rows.remove(last, bySlot);
            }
            waiting.takeBack(last);
            partition.count--;
        }
    }

    /** The watermark has passed some of the rows of a partition. */
    private void pass(int key, long watermark) {
        Partition partition = partitions[key];
        partitions[key] = null;
        partition.due = Long.MAX_VALUE;
        int size = 0;
        SortedRows.Walk walk = partition.rows.walk();
        for (int slot = walk.next(); slot >= 0; slot = walk.next()) {
            if (expiry.of(waiting.columns(), slot) > watermark) {
                break;
            }
            size = note(size, slot);
        }
        if (size > 0) {
            send(key, size);
        }
        for (int i = 0; i < size; i++) {
            partition.rows.remove(slots[i], bySlot);
            partition.count -= counts[i];
            waiting.remove(slots[i]);
        }
        if (partition.rows.size() > 0) {
            put(partition);
        }
    }

    private int note(int size, int slot) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(8, size * 2));
            counts = Arrays.copyOf(counts, slots.length);
        }
        slots[size] = slot;
        counts[size] = waiting.count(slot);
        return size + 1;
    }

    private void send(int key, int size) {
        ColumnVector[] columns = waiting.columns();
        long hash = waiting.keyHash().hash(columns, slots[0]);
        int mark = find(columns, slots[0], hash);
        pass(mark < 0 ? add(columns, slots[0], hash) : mark, columns, slots, counts, size);
    }

    @Override
    public OptionalLong nextEnd() {
        return due.isEmpty() ? OptionalLong.empty() : OptionalLong.of(due.time());
    }

    @Override
    public void settle() {
        super.settle();
        int[] moved = waiting.compact();
        if (moved != null) {
            for (Partition partition : partitions) {
                if (partition != null) {
                    partition.rows.renumber(moved);
                }
            }
        }
    }
}
