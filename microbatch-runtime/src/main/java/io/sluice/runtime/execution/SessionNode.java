package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.SessionOperator;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.Shards;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A group-by of sessions at its place in the graph: shards run on all threads, and send rows down the pipeline as pieces. */
final class SessionNode implements Stage {
    private static final int FEW_GROUPS = 4096;

    private final SessionOperator operator;
    private final Optional<LateOutput> late;
    private final Downstream downstream;
    private final boolean idles;
    private final ClosingTime closing;
    private final Pages pages;
    private StateMemory memory;

    /**
     * @param idles whether some source can be idle
     * @param bounded the input ends
     */
    SessionNode(
            SessionOperator operator,
            Optional<LateOutput> late,
            Downstream downstream,
            boolean idles,
            boolean bounded) {
        this.operator = requireNonNull(operator, "operator");
        this.late = requireNonNull(late, "late");
        this.downstream = requireNonNull(downstream, "downstream");
        this.idles = idles;
        pages = new Pages(List.of(new Pages.Table(operator.table(), operator.state())));
        closing = new ClosingTime(operator.node().window().flatMap(PlanNode.GroupWindow::watermark), bounded);
    }

    @Override
    public List<Pages> pages() {
        return List.of(pages);
    }

    @Override
    public void useMemory(StateMemory newMemory) {
        memory = newMemory;
    }

    @Override
    public String uid() {
        return operator.uid();
    }

    @Override
    public List<Watermark> watermarks() {
        return closing.watermarks();
    }

    @Override
    public boolean hasClock() {
        return closing.isByClock();
    }

    @Override
    public void resumeClock(long newReached) {
        operator.resume(closing.resumeClock(newReached));
    }

    @Override
    public boolean remembers(Watermark watermark) {
        return idles && OperatorNode.isOfSeveral(watermark);
    }

    @Override
    public void resume(long[] watermarks) {
        operator.resume(first(watermarks));
    }

    private static long first(long[] watermarks) {
        return watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        operator.begin(closing.start(watermarks, clock));
        late.ifPresent(output -> output.begin(batch, operator.lateness()));
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        long groups = operator.startMerge(closing.end(end), end.endOfInput());
        if (memory.isAway(pages)) {
            memory.run(pages, Shards.where(shard -> !operator.isIdle(shard)), shards -> {
                int[] list = Shards.list(shards);
                pool.run(list.length, (thread, i) -> process(thread, list[i], firstPiece, context, tally));
                operator.settle(shards);
            });
            operator.finish();
            return downstream.pieces(KeyGroups.SHARDS);
        }
        if (groups < FEW_GROUPS && operator.state().sessions() < FEW_GROUPS) {
            for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                process(0, shard, firstPiece, context, tally);
            }
        } else {
            pool.run(KeyGroups.SHARDS, (thread, shard) -> process(thread, shard, firstPiece, context, tally));
        }
        operator.settle(Shards.ALL);
        operator.finish();
        return downstream.pieces(KeyGroups.SHARDS);
    }

    private void process(int thread, int shard, int firstPiece, FunctionContext context, Tally tally) {
        if (!operator.isIdle(shard)) {
            downstream.run(
                    thread,
                    firstPiece,
                    shard,
                    context,
                    tally,
                    (rows, failures) -> operator.process(shard, thread, rows));
        }
    }

    @Override
    public boolean isStateful() {
        return true;
    }

    @Override
    public List<StateTable> tables() {
        return List.of(operator.table());
    }

    @Override
    public void restore(StateTable table, StoredPieces rows, WorkerPool pool) {
        rows.pieces().forEach(piece -> operator.restore(piece.root()));
    }

    @Override
    public List<StateDelta> deltas() {
        return operator.delta().stream().toList();
    }

    @Override
    public Held held() {
        var state = operator.state();
        return new Held(state.sessions(), state.bytes(), state.updated(), state.removed());
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        return closing.nextEnd(operator.nextEnd());
    }

    @Override
    public OptionalLong nextTime() {
        return closing.nextTime(operator.nextEnd());
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
