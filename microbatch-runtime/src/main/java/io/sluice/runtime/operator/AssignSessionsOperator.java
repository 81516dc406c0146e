package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.KeyedRows;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Puts rows into sessions. The rows of each key are kept in the order of their times, as long as their sessions are open; what a
 * batch brings or takes back is looked for there, and only the sessions around it are made anew.
 */
public final class AssignSessionsOperator extends PartitionedOperator {
    private AssignSessionsOperator(PlanNode.AssignSessions node, int threads, KeyedRows rows) {
        super(node, array(node.partition()), threads, List.of(rows), i -> new AssignSessionsShard(node, rows.shard(i)));
    }

    /** @param changing rows that came may be taken back */
    public static AssignSessionsOperator of(
            PlanNode.AssignSessions node, boolean changing, boolean forgets, int threads, BufferAllocator allocator) {
        KeyedRows rows = new KeyedRows(
                node.uid(),
                "rows",
                node.input().columns(),
                array(node.partition()),
                changing ? KeyedRows.Equals.ONE : KeyedRows.Equals.APART,
                KeyedRows.extras(List.of(), forgets),
                allocator);
        return new AssignSessionsOperator(node, threads, rows);
    }
}
