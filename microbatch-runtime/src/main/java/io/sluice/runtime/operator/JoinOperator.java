package io.sluice.runtime.operator;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.StateTtl;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.TimeQueue;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Joins two inputs, whose rows it keeps by key; those of the right one only, if it is a lookup. The condition of an inner join is
 * not tested here: the pipeline above does it. See {@link JoinShard} for what happens to a row.
 */
public final class JoinOperator extends TwoInputOperator {
    private static final String MATCHES = "matches";

    private final PlanNode.Join node;
    private final KeyedRows left;
    private final KeyedRows right;
    private final JoinShard[] shards = new JoinShard[KeyGroups.SHARDS];
    private final IntFunction<JoinShard> maker;
    private final Optional<PairFilter.Code> condition;
    private final Deque<PairFilter> filters = new ArrayDeque<>();
    private FunctionContext context = new FunctionContext(ZoneOffset.UTC, 0);

    /**
     * @param leftRetracts rows of the left input are taken back
     * @param rightRetracts rows of the right input are taken back
     * @param ttl of its rows
     * @param threads that send rows to it
     */
    public JoinOperator(
            PlanNode.Join node,
            boolean leftRetracts,
            boolean rightRetracts,
            boolean wrapIntegers,
            RowErrors rowErrors,
            Optional<StateTtl> ttl,
            int threads,
            BufferAllocator allocator) {
        super(
                node,
                node.keys(),
                node.times().flatMap(JoinTimes::leftWatermark),
                node.times().flatMap(JoinTimes::rightWatermark),
                threads);
        this.node = node;
        boolean inner = node.type() == JoinType.INNER;
        condition = inner || node.condition().isEmpty()
                ? Optional.empty()
                : Optional.of(PairFilter.Code.of(node, wrapIntegers, rowErrors));
        boolean drops = node.times().isPresent();
        boolean countsMatches = !inner && (drops || condition.isPresent());
        boolean keepsLeft = node.lookup().isEmpty();
        boolean leftCounts = keepsLeft && countsMatches && (node.type().keepsLeft() || node.type() == JoinType.SEMI);
        boolean rightCounts = countsMatches && node.type().keepsRight();
        int[] leftKey = columns(node.keys(), JoinKey::left);
        int[] rightKey = columns(node.keys(), JoinKey::right);
        left = rows(
                node,
                0,
                leftKey,
                time(JoinTimes::left),
                keepsLeft && leftRetracts,
                extras(leftCounts, ttl.isPresent()),
                allocator);
        right = rows(
                node,
                1,
                rightKey,
                time(JoinTimes::right),
                rightRetracts,
                extras(rightCounts, ttl.isPresent()),
                allocator);
        JoinSide.Form leftForm = form(true, leftRetracts, leftCounts);
        JoinSide.Form rightForm = form(false, rightRetracts, rightCounts);
        maker = i -> new JoinShard(
                node.type(),
                countsMatches,
                node.emit() == Emit.ON_CLOSE,
                node.lookup(),
                new JoinSide(leftForm, left.shard(i)),
                new JoinSide(rightForm, right.shard(i)));
        Arrays.setAll(shards, maker);
    }

    /** Whether {@link #lookUps} does all that there is to do with rows of the left input, if none of them is taken back. */
    public static boolean looksUp(PlanNode.Join node) {
        boolean pairsOnly = node.type() == JoinType.INNER || node.condition().isEmpty();
        return node.lookup().isPresent()
                && !node.type().keepsRight()
                && pairsOnly
                && node.times().isEmpty()
                && node.emit() == Emit.ON_CHANGE;
    }

    /** For one thread; only while nothing comes to the right input, and all of it is in memory. */
    public LookUpJoin lookUps() {
        return new LookUpJoin(node.type(), left(0), right::shard);
    }

    private int[] time(ToIntFunction<JoinTimes> side) {
        return node.times().map(each -> new int[] {side.applyAsInt(each)}).orElse(new int[0]);
    }

    @Override
    void renew(int shard) {
        shards[shard] = maker.apply(shard);
    }

    private static List<String> extras(boolean countsMatches, boolean forgets) {
        return KeyedRows.extras(countsMatches ? List.of(MATCHES) : List.of(), forgets);
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
                inputs().get(isLeft ? 0 : 1).keys(),
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
    public void forget(int shard, long[] before) {
        shards[shard].left().forget(before[0]);
        shards[shard].right().forget(before[1]);
    }

    @Override
    JoinSide left(int shard) {
        return shards[shard].left();
    }

    @Override
    JoinSide right(int shard) {
        return shards[shard].right();
    }

    @Override
    List<KeyedRows> kept() {
        return List.of(left, right);
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
                inputs().get(0).arrivals(shard),
                inputs().get(1).arrivals(shard),
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

    @Override
    public List<KeyedRows> state() {
        return node.lookup().isPresent() ? List.of(right) : kept();
    }

    /** Rows without a partner go when the watermark of the other side passes the last that could come. */
    @Override
    long leastEnd(int shard, boolean ofLeftMark) {
        JoinSide side = ofLeftMark ? right(shard) : left(shard);
        TimeQueue ends = side.ends();
        return side.form().keepsUnmatched() && !ends.isEmpty() ? ends.firstTime() : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        filters.forEach(PairFilter::close);
        super.close();
    }
}
