package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.PagedState;
import io.sluice.runtime.state.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A group-by at its place in the graph: merges on all threads, and sends rows down its pipeline on all threads. */
final class OperatorNode implements Stage {
    private static final int FEW_GROUPS = 4096;

    private final AggregateOperator operator;
    private final Optional<LateOutput> late;
    private final Downstream downstream;
    private final boolean idles;
    private final ClosingTime closing;
    private final Optional<Forgetting> forgetting;

    /** Where groups are forgotten their values go with them: then all tables are one part. */
    private final Optional<Pages> groups;

    private final List<Pages> values;
    private final List<Pages> pages = new ArrayList<>();
    private StateMemory memory;

    /** The greatest watermark so far. */
    private long reached = Long.MIN_VALUE;

    /**
     * @param downstream what the operator was made with
     * @param idles whether some source can be idle
     * @param bounded the input ends
     * @param ttl of its state
     */
    OperatorNode(
            AggregateOperator operator,
            Optional<LateOutput> late,
            Downstream downstream,
            boolean idles,
            boolean bounded,
            Optional<StateTtl> ttl) {
        forgetting = ttl.map(Forgetting::new);
        this.idles = idles;
        closing = new ClosingTime(operator.node().window().flatMap(PlanNode.GroupWindow::watermark), bounded);
        this.operator = requireNonNull(operator, "operator");
        this.late = requireNonNull(late, "late");
        this.downstream = requireNonNull(downstream, "downstream");
        List<Pages.Table> tables = tables(operator);
        boolean together = forgetting.isPresent();
        if (!tables.isEmpty()) {
            pages.add(new Pages(together ? tables : tables.subList(0, 1)));
            tables.stream().skip(together ? tables.size() : 1).forEach(table -> pages.add(new Pages(List.of(table))));
        }
        groups = pages.stream().findFirst();
        values = IntStream.range(1, tables.size())
                .mapToObj(i -> pages.get(together ? 0 : i))
                .toList();
    }

    /** That of the groups, and those of their values. */
    private static List<Pages.Table> tables(AggregateOperator operator) {
        List<Pages.Table> all = new ArrayList<>();
        if (operator.isStateful()) {
            List<StateTable> names = operator.tables();
            all.add(new Pages.Table(names.get(0), operator.groups()));
            for (PagedState each : operator.valueTables()) {
                all.add(new Pages.Table(names.get(all.size()), each));
            }
        }
        return all;
    }

    @Override
    public List<Pages> pages() {
        return pages;
    }

    @Override
    public void useMemory(StateMemory newMemory) {
        memory = newMemory;
    }

    @Override
    public List<Watermark> watermarks() {
        return closing.watermarks();
    }

    @Override
    public boolean hasClock() {
        return closing.isByClock() || forgetting.isPresent();
    }

    @Override
    public void resumeClock(long newReached) {
        forgetting.ifPresent(each -> each.resume(newReached));
        if (closing.isByClock()) {
            operator.resume(closing.resumeClock(newReached));
        }
    }

    @Override
    public String uid() {
        return operator.node().uid();
    }

    @Override
    public boolean remembers(Watermark watermark) {
        return idles && isOfSeveral(watermark);
    }

    static boolean isOfSeveral(Watermark watermark) {
        return watermark instanceof Watermark.Shifted shifted
                ? isOfSeveral(shifted.of())
                : watermark instanceof Watermark.Least;
    }

    @Override
    public void resume(long[] watermarks) {
        long watermark = first(watermarks);
        reached = Math.max(reached, watermark);
        operator.resume(watermark);
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        long watermark = closing.start(watermarks, clock);
        operator.begin(watermark, clock);
        forgetting.ifPresent(each -> forget(each.begin(clock), each.before(clock)[0]));
        reached = Math.max(reached, watermark);
        late.ifPresent(output -> output.begin(batch, reached));
    }

    private void forget(int[] shards, long before) {
        if (memory.isAway(pages)) {
            memory.run(groups.orElseThrow(), Shards.of(shards), some -> operator.forget(Shards.list(some), before));
        } else {
            operator.forget(shards, before);
        }
    }

    private static long first(long[] watermarks) {
        return watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        long watermark = closing.end(end);
        if (memory.isAway(pages)) {
            int made = runInTurn(watermark, firstPiece, context, pool, tally);
            reached = Math.max(reached, watermark);
            return made;
        }
        merge(operator.startMerge(watermark, pool::run), pool);
        merge(operator.startMergeOfValues(), pool);
        long began = System.nanoTime();
        int parts = operator.startEmit();
        pool.run(
                parts,
                (thread, part) -> downstream.run(
                        thread,
                        firstPiece,
                        part,
                        context,
                        tally,
                        (rows, failures) -> operator.emit(part, thread, rows)));
        operator.finishEmit();
        reached = Math.max(reached, watermark);
        operator.settle(pool::run);
        long emitting = System.nanoTime() - began;
        tally.took(uid(), new OperatorTime(-emitting, emitting, 0));
        return downstream.pieces(parts);
    }

    /** Some of the state is on disk: a few shards at a time take the batch in, send on, and are done with. */
    private int runInTurn(long watermark, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        operator.usePages();
        operator.startMerge(watermark, pool::run);
        for (int i = 0; i < values.size(); i++) {
            int table = i;
            memory.run(values.get(i), Shards.where(shard -> operator.isBusy(table, shard)), shards -> {
                int[] list = Shards.list(shards);
                pool.run(list.length, (thread, index) -> operator.mergeValues(table, list[index]));
                operator.settleValues(table, shards);
            });
        }
        operator.startMergeOfValues();
        AtomicInteger made = new AtomicInteger();
        memory.run(groups.orElseThrow(), Shards.where(operator::isBusy), shards -> {
            int[] list = Shards.list(shards);
            pool.run(list.length, (thread, index) -> operator.mergeAll(list[index]));
            int parts = operator.startEmit(shards);
            pool.run(parts, (thread, part) -> {
                int number = operator.number(part);
                made.accumulateAndGet(number + 1, Math::max);
                downstream.run(
                        thread,
                        firstPiece,
                        number,
                        context,
                        tally,
                        (rows, failures) -> operator.emit(part, thread, rows));
            });
            operator.settle(shards);
        });
        operator.finishSettle();
        return downstream.pieces(made.get());
    }

    private void merge(long changed, WorkerPool pool) {
        if (changed < FEW_GROUPS) {
            for (int shard = 0; changed > 0 && shard < KeyGroups.SHARDS; shard++) {
                operator.merge(shard);
            }
        } else {
            pool.run(KeyGroups.SHARDS, (thread, shard) -> operator.merge(shard));
        }
    }

    @Override
    public boolean isStateful() {
        return operator.isStateful();
    }

    @Override
    public List<StateTable> tables() {
        return operator.tables();
    }

    @Override
    public void restore(StateTable table, StoredPieces rows, WorkerPool pool) {
        operator.restore(table, rows, pool::run);
    }

    @Override
    public List<StateDelta> deltas() {
        return operator.deltas();
    }

    @Override
    public Held held() {
        return new Held(operator.rows(), operator.bytes(), operator.updated(), operator.removed());
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        return closing.nextEnd(due());
    }

    @Override
    public OptionalLong nextTime() {
        return closing.nextTime(due());
    }

    private OptionalLong due() {
        return operator.nextEnd().stream().mapToLong(Long::longValue).findFirst();
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return operator.isDue(endOfInput);
    }

    @Override
    public void close() {
        operator.close();
        late.ifPresent(LateOutput::close);
    }
}
