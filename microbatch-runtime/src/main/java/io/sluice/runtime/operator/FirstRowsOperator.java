package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Top-N by partition where ranks never change: rows rank in the order in which they come, or by a time, once the watermark
 * has passed it. Of what has passed it keeps only how much that was; rows that wait for the watermark are kept besides.
 */
public final class FirstRowsOperator implements ShardedOperator {
    private final PlanNode.Rank node;
    private final List<DataType> types;
    private final Exchange input;
    private final KeyedRows passed;
    private final List<KeyedRows> state = new ArrayList<>();
    private final FirstRowsShard[] shards = new FirstRowsShard[KeyGroups.SHARDS];
    private boolean isBuilt;

    public FirstRowsOperator(PlanNode.Rank node, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        types = node.columns().stream().map(Column::type).toList();
        List<Column> columns = node.input().columns();
        int[] partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        input = new Exchange(columns.stream().map(Column::type).toList(), partition, threads);
        int[] all = new int[partition.length];
        Arrays.setAll(all, i -> i);
        passed = new KeyedRows(
                node.uid(),
                "passed",
                node.partition().stream().map(columns::get).toList(),
                all,
                false,
                List.of("rows", "ranks"),
                allocator);
        state.add(passed);
        if (node.isByArrival()) {
            Arrays.setAll(shards, i -> new ArrivalShard(node, passed.shard(i)));
        } else {
            KeyedRows waiting = new KeyedRows(node.uid(), "rows", columns, partition, true, List.of(), allocator);
            state.add(waiting);
            Arrays.setAll(shards, i -> new PassingShard(node, passed.shard(i), waiting.shard(i)));
        }
    }

    /** Whether the ranks of a node never change. */
    public static boolean serves(PlanNode.Rank node) {
        boolean passes = node.emit() == PlanNode.Emit.ON_CLOSE && node.expiry().isPresent() && !node.closesPartitions();
        return node.isByArrival() || passes;
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public List<Exchange> inputs() {
        return List.of(input);
    }

    @Override
    public List<DataType> columns() {
        return types;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public List<Watermark> watermarks() {
        return node.expiry().map(Expiry::watermark).stream().toList();
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        build();
    }

    /** All that was stored is restored. */
    private void build() {
        if (!isBuilt) {
            isBuilt = true;
            state.forEach(KeyedRows::finishRestore);
            for (FirstRowsShard shard : shards) {
                shard.build();
            }
        }
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        shards[shard].process(input.arrivals(shard), times, out);
    }

    @Override
    public long lateRows() {
        return Arrays.stream(shards).mapToLong(FirstRowsShard::lateRows).sum();
    }

    @Override
    public void settle() {
        for (FirstRowsShard shard : shards) {
            shard.settle();
        }
    }

    @Override
    public List<KeyedRows> state() {
        return state;
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        build();
        return Arrays.stream(shards)
                .map(FirstRowsShard::nextDue)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return endOfInput && !node.isByArrival();
    }

    @Override
    public void close() {
        state.forEach(KeyedRows::close);
    }
}
