package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.AsOfTimes;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.TimeQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/** An as-of join, whose rows it keeps by key, ordered by time. See {@link AsOfShard} for what happens to a row. */
public final class AsOfOperator extends TwoInputOperator {
    private final PlanNode.AsOfJoin node;
    private final KeyedRows left;
    private final KeyedRows right;
    private final AsOfShard[] shards = new AsOfShard[KeyGroups.SHARDS];
    private final IntFunction<AsOfShard> maker;

    /**
     * @param leftRetracts rows of the left input are taken back
     * @param rightRetracts rows of the right input are taken back
     * @param threads that send rows to it
     */
    public AsOfOperator(
            PlanNode.AsOfJoin node,
            boolean leftRetracts,
            boolean rightRetracts,
            int threads,
            BufferAllocator allocator) {
        super(node, node.keys(), node.times().leftWatermark(), node.times().rightWatermark(), threads);
        this.node = node;
        AsOfTimes times = node.times();
        left = rows(node, 0, columns(node.keys(), JoinKey::left), all(0), leftRetracts, List.of(), allocator);
        right = rows(node, 1, columns(node.keys(), JoinKey::right), all(1), rightRetracts, List.of(), allocator);
        boolean back = times.looksBack();
        boolean rightPasses = times.rightWatermark().isPresent();
        boolean waits = node.emit() == Emit.ON_CLOSE;
        AsOfSide.Form ofLeft = new AsOfSide.Form(
                inputs().get(0).keys(),
                neverNull(JoinKey::left, times.left()),
                times.left(),
                !back,
                leftRetracts,
                !waits || !back,
                back && rightPasses);
        AsOfSide.Form ofRight = new AsOfSide.Form(
                inputs().get(1).keys(),
                neverNull(JoinKey::right, times.right()),
                times.right(),
                !back,
                rightRetracts,
                true,
                rightPasses && (!back || times.leftWatermark().isPresent()));
        TotalOrder leftOrder = new TotalOrder(node.left().columns(), List.of(), List.of());
        TotalOrder rightOrder = new TotalOrder(node.right().columns(), List.of(), List.of());
        maker = i -> new AsOfShard(
                node,
                new AsOfSide(ofLeft, left.shard(i), leftOrder),
                new AsOfSide(ofRight, right.shard(i), rightOrder));
        Arrays.setAll(shards, maker);
    }

    /** Rows are compared by all their columns. */
    private int[] all(int input) {
        return IntStream.range(0, node.inputs().get(input).columns().size()).toArray();
    }

    @Override
    void renew(int shard) {
        shards[shard] = maker.apply(shard);
    }

    private int[] neverNull(ToIntFunction<JoinKey> side, int time) {
        Set<Integer> columns = new TreeSet<>(Set.of(time));
        node.keys().stream().filter(key -> !key.nullsMatch()).forEach(key -> columns.add(side.applyAsInt(key)));
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    AsOfSide left(int shard) {
        return shards[shard].left();
    }

    @Override
    AsOfSide right(int shard) {
        return shards[shard].right();
    }

    @Override
    List<KeyedRows> kept() {
        return List.of(left, right);
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        shards[shard].process(
                inputs().get(0).arrivals(shard),
                inputs().get(1).arrivals(shard),
                marks(times),
                times.endOfInput(),
                out);
    }

    /** They go when the right watermark passes them, or their partner. */
    @Override
    long leastEnd(int shard, boolean ofLeftMark) {
        AsOfSide waiting = left(shard);
        TimeQueue ends = (node.times().looksBack() ? waiting : right(shard)).passing();
        boolean waits = !ofLeftMark && waiting.table().size() > 0 && !ends.isEmpty();
        return waits ? ends.firstTime() : Long.MAX_VALUE;
    }
}
