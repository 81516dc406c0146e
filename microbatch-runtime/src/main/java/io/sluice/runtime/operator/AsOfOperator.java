package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.AsOfTimes;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.TimeQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.arrow.memory.BufferAllocator;

/** An as-of join, whose rows it keeps by key, ordered by time. See {@link AsOfShard} for what happens to a row. */
public final class AsOfOperator implements ShardedOperator {
    private final PlanNode.AsOfJoin node;
    private final List<Exchange> inputs;
    private final KeyedRows left;
    private final KeyedRows right;
    private final AsOfShard[] shards = new AsOfShard[KeyGroups.SHARDS];
    private final List<Watermark> watermarks = new ArrayList<>();
    private boolean started;

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
        this.node = requireNonNull(node, "node");
        AsOfTimes times = node.times();
        int[] leftKey = keys(JoinKey::left);
        int[] rightKey = keys(JoinKey::right);
        inputs = List.of(
                new Exchange(types(node.left()), leftKey, threads),
                new Exchange(types(node.right()), rightKey, threads));
        left = rows("left", node.left(), leftKey, leftRetracts, allocator);
        right = rows("right", node.right(), rightKey, rightRetracts, allocator);
        times.leftWatermark().ifPresent(watermarks::add);
        times.rightWatermark().ifPresent(watermarks::add);
        boolean back = times.looksBack();
        boolean rightPasses = times.rightWatermark().isPresent();
        boolean waits = node.emit() == Emit.ON_CLOSE;
        AsOfSide.Form ofLeft = new AsOfSide.Form(
                inputs.get(0).keys(),
                neverNull(JoinKey::left, times.left()),
                times.left(),
                !back,
                leftRetracts,
                !waits || !back,
                back && rightPasses);
        AsOfSide.Form ofRight = new AsOfSide.Form(
                inputs.get(1).keys(),
                neverNull(JoinKey::right, times.right()),
                times.right(),
                !back,
                rightRetracts,
                true,
                rightPasses && (!back || times.leftWatermark().isPresent()));
        TotalOrder leftOrder = new TotalOrder(node.left().columns(), List.of(), List.of());
        TotalOrder rightOrder = new TotalOrder(node.right().columns(), List.of(), List.of());
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new AsOfShard(
                    node,
                    new AsOfSide(ofLeft, left.shard(i), leftOrder),
                    new AsOfSide(ofRight, right.shard(i), rightOrder));
        }
    }

    private static List<DataType> types(PlanNode input) {
        return input.columns().stream().map(Column::type).toList();
    }

    private int[] keys(ToIntFunction<JoinKey> side) {
        return node.keys().stream().mapToInt(side).toArray();
    }

    private int[] neverNull(ToIntFunction<JoinKey> side, int time) {
        Set<Integer> columns = new TreeSet<>(Set.of(time));
        node.keys().stream().filter(key -> !key.nullsMatch()).forEach(key -> columns.add(side.applyAsInt(key)));
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    private KeyedRows rows(String name, PlanNode input, int[] key, boolean retracts, BufferAllocator allocator) {
        return new KeyedRows(node.uid(), name, input.columns(), key, retracts, List.of(), allocator);
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public List<Exchange> inputs() {
        return inputs;
    }

    @Override
    public List<DataType> columns() {
        return types(node);
    }

    @Override
    public boolean retracts() {
        return node.retracts();
    }

    @Override
    public List<Watermark> watermarks() {
        return watermarks;
    }

    @Override
    public boolean isWoken(Times times) {
        return times.endOfInput() || !watermarks.isEmpty();
    }

    @Override
    public void begin(long batch, long[] values, long clock) {
        finishRestore();
    }

    private void finishRestore() {
        if (!started) {
            started = true;
            left.finishRestore();
            right.finishRestore();
            for (AsOfShard shard : shards) {
                shard.left().rebuild();
                shard.right().rebuild();
            }
        }
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        shards[shard].process(
                inputs.get(0).arrivals(shard), inputs.get(1).arrivals(shard), marks(times), times.endOfInput(), out);
    }

    private AsOfShard.Marks marks(Times times) {
        Optional<Watermark> ofLeft = node.times().leftWatermark();
        Optional<Watermark> ofRight = node.times().rightWatermark();
        int rightIndex = ofLeft.isPresent() ? 1 : 0;
        return new AsOfShard.Marks(
                value(ofLeft, times.start(), 0),
                value(ofRight, times.start(), rightIndex),
                value(ofLeft, times.end(), 0),
                value(ofRight, times.end(), rightIndex));
    }

    private static long value(Optional<Watermark> watermark, long[] values, int index) {
        return watermark.isPresent() ? values[index] : Long.MIN_VALUE;
    }

    @Override
    public long lateRows() {
        return Arrays.stream(shards)
                .mapToLong(shard -> shard.left().takeLate() + shard.right().takeLate())
                .sum();
    }

    @Override
    public void settle() {
        for (AsOfShard shard : shards) {
            shard.left().compact();
            shard.right().compact();
        }
    }

    @Override
    public List<KeyedRows> state() {
        return List.of(left, right);
    }

    /** Only rows that wait are waited for: they go when the right watermark passes them, or their partner. */
    @Override
    public OptionalLong nextEnd(int watermark) {
        boolean isRight = watermark == watermarks.size() - 1
                && node.times().rightWatermark().isPresent();
        if (node.emit() != Emit.ON_CLOSE || !isRight) {
            return OptionalLong.empty();
        }
        finishRestore();
        long least = Long.MAX_VALUE;
        for (AsOfShard shard : shards) {
            boolean waits = shard.left().table().size() > 0;
            TimeQueue ends = (node.times().looksBack() ? shard.left() : shard.right()).passing();
            if (waits && !ends.isEmpty()) {
                least = Math.min(least, ends.firstTime());
            }
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least + 1);
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return endOfInput && node.emit() == Emit.ON_CLOSE;
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}
