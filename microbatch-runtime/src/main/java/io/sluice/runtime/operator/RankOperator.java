package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Top-N by partition, where ranks may change as long as a partition is open. What is sent on is the difference between the
 * rows that had the ranks before a batch and those that have them after it; or, where only final rows are sent, the rows of
 * the partitions that the watermark has closed.
 *
 * <p>Where rows are never taken back a row whose rank is too high can never come in, so it is not kept.
 */
public final class RankOperator implements ShardedOperator {
    private final PlanNode.Rank node;
    private final List<DataType> types;
    private final Exchange input;
    private final KeyedRows state;
    private final RankShard[] shards = new RankShard[KeyGroups.SHARDS];
    private boolean isBuilt;

    /** @param changing rows that came may be taken back */
    public RankOperator(PlanNode.Rank node, boolean changing, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        types = node.columns().stream().map(Column::type).toList();
        List<Column> columns = node.input().columns();
        int[] partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        input = new Exchange(columns.stream().map(Column::type).toList(), partition, threads);
        state = new KeyedRows(node.uid(), "rows", columns, partition, true, List.of(), allocator);
        Arrays.setAll(shards, i -> new RankShard(node, changing, state.shard(i)));
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
        return node.retracts();
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
            state.finishRestore();
            for (RankShard shard : shards) {
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
        return Arrays.stream(shards).mapToLong(RankShard::lateRows).sum();
    }

    @Override
    public void settle() {
        for (RankShard shard : shards) {
            shard.settle();
        }
    }

    @Override
    public List<KeyedRows> state() {
        return List.of(state);
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        build();
        return node.emit() == Emit.ON_CLOSE
                ? Arrays.stream(shards)
                        .map(RankShard::nextEnd)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .min()
                : OptionalLong.empty();
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return endOfInput && node.emit() == Emit.ON_CLOSE;
    }

    @Override
    public void close() {
        state.close();
    }
}
