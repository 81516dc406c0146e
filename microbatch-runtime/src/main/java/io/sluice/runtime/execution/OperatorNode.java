package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.runtime.state.KeyGroups;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A group-by at its place in the graph: merges on all threads, and sends rows down its pipeline on all threads. */
final class OperatorNode implements Stage {
    private static final int FEW_GROUPS = 4096;

    private final AggregateOperator operator;
    private final Optional<LateOutput> late;
    private final Downstream downstream;
    private final boolean idles;

    /** The greatest watermark so far. */
    private long reached = Long.MIN_VALUE;

    /**
     * @param downstream what the operator was made with
     * @param idles whether some source can be idle
     */
    OperatorNode(AggregateOperator operator, Optional<LateOutput> late, Downstream downstream, boolean idles) {
        this.idles = idles;
        this.operator = requireNonNull(operator, "operator");
        this.late = requireNonNull(late, "late");
        this.downstream = requireNonNull(downstream, "downstream");
    }

    @Override
    public Optional<Watermark> watermark() {
        return operator.node().window().flatMap(window -> window.watermark());
    }

    @Override
    public String uid() {
        return operator.node().uid();
    }

    @Override
    public boolean remembersWatermark() {
        return idles && watermark().filter(OperatorNode::isOfSeveral).isPresent();
    }

    private static boolean isOfSeveral(Watermark watermark) {
        return watermark instanceof Watermark.Shifted shifted
                ? isOfSeveral(shifted.of())
                : watermark instanceof Watermark.Least;
    }

    @Override
    public void resume(long watermark) {
        reached = Math.max(reached, watermark);
        operator.resume(watermark);
    }

    @Override
    public void begin(long batch, long watermark, long clock) {
        operator.begin(watermark);
        reached = Math.max(reached, watermark);
        late.ifPresent(output -> output.begin(batch, reached));
    }

    @Override
    public int run(long watermark, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        long groups = operator.startMerge(watermark);
        if (groups < FEW_GROUPS) {
            for (int shard = 0; groups > 0 && shard < KeyGroups.SHARDS; shard++) {
                operator.merge(shard);
            }
        } else {
            pool.run(KeyGroups.SHARDS, (thread, shard) -> operator.merge(shard));
        }
        int parts = operator.startEmit();
        pool.run(
                parts,
                (thread, part) -> downstream.run(
                        thread, firstPiece + part, context, tally, rows -> operator.emit(part, thread, rows)));
        operator.finishEmit();
        reached = Math.max(reached, watermark);
        operator.settle();
        return parts;
    }

    @Override
    public boolean isStateful() {
        return operator.isStateful();
    }

    @Override
    public StateTable table() {
        return operator.table();
    }

    @Override
    public void restore(VectorSchemaRoot rows) {
        operator.restore(rows);
    }

    @Override
    public Optional<StateDelta> delta() {
        return operator.delta();
    }

    @Override
    public Held held() {
        var state = operator.state();
        return new Held(state.groups(), state.bytes(), state.updated(), state.removed());
    }

    @Override
    public Optional<Long> nextEnd() {
        return operator.nextEnd();
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

    /** Where the rows of a group-by go: through a pipeline, or as they are to a sink. */
    static final class Downstream {
        private Optional<Pipeline> pipeline = Optional.empty();
        private Optional<WriteOperator> write = Optional.empty();

        void to(Pipeline newPipeline) {
            pipeline = Optional.of(newPipeline);
        }

        void to(WriteOperator newWrite) {
            write = Optional.of(newWrite);
        }

        /** Takes the rows of one piece of the batch from {@code rows}. */
        private void run(int thread, int piece, FunctionContext context, Tally tally, Consumer<BatchConsumer> rows) {
            pipeline.ifPresent(each -> {
                Pipeline.Run run = each.open(thread, piece, context, false);
                rows.accept(batch -> run.process(batch.columns(), batch.rows(), batch.weights()));
                run.finish(tally);
            });
            write.ifPresent(each -> rows.accept(each.consumer(thread, piece)));
        }
    }
}
