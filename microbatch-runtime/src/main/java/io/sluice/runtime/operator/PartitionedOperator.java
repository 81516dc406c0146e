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
import io.sluice.runtime.state.RowTable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An operator over the rows of partitions (PARTITION BY), each of which lies whole in one shard. What happens to them is
 * the {@link Shard}'s; this is the way there.
 */
abstract class PartitionedOperator implements ShardedOperator {
    private static final long BYTES_OF_PARTITION = 120;

    private final PlanNode.Keyed node;
    private final List<DataType> types;
    private final Exchange input;
    private final List<KeyedRows> state;
    private final Shard[] shards = new Shard[KeyGroups.SHARDS];
    private final IntFunction<Shard> maker;
    private boolean isBuilt;

    /** Late rows of the batch. */
    private final long[] late = new long[KeyGroups.SHARDS];

    /** The watermark that each shard has reached. */
    private final long[] reachedBy = new long[KeyGroups.SHARDS];

    /** Of the shards that are on disk. */
    private final OptionalLong[] endsOfAway = new OptionalLong[KeyGroups.SHARDS];

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

        /** Partitions that have not changed since before a time go. */
        void forget(long before);

        /** Late rows of the last batch. */
        long lateRows();

        /** The least watermark that makes rows final. */
        OptionalLong nextEnd();

        void settle();
    }

    /**
     * @param partition columns of the input
     * @param state all that is stored
     * @param shard makes the n-th
     */
    PartitionedOperator(
            PlanNode.Keyed node, int[] partition, int threads, List<KeyedRows> state, IntFunction<Shard> shard) {
        this.node = requireNonNull(node, "node");
        types = types(node);
        input = new Exchange(types(node.inputs().get(0)), partition, threads);
        this.state = List.copyOf(state);
        maker = shard;
        Arrays.setAll(shards, shard);
    }

    private static List<DataType> types(PlanNode node) {
        return node.columns().stream().map(Column::type).toList();
    }

    static int[] array(List<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
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
    public void resume(long[] watermarks) {
        reached = watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
        Arrays.fill(reachedBy, reached);
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        Arrays.fill(late, 0);
        build();
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
        late[shard] = shards[shard].lateRows();
        reachedBy[shard] = times.end().length == 0 ? Long.MIN_VALUE : times.end()[0];
    }

    @Override
    public void forget(int shard, long[] before) {
        shards[shard].forget(before[0]);
    }

    @Override
    public long lateRows() {
        return Arrays.stream(late).sum();
    }

    @Override
    public void settle(int shard) {
        shards[shard].settle();
    }

    @Override
    public void unload(int shard) {
        endsOfAway[shard] = shards[shard].nextEnd();
        shards[shard] = maker.apply(shard);
    }

    @Override
    public void reload(int shard) {
        shards[shard].build(reachedBy[shard]);
        endsOfAway[shard] = null;
    }

    /** Most have the rows of each partition in order. */
    @Override
    public long bytesAround(int shard) {
        long bytes = 0;
        for (KeyedRows each : state) {
            RowTable rows = each.shard(shard);
            bytes += BYTES_OF_PARTITION * rows.keys() + (long) Integer.BYTES * rows.slots();
        }
        return bytes;
    }

    @Override
    public List<KeyedRows> state() {
        return state;
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        build();
        return node.emit() == Emit.ON_CLOSE
                ? IntStream.range(0, KeyGroups.SHARDS)
                        .mapToObj(i -> endsOfAway[i] == null ? shards[i].nextEnd() : endsOfAway[i])
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
