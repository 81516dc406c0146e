package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.RankLimits.Function;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** The partitions of one shard of a {@link RankOperator}: the rows of each in their order. */
final class RankShard extends EndingPartitions {
    /** So many rows more than last time are sorted out at once. */
    private static final int SLACK = 64;

    private final PlanNode.Rank node;
    private final RankLimits limits;
    private final TotalOrder order;
    private final SortedRows.Order bySlot;
    private final boolean prunes;
    private final boolean sendsAll;

    /** After each batch what a partition has got and lost is sent. */
    private final boolean sendsChanges;

    private final RowGroups groups;
    private final RankChanges changes;
    private Partition[] partitions = new Partition[8];
    private boolean isNoted;

    /** The rows of a partition that are kept, in order. */
    private static final class Partition {
        private final SortedRows rows = new SortedRows();

        /** Equal ones count each. */
        private long count;

        /** Slots that were there when those with too high a rank were last sorted out. */
        private int pruned;

        /** Some row has the last wanted rank; known where ranks have no gaps. */
        private boolean hasLastRank;
    }

    /**
     * @param changing rows that came may be taken back
     * @param sendsAll after each batch all rows with the wanted ranks are sent
     */
    RankShard(PlanNode.Rank node, boolean changing, boolean sendsAll, RowTable table) {
        super(table, node.expiry(), node.closesPartitions(), node.emit());
        this.sendsAll = sendsAll;
        sendsChanges = !sendsAll && node.emit() == Emit.ON_CHANGE;
        this.node = node;
        limits = node.limits();
        order = new TotalOrder(node.input().columns(), node.partition(), node.order());
        bySlot = (left, right) -> {
            int way = order.compare(table.columns(), left, table.columns(), right);
            return way != 0 ? way : Integer.compare(left, right);
        };
        prunes = !changing;
        groups = new RowGroups(table.keyHash());
        changes = new RankChanges(node, table, order);
    }

    /** The state is restored: finds the partitions in it. */
    @Override
    public void build(long reached) {
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) == 0) {
                continue;
            }
            Partition partition = new Partition();
            for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
                partition.rows.add(slot, bySlot);
                partition.count += table.count(slot);
            }
            put(key, partition);
            noteEnd(key);
        }
    }

    private void put(int key, Partition partition) {
        if (key >= partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(key + 1, partitions.length * 2));
        }
        partitions[key] = partition;
    }

    @Override
    public void process(List<Arrivals> arrivals, Times times, RowEmitter out) {
        late = 0;
        changes.start(out);
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        if (sendsAll) {
            sendAll();
        }
        closeEnded(times);
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        int key = table.key(groups.columns(first), groups.place(first), groups.hash(first));
        Partition partition = key < 0 ? new Partition() : partitions[key];
        if (key >= 0) {
            partitions[key] = null;
        }
        isNoted = false;
        add(partition, first, times);
        takeBack(partition, first, times);
        if (isNoted) {
            prune(partition);
            sendChanges(partition);
        }
        if (partition.rows.size() > 0) {
            int now = table.keyOf(partition.rows.get(0));
            put(now, partition);
            if (now != key) {
                noteEnd(now);
            }
        }
    }

    /** The partition is about to change. */
    private void note(Partition partition) {
        if (!isNoted && sendsChanges) {
            changes.before(partition.rows);
        }
        isNoted = true;
    }

    private void sendChanges(Partition partition) {
        if (sendsChanges) {
            changes.after(partition.rows);
        }
    }

    private void sendAll() {
        for (Partition partition : partitions) {
            if (partition != null) {
                changes.all(partition.rows);
            }
        }
    }

    private void add(Partition partition, int first, Times times) {
        for (int number = first; number >= 0; number = groups.next(number)) {
            if (!groups.isAdded(number)) {
                continue;
            }
            ColumnVector[] columns = groups.columns(number);
            int row = groups.place(number);
            if (expiry.isLate(columns, row, times.start())) {
                late++;
            } else if (!prunes || mayCount(partition, columns, row)) {
                note(partition);
                int slot = table.add(columns, row, groups.hash(number));
                if (table.count(slot) == 1) {
                    partition.rows.add(slot, bySlot);
                }
                partition.count++;
                if (prunes && isMuch(partition)) {
                    prune(partition);
                }
            }
        }
    }

    /** Whether a row may have one of the ranks that are kept. */
    private boolean mayCount(Partition partition, ColumnVector[] columns, int row) {
        if (limits.last() == 0) {
            return false;
        }
        boolean full =
                limits.function() == Function.DENSE_RANK ? partition.hasLastRank : partition.count >= limits.last();
        if (!full) {
            return true;
        }
        int last = partition.rows.get(partition.rows.size() - 1);
        return limits.function() == Function.ROW_NUMBER
                ? order.compare(columns, row, table.columns(), last) < 0
                : order.compareKeys(columns, row, table.columns(), last) <= 0;
    }

    private boolean isMuch(Partition partition) {
        return limits.function() == Function.ROW_NUMBER
                ? partition.count > limits.last()
                : partition.rows.size() > 2L * partition.pruned + SLACK;
    }

    private void takeBack(Partition partition, int first, Times times) {
        for (int number = first; number >= 0; number = groups.next(number)) {
            if (groups.isAdded(number)) {
                continue;
            }
            ColumnVector[] columns = groups.columns(number);
            int row = groups.place(number);
            if (expiry.isLate(columns, row, times.start())) {
                late++;
                continue;
            }
            int slot = table.find(columns, row);
            if (slot >= 0) {
                note(partition);
                drop(partition, slot);
            }
        }
    }

    private void drop(Partition partition, int slot) {
        partition.count--;
        if (table.count(slot) == 1) {
            partition.rows.remove(slot, bySlot);
        }
        table.takeBack(slot);
    }

    /** Removes the rows whose rank is too high for ever. */
    private void prune(Partition partition) {
        if (!prunes) {
            return;
        }
        if (limits.function() == Function.ROW_NUMBER) {
            while (partition.count > limits.last()) {
                drop(partition, partition.rows.get(partition.rows.size() - 1));
            }
        } else {
            int kept = changes.kept(partition.rows);
            partition.hasLastRank = changes.hasLastRank();
            while (partition.rows.size() > kept) {
                int slot = partition.rows.get(partition.rows.size() - 1);
                partition.count -= table.count(slot);
                partition.rows.remove(slot, bySlot);
                table.remove(slot);
            }
        }
        partition.pruned = partition.rows.size();
    }

    @Override
    void close(int key) {
        Partition partition = partitions[key];
        if (partition == null) {
            return;
        }
        partitions[key] = null;
        if (node.emit() == Emit.ON_CLOSE) {
            changes.all(partition.rows);
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
        for (Partition partition : partitions) {
            if (partition != null) {
                partition.rows.renumber(moved);
            }
        }
    }
}
