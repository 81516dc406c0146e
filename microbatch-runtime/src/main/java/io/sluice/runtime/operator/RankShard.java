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

/**
 * The partitions of one shard of a {@link RankOperator}: the rows of each in their order. Where rows are taken back, those of a batch go in
 * and out one by one. Otherwise, by a {@link RankChoice}:
 *
 * <pre>
 * rows of a batch ──► those that may count: by the state before it, of ROW_NUMBER no more of a partition than its ranks
 *                 ──► the table, all at once, in the order in which they lie
 *                 ──► the order of their partition, from which those go whose rank is too high
 * </pre>
 */
final class RankShard extends EndingPartitions {
    /** So many rows more than last time are sorted out at once. */
    private static final int SLACK = 64;

    /** In the place of one that is not there yet; has no rows and gets none. */
    private static final Partition NONE = new Partition();

    private final PlanNode.Rank node;
    private final RankLimits limits;
    private final TotalOrder order;
    private final SortedRows.Order bySlot;
    private final boolean prunes;
    private final boolean sendsAll;

    /** After each batch what a partition has got and lost is sent. */
    private final boolean sendsChanges;

    private final RowGroups groups;
    private final RankChoice choice;
    private final RankChanges changes;
    private Partition[] partitions = new Partition[8];
    private boolean isNoted;

    /** By group of a batch the key that it had before. */
    private int[] keys = {};

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
        choice = new RankChoice(limits, order, groups);
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
        findKeys();
        if (prunes) {
            choose(times);
            choice.addTo(table, arrivals);
        }
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        if (sendsAll) {
            sendAll();
        }
        closeEnded(times);
    }

    private void findKeys() {
        if (keys.length < groups.groups()) {
            keys = new int[groups.groups()];
        }
        for (int group = 0; group < groups.groups(); group++) {
            int first = groups.first(group);
            keys[group] = table.key(groups.columns(first), groups.place(first), groups.hash(first));
        }
    }

    /** Marks the rows that may have one of the ranks that are kept; counts those that are late. */
    private void choose(Times times) {
        choice.begin();
        for (int group = 0; group < groups.groups(); group++) {
            Partition partition = keys[group] < 0 ? NONE : partitions[keys[group]];
            for (int number = groups.first(group); number >= 0; number = groups.next(number)) {
                ColumnVector[] columns = groups.columns(number);
                int row = groups.place(number);
                if (expiry.isLate(columns, row, times.start())) {
                    late++;
                } else if (mayCount(partition, columns, row)) {
                    choice.offer(number);
                }
            }
            choice.endPartition();
        }
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        int key = keys[group];
        Partition partition = key < 0 ? new Partition() : partitions[key];
        if (key >= 0) {
            partitions[key] = null;
        }
        isNoted = false;
        if (prunes) {
            rankChosen(partition, first);
        } else {
            add(partition, first, times);
            takeBack(partition, first, times);
        }
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

    /** Puts them into the order of their partition; the table forgets those for which others of the batch have left no room. */
    private void rankChosen(Partition partition, int first) {
        for (int number = first; number >= 0; number = groups.next(number)) {
            int slot = choice.slot(number);
            if (slot < 0) {
                continue;
            }
            if (!mayCount(partition, table.columns(), slot)) {
                table.remove(slot);
                continue;
            }
            note(partition);
            partition.rows.add(slot, bySlot);
            partition.count++;
            if (isMuch(partition)) {
                prune(partition);
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
                continue;
            }
            note(partition);
            int slot = table.add(columns, row, groups.hash(number));
            if (table.count(slot) == 1) {
                partition.rows.add(slot, bySlot);
            }
            partition.count++;
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
