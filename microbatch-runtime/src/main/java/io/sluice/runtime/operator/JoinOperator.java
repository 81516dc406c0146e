package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.TimeQueue;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Joins two inputs, whose rows it keeps by key; those of the right one only, if it is a lookup. The condition of an inner join is not tested here: the pipeline above does
 * it. See {@link JoinShard} for what happens to a row.
 */
public final class JoinOperator implements ShardedOperator {
    private static final String MATCHES = "matches";

    private final PlanNode.Join node;
    private final List<Exchange> inputs;
    private final KeyedRows left;
    private final KeyedRows right;
    private final JoinShard[] shards = new JoinShard[KeyGroups.SHARDS];
    private final List<Watermark> watermarks = new ArrayList<>();
    private final Optional<PairFilter.Code> condition;
    private final Deque<PairFilter> filters = new ArrayDeque<>();
    private FunctionContext context = new FunctionContext(ZoneOffset.UTC, 0);
    private boolean started;

    /**
     * @param leftRetracts rows of the left input are taken back
     * @param rightRetracts rows of the right input are taken back
     * @param threads that send rows to it
     */
    public JoinOperator(
            PlanNode.Join node,
            boolean leftRetracts,
            boolean rightRetracts,
            boolean wrapIntegers,
            int threads,
            BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        boolean inner = node.type() == JoinType.INNER;
        condition = inner || node.condition().isEmpty()
                ? Optional.empty()
                : Optional.of(PairFilter.Code.of(node, wrapIntegers));
        boolean drops = node.times().isPresent();
        boolean countsMatches = !inner && (drops || condition.isPresent());
        int[] leftKey = keys(JoinKey::left);
        int[] rightKey = keys(JoinKey::right);
        inputs = List.of(
                new Exchange(types(node.left()), leftKey, threads),
                new Exchange(types(node.right()), rightKey, threads));
        boolean keepsLeft = node.lookup().isEmpty();
        boolean leftCounts = keepsLeft && countsMatches && (node.type().keepsLeft() || node.type() == JoinType.SEMI);
        boolean rightCounts = countsMatches && node.type().keepsRight();
        left = rows("left", node.left(), leftKey, keepsLeft && leftRetracts, leftCounts, allocator);
        right = rows("right", node.right(), rightKey, rightRetracts, rightCounts, allocator);
        node.times().flatMap(JoinTimes::leftWatermark).ifPresent(watermarks::add);
        node.times().flatMap(JoinTimes::rightWatermark).ifPresent(watermarks::add);
        JoinSide.Form leftForm = form(true, leftRetracts, leftCounts);
        JoinSide.Form rightForm = form(false, rightRetracts, rightCounts);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new JoinShard(
                    node.type(),
                    countsMatches,
                    node.emit() == Emit.ON_CLOSE,
                    node.lookup(),
                    new JoinSide(leftForm, left.shard(i)),
                    new JoinSide(rightForm, right.shard(i)));
        }
    }

    private static List<DataType> types(PlanNode input) {
        return input.columns().stream().map(Column::type).toList();
    }

    private int[] keys(ToIntFunction<JoinKey> side) {
        return node.keys().stream().mapToInt(side).toArray();
    }

    private KeyedRows rows(
            String name, PlanNode input, int[] key, boolean retracts, boolean counts, BufferAllocator allocator) {
        List<String> extras = counts ? List.of(MATCHES) : List.of();
        return new KeyedRows(node.uid(), name, input.columns(), key, retracts, extras, allocator);
    }

    private JoinSide.Form form(boolean isLeft, boolean retracts, boolean countsMatches) {
        Set<Integer> neverNull = new TreeSet<>();
        node.keys().stream()
                .filter(key -> !key.nullsMatch())
                .forEach(key -> neverNull.add(isLeft ? key.left() : key.right()));
        Optional<JoinTimes> times = node.times();
        int time = times.map(each -> isLeft ? each.left() : each.right()).orElse(-1);
        boolean drops = times.filter(each -> isLeft ? each.dropsLeft() : each.dropsRight())
                .isPresent();
        if (time >= 0) {
            neverNull.add(time);
        }
        long shift = !drops
                ? 0
                : isLeft
                        ? -times.get().lower().getAsLong()
                        : times.get().upper().getAsLong();
        return new JoinSide.Form(
                isLeft,
                inputs.get(isLeft ? 0 : 1).keys(),
                neverNull.stream().mapToInt(Integer::intValue).toArray(),
                retracts,
                isLeft ? node.type().keepsLeft() : node.type().keepsRight(),
                countsMatches,
                time,
                drops,
                shift,
                isLeft ? least(times, false) : most(times, true),
                isLeft ? most(times, false) : least(times, true));
    }

    /** The least difference of the times of a pair; negated the greatest one of the other way round. */
    private static long least(Optional<JoinTimes> times, boolean negated) {
        OptionalLong lower = times.map(JoinTimes::lower).orElse(OptionalLong.empty());
        return lower.isEmpty()
                ? negated ? Long.MAX_VALUE : Long.MIN_VALUE
                : negated ? -lower.getAsLong() : lower.getAsLong();
    }

    private static long most(Optional<JoinTimes> times, boolean negated) {
        OptionalLong upper = times.map(JoinTimes::upper).orElse(OptionalLong.empty());
        return upper.isEmpty()
                ? negated ? Long.MIN_VALUE : Long.MAX_VALUE
                : negated ? -upper.getAsLong() : upper.getAsLong();
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
            for (JoinShard shard : shards) {
                shard.left().rebuild();
                shard.right().rebuild();
            }
        }
    }

    @Override
    public void start(FunctionContext newContext) {
        filters.forEach(filter -> filter.start(newContext));
        context = newContext;
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        Optional<PairFilter> filter = borrow();
        shards[shard].process(
                inputs.get(0).arrivals(shard),
                inputs.get(1).arrivals(shard),
                marks(times),
                times.endOfInput(),
                out,
                filter);
        filter.ifPresent(this::giveBack);
    }

    private Optional<PairFilter> borrow() {
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        synchronized (filters) {
            if (!filters.isEmpty()) {
                return Optional.of(filters.pop());
            }
        }
        PairFilter made = new PairFilter(condition.get());
        made.start(context);
        return Optional.of(made);
    }

    private void giveBack(PairFilter filter) {
        synchronized (filters) {
            filters.push(filter);
        }
    }

    private JoinShard.Marks marks(Times times) {
        int rightIndex = ofLeft().isPresent() ? 1 : 0;
        return new JoinShard.Marks(
                value(ofLeft(), times.start(), 0),
                value(ofRight(), times.start(), rightIndex),
                value(ofLeft(), times.end(), 0),
                value(ofRight(), times.end(), rightIndex));
    }

    private static long value(Optional<Watermark> watermark, long[] values, int index) {
        return watermark.isPresent() ? values[index] : Long.MIN_VALUE;
    }

    private Optional<Watermark> ofLeft() {
        return node.times().flatMap(JoinTimes::leftWatermark);
    }

    private Optional<Watermark> ofRight() {
        return node.times().flatMap(JoinTimes::rightWatermark);
    }

    @Override
    public long lateRows() {
        return Arrays.stream(shards)
                .mapToLong(shard -> shard.left().takeLate() + shard.right().takeLate())
                .sum();
    }

    @Override
    public void settle() {
        for (JoinShard shard : shards) {
            shard.left().compact();
            shard.right().compact();
        }
    }

    @Override
    public List<KeyedRows> state() {
        return node.lookup().isPresent() ? List.of(right) : List.of(left, right);
    }

    /** Only rows that are sent when they go are waited for; others may stay until the next batch. */
    @Override
    public OptionalLong nextEnd(int watermark) {
        if (node.emit() != Emit.ON_CLOSE) {
            return OptionalLong.empty();
        }
        finishRestore();
        boolean isLeft = watermark == 0 && ofLeft().isPresent();
        long least = Long.MAX_VALUE;
        for (JoinShard shard : shards) {
            JoinSide side = isLeft ? shard.right() : shard.left();
            TimeQueue ends = side.ends();
            if (side.form().keepsUnmatched() && !ends.isEmpty()) {
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
        filters.forEach(PairFilter::close);
        left.close();
        right.close();
    }
}
