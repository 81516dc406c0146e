package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.UserFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Functions with OVER. Where rows may change, the rows of a touched partition get their values again from the first on that
 * may have another one, and the difference is sent; where they wait for a watermark, each gets its values once.
 */
public final class OverOperator extends PartitionedOperator {
    /** The aggregates of users, by the places of their calls. */
    private final Map<Integer, UserFold> folds;

    private OverOperator(PlanNode.Over node, int threads, KeyedRows rows, Map<Integer, UserFold> folds) {
        super(node, array(node.partition()), threads, List.of(rows), i -> new OverShard(node, rows.shard(i), folds));
        this.folds = folds;
    }

    private OverOperator(
            PlanNode.Over node, int threads, KeyedRows rows, KeyedRows passed, Map<Integer, UserFold> folds) {
        super(
                node,
                array(node.partition()),
                threads,
                List.of(rows, passed),
                i -> new PassingOverShard(node, rows.shard(i), passed.shard(i), folds));
        this.folds = folds;
    }

    private static Map<Integer, UserFold> folds(PlanNode.Over node) {
        Map<Integer, UserFold> folds = new HashMap<>();
        for (int i = 0; i < node.calls().size(); i++) {
            OverCall call = node.calls().get(i);
            int place = i;
            call.user().ifPresent(user -> folds.put(place, new UserFold(user, call.type())));
        }
        return folds;
    }

    @Override
    public void close() {
        super.close();
        folds.values().forEach(UserFold::close);
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
                ? new OverOperator(node, threads, rows, passed(node, allocator), folds(node))
                : new OverOperator(node, threads, rows, folds(node));
    }

    /** Of each partition how many rows have passed, and the values of the last of them. */
    private static KeyedRows passed(PlanNode.Over node, BufferAllocator allocator) {
        List<Column> columns = new ArrayList<>();
        node.partition().forEach(column -> columns.add(node.input().columns().get(column)));
        int[] key = new int[columns.size()];
        Arrays.setAll(key, i -> i);
        columns.addAll(OverColumns.stored(node, true));
        return new KeyedRows(node.uid(), "passed", columns, key, false, List.of("rows", "ranks"), allocator);
    }
}
