package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.state.KeyGroups;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A group-by at its place in the graph: merges on all threads, and sends rows down its pipeline on all threads. */
final class OperatorNode implements Stage {
    private static final int FEW_GROUPS = 4096;

    private final AggregateOperator operator;
    private final Optional<LateOutput> late;
    private final Downstream downstream;
    private final boolean idles;
    private final ClosingTime closing;
    private final Optional<Forgetting> forgetting;

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
        forgetting = ttl.map(each -> new Forgetting(each, operator.keepsValues()));
        this.idles = idles;
        closing = new ClosingTime(operator.node().window().flatMap(PlanNode.GroupWindow::watermark), bounded);
        this.operator = requireNonNull(operator, "operator");
        this.late = requireNonNull(late, "late");
        this.downstream = requireNonNull(downstream, "downstream");
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
        forgetting.ifPresent(each -> operator.forget(each.begin(clock), each.before(clock)[0]));
        reached = Math.max(reached, watermark);
        late.ifPresent(output -> output.begin(batch, reached));
    }

    private static long first(long[] watermarks) {
        return watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        long watermark = closing.end(end);
        merge(operator.startMerge(watermark), pool);
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
        operator.settle((count, task) -> pool.run(count, (thread, index) -> task.accept(index)));
        long emitting = System.nanoTime() - began;
        tally.took(uid(), new OperatorTime(-emitting, emitting, 0));
        return downstream.pieces(parts);
    }

    private void merge(long groups, WorkerPool pool) {
        if (groups < FEW_GROUPS) {
            for (int shard = 0; groups > 0 && shard < KeyGroups.SHARDS; shard++) {
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
    public void restore(StateTable table, VectorSchemaRoot rows) {
        operator.restore(table, rows);
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
