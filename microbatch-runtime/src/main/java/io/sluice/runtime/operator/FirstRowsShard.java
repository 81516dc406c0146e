package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowTable;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * The partitions of one shard of a {@link FirstRowsOperator}: how many rows of each have passed, and with how many different
 * ranks.
 */
abstract class FirstRowsShard implements PartitionedOperator.Shard {
    private static final int ROWS = 0;
    private static final int RANKS = 1;

    private final int[] partition;
    private final RankLimits limits;
    private final boolean numbered;
    private final RowTable passed;
    private final TotalOrder order;
    private final ColumnVector numbers = new ColumnVector();
    private int numberCount;
    private long late;
    private RowEmitter out;

    FirstRowsShard(PlanNode.Rank node, RowTable passed) {
        partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        limits = node.limits();
        numbered = node.numbered();
        this.passed = passed;
        order = new TotalOrder(node.input().columns(), node.partition(), node.order());
    }

    TotalOrder order() {
        return order;
    }

    RankLimits limits() {
        return limits;
    }

    RowTable passed() {
        return passed;
    }

    @Override
    public final void process(List<Arrivals> arrivals, Times times, RowEmitter emitter) {
        late = 0;
        numberCount = 0;
        out = emitter;
        take(arrivals, times);
    }

    abstract void take(List<Arrivals> arrivals, Times times);

    void addLate(long rows) {
        late += rows;
    }

    @Override
    public void forget(long before) {
        for (int slot = 0; slot < passed.slots(); slot++) {
            if (passed.isLive(slot) && passed.isUnchanged(slot, before)) {
                passed.remove(slot);
            }
        }
    }

    @Override
    public long lateRows() {
        return late;
    }

    @Override
    public void settle() {
        passed.compact();
    }

    /** The columns of a row's partition. */
    ColumnVector[] partition(ColumnVector[] row) {
        ColumnVector[] columns = new ColumnVector[partition.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = row[partition[i]];
        }
        return columns;
    }

    /** Where the partition of a row is among those of which rows have passed; −1: none have. */
    int find(ColumnVector[] row, int place, long hash) {
        int key = passed.key(partition(row), place, hash);
        return key < 0 ? -1 : passed.first(key);
    }

    int add(ColumnVector[] row, int place, long hash) {
        return passed.add(partition(row), place, hash);
    }

    /** So many more rows may pass, if each has a rank of its own. */
    long left(int mark) {
        if (mark < 0) {
            return limits.last();
        }
        long used = limits.function() == RankLimits.Function.DENSE_RANK
                ? passed.extra(RANKS, mark)
                : passed.extra(ROWS, mark);
        return limits.last() - used;
    }

    /** Rows whose numbers are given from now on lie in these columns. */
    void from(ColumnVector[] columns) {
        if (numbered) {
            out.sides(columns, columns.length, new ColumnVector[] {numbers});
        } else {
            out.side(columns);
        }
    }

    /**
     * Rows of a partition pass, in their order; they come after all that have passed before.
     *
     * @param counts how often each counts
     */
    void pass(int mark, ColumnVector[] columns, int[] rows, int[] counts, int size) {
        long before = passed.extra(ROWS, mark);
        long ranks = passed.extra(RANKS, mark);
        long rank = 0;
        for (int i = 0; i < size && (left(before, ranks) > 0 || isPeer(columns, rows, i)); i++) {
            boolean peer = isPeer(columns, rows, i);
            if (!peer) {
                ranks++;
                rank = limits.function() == RankLimits.Function.DENSE_RANK ? ranks : before + 1;
            }
            send(rows[i], rank, before, counts[i]);
            before += counts[i];
        }
        passed.setExtra(ROWS, mark, before);
        passed.setExtra(RANKS, mark, ranks);
    }

    private long left(long before, long ranks) {
        return limits.last() - (limits.function() == RankLimits.Function.DENSE_RANK ? ranks : before);
    }

    private boolean isPeer(ColumnVector[] columns, int[] rows, int index) {
        return limits.function() != RankLimits.Function.ROW_NUMBER
                && index > 0
                && order.isPeer(columns, rows[index - 1], rows[index]);
    }

    private void send(int row, long rank, long before, int count) {
        for (int copy = 0; copy < count; copy++) {
            long number = limits.function() == RankLimits.Function.ROW_NUMBER ? before + copy + 1 : rank;
            if (number > limits.last()) {
                return;
            }
            if (number >= limits.first()) {
                out.add(row, numbered ? number(number) : -1, (byte) 1);
            }
        }
    }

    private int number(long value) {
        if (numberCount == numbers.longs.length) {
            numbers.longs = Arrays.copyOf(numbers.longs, Math.max(8, numberCount * 2));
        }
        numbers.longs[numberCount] = value;
        return numberCount++;
    }
}
