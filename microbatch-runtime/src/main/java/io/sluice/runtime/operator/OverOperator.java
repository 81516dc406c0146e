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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Functions with OVER. Where rows may change, the rows of a touched partition get their values again from the first on that
 * may have another one, and the difference is sent; where they wait for a watermark, each gets its values once.
 */
public final class OverOperator implements ShardedOperator {
    private final PlanNode.Over node;
    private final List<DataType> types;
    private final Exchange input;
    private final List<KeyedRows> state = new ArrayList<>();
    private final Shard[] shards = new Shard[KeyGroups.SHARDS];
    private boolean isBuilt;

    /** The watermark that an earlier run has reached. */
    private long reached = Long.MIN_VALUE;

    /** The partitions of one shard. */
    interface Shard {
        /**
         * The state is restored.
         *
         * @param reached the watermark that had been reached
         */
        void build(long reached);

        void process(List<Exchange.Arrivals> arrivals, Times times, RowEmitter out);

        /** Late rows of the last batch. */
        long lateRows();

        /** The least watermark that makes rows final. */
        OptionalLong nextEnd();

        void settle();
    }

    public OverOperator(PlanNode.Over node, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        types = node.columns().stream().map(Column::type).toList();
        List<Column> columns = node.input().columns();
        int[] partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        input = new Exchange(columns.stream().map(Column::type).toList(), partition, threads);
        KeyedRows rows = new KeyedRows(node.uid(), "rows", columns, partition, true, List.of(), allocator);
        state.add(rows);
        if (node.emit() == Emit.ON_CLOSE && node.expiry().isPresent() && !node.closesPartitions()) {
            KeyedRows passed = passed(allocator);
            state.add(passed);
            Arrays.setAll(shards, i -> new PassingOverShard(node, rows.shard(i), passed.shard(i)));
        } else {
            Arrays.setAll(shards, i -> new OverShard(node, rows.shard(i)));
        }
    }

    /** Of each partition how many rows have passed, and the values of the last of them. */
    private KeyedRows passed(BufferAllocator allocator) {
        List<Column> columns = new ArrayList<>();
        node.partition().forEach(column -> columns.add(node.input().columns().get(column)));
        int[] key = new int[columns.size()];
        Arrays.setAll(key, i -> i);
        for (int i = 0; i < node.calls().size(); i++) {
            Column value = node.columns().get(node.input().columns().size() + i);
            columns.add(new Column(value.name(), value.type().withNullable(true)));
        }
        return new KeyedRows(node.uid(), "passed", columns, key, false, List.of("rows", "ranks"), allocator);
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

    @Override
    public void resume(long[] watermarks) {
        reached = watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
    }

    /** All that was stored is restored. */
    private void build() {
        if (!isBuilt) {
            isBuilt = true;
            state.forEach(KeyedRows::finishRestore);
            for (Shard shard : shards) {
                shard.build(reached);
            }
        }
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        shards[shard].process(input.arrivals(shard), times, out);
    }

    @Override
    public long lateRows() {
        return Arrays.stream(shards).mapToLong(Shard::lateRows).sum();
    }

    @Override
    public void settle() {
        for (Shard shard : shards) {
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
        return node.emit() == Emit.ON_CLOSE
                ? Arrays.stream(shards)
                        .map(Shard::nextEnd)
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
        state.forEach(KeyedRows::close);
    }
}
