package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.KeyedRows;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Top-N by partition where ranks never change: rows rank in the order in which they come, or by a time, once the watermark
 * has passed it. Of what has passed it keeps only how much that was; rows that wait for the watermark are kept besides.
 */
public final class FirstRowsOperator extends PartitionedOperator {
    private FirstRowsOperator(PlanNode.Rank node, int threads, KeyedRows passed) {
        super(node, array(node.partition()), threads, List.of(passed), i -> new ArrivalShard(node, passed.shard(i)));
    }

    private FirstRowsOperator(PlanNode.Rank node, int threads, KeyedRows passed, KeyedRows waiting) {
        super(
                node,
                array(node.partition()),
                threads,
                List.of(passed, waiting),
                i -> new PassingShard(node, passed.shard(i), waiting.shard(i)));
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

    /** Whether the ranks of a node never change. */
    public static boolean serves(PlanNode.Rank node) {
        boolean passes = node.emit() == PlanNode.Emit.ON_CLOSE && node.expiry().isPresent() && !node.closesPartitions();
        return node.isByArrival() || passes;
    }
}
