package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.RowTable;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Top-N by partition where ranks never change: rows rank in the order in which they come, or by a time, once the watermark
 * has passed it. Of what has passed it keeps only how much that was; rows that wait for the watermark are kept besides.
 */
public final class FirstRowsOperator extends PartitionedOperator {
    /** Among the numbers that are kept of what has passed. */
    private static final int ROWS = 0;

    private final PlanNode.Rank node;

    private FirstRowsOperator(PlanNode.Rank node, int threads, KeyedRows passed) {
        super(node, array(node.partition()), threads, List.of(passed), i -> new ArrivalShard(node, passed.shard(i)));
        this.node = node;
    }

    private FirstRowsOperator(PlanNode.Rank node, int threads, KeyedRows passed, KeyedRows waiting) {
        super(
                node,
                array(node.partition()),
                threads,
                List.of(passed, waiting),
                i -> new PassingShard(node, passed.shard(i), waiting.shard(i)));
        this.node = node;
    }

    public static FirstRowsOperator of(PlanNode.Rank node, boolean forgets, int threads, BufferAllocator allocator) {
        List<Column> columns = node.input().columns();
        int[] all = new int[node.partition().size()];
        Arrays.setAll(all, i -> i);
        KeyedRows passed = new KeyedRows(
                node.uid(),
                "passed",
                node.partition().stream().map(columns::get).toList(),
                all,
                false,
                KeyedRows.extras(List.of("rows", "ranks"), forgets),
                allocator);
        if (node.isByArrival()) {
            return new FirstRowsOperator(node, threads, passed);
        }
        KeyedRows waiting =
                new KeyedRows(node.uid(), "rows", columns, array(node.partition()), true, List.of(), allocator);
        return new FirstRowsOperator(node, threads, passed, waiting);
    }

    /** LIMIT: there are as many rows as it lets through. */
    @Override
    public boolean isSatisfied() {
        return node.isByArrival()
                && node.partition().isEmpty()
                && passed() >= node.limits().last();
    }

    /** A LIMIT is a few numbers, and is asked for them. */
    @Override
    public boolean isPaged() {
        return !node.partition().isEmpty();
    }

    private long passed() {
        long rows = 0;
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            RowTable passed = state().get(0).shard(shard);
            for (int slot = 0; slot < passed.slots(); slot++) {
                rows += passed.isLive(slot) ? passed.extra(ROWS, slot) : 0;
            }
        }
        return rows;
    }

    /** Whether the ranks of a node never change. */
    public static boolean serves(PlanNode.Rank node) {
        boolean passes = node.emit() == PlanNode.Emit.ON_CLOSE && node.expiry().isPresent() && !node.closesPartitions();
        return node.isByArrival() || passes;
    }
}
