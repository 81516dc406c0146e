package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.KeyedRows.Equals;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Top-N by partition, where ranks may change as long as a partition is open. What is sent on is the difference between the
 * rows that had the ranks before a batch and those that have them after it; or, where only final rows are sent, the rows of
 * the partitions that the watermark has closed.
 *
 * <p>Where rows are never taken back a row whose rank is too high can never come in, so it is not kept; where only the first row
 * of a partition is wanted, too, see {@link BestRowShard}.
 */
public final class RankOperator extends PartitionedOperator {
    private final boolean sendsAll;

    private RankOperator(PlanNode.Rank node, boolean sendsAll, int threads, KeyedRows rows, IntFunction<Shard> shard) {
        super(node, array(node.partition()), threads, List.of(rows), shard);
        this.sendsAll = sendsAll;
    }

    /**
     * @param changing rows that came may be taken back
     * @param sendsAll after each batch all rows with the wanted ranks are sent, in their order
     */
    public static RankOperator of(
            PlanNode.Rank node,
            boolean changing,
            boolean sendsAll,
            boolean forgets,
            int threads,
            BufferAllocator allocator) {
        boolean keepsOne = !changing && BestRowShard.serves(node);
        KeyedRows rows = new KeyedRows(
                node.uid(),
                "rows",
                node.input().columns(),
                array(node.partition()),
                keepsOne ? Equals.APART : changing ? Equals.ONE : Equals.COUNTED,
                KeyedRows.extras(List.of(), forgets),
                allocator);
        return new RankOperator(
                node,
                sendsAll,
                threads,
                rows,
                i -> keepsOne && !sendsAll
                        ? new BestRowShard(node, rows.shard(i))
                        : new RankShard(node, changing, sendsAll, rows.shard(i)));
    }

    @Override
    public boolean sendsAll() {
        return sendsAll;
    }

    @Override
    public boolean retracts() {
        return !sendsAll && super.retracts();
    }
}
