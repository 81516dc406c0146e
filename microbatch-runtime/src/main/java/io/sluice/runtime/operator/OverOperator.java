package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.state.KeyedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Functions with OVER. Where rows may change, the rows of a touched partition get their values again from the first on that
 * may have another one, and the difference is sent; where they wait for a watermark, each gets its values once.
 */
public final class OverOperator extends PartitionedOperator {
    private OverOperator(PlanNode.Over node, int threads, KeyedRows rows) {
        super(node, array(node.partition()), threads, List.of(rows), i -> new OverShard(node, rows.shard(i)));
    }

    private OverOperator(PlanNode.Over node, int threads, KeyedRows rows, KeyedRows passed) {
        super(
                node,
                array(node.partition()),
                threads,
                List.of(rows, passed),
                i -> new PassingOverShard(node, rows.shard(i), passed.shard(i)));
    }

    public static OverOperator of(PlanNode.Over node, boolean forgets, int threads, BufferAllocator allocator) {
        KeyedRows rows = new KeyedRows(
                node.uid(),
                "rows",
                node.input().columns(),
                array(node.partition()),
                true,
                KeyedRows.extras(List.of(), forgets),
                allocator);
        boolean passes = node.emit() == Emit.ON_CLOSE && node.expiry().isPresent() && !node.closesPartitions();
        return passes
                ? new OverOperator(node, threads, rows, passed(node, allocator))
                : new OverOperator(node, threads, rows);
    }

    /** Of each partition how many rows have passed, and the values of the last of them. */
    private static KeyedRows passed(PlanNode.Over node, BufferAllocator allocator) {
        List<Column> columns = new ArrayList<>();
        node.partition().forEach(column -> columns.add(node.input().columns().get(column)));
        int[] key = new int[columns.size()];
        Arrays.setAll(key, i -> i);
        columns.addAll(OverColumns.stored(node));
        return new KeyedRows(node.uid(), "passed", columns, key, false, List.of("rows", "ranks"), allocator);
    }
}
