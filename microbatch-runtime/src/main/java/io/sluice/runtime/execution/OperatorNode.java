package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.runtime.state.KeyGroups;
import java.util.Optional;

/** A group-by at its place in the graph: merges on all threads, then sends rows down its pipeline on the loop's. */
final class OperatorNode implements AutoCloseable {
    private static final int FEW_GROUPS = 4096;

    private final AggregateOperator operator;
    private final Optional<LateOutput> late;
    private final Downstream downstream;
    private final boolean idles;

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

    AggregateOperator operator() {
        return operator;
    }

    /** Of the event time; empty: nothing closes before the end of the input. */
    Optional<Watermark> watermark() {
        return operator.node().window().flatMap(window -> window.watermark());
    }

    String uid() {
        return operator.node().uid();
    }

    /** Its watermark is the least of several, of which some may leave for a while. */
    boolean remembersWatermark() {
        return idles && watermark().filter(OperatorNode::isOfSeveral).isPresent();
    }

    private static boolean isOfSeveral(Watermark watermark) {
        return watermark instanceof Watermark.Shifted shifted
                ? isOfSeveral(shifted.of())
                : watermark instanceof Watermark.Least;
    }

    void resume(long watermark) {
        operator.resume(watermark);
    }

    void begin(long batch, long watermark) {
        operator.begin(watermark);
        late.ifPresent(output -> output.begin(batch, operator.lateness()));
    }

    /** @param watermark at the end of the batch */
    void run(long watermark, int piece, FunctionContext context, WorkerPool pool, Tally tally) {
        long groups = operator.startMerge();
        if (groups < FEW_GROUPS) {
            for (int shard = 0; groups > 0 && shard < KeyGroups.SHARDS; shard++) {
                operator.merge(shard);
            }
        } else {
            pool.run(KeyGroups.SHARDS, (thread, shard) -> operator.merge(shard));
        }
        downstream.begin(piece, context);
        operator.emit(watermark);
        downstream.finish(tally);
        operator.settle();
    }

    @Override
    public void close() {
        operator.close();
        late.ifPresent(LateOutput::close);
    }

    /** Where the rows of a group-by go: through a pipeline, or as they are to a sink. */
    static final class Downstream implements BatchConsumer {
        private Optional<Pipeline> pipeline = Optional.empty();
        private Optional<WriteOperator> write = Optional.empty();
        private Optional<Pipeline.Run> run = Optional.empty();
        private Optional<BatchConsumer> sink = Optional.empty();

        void to(Pipeline newPipeline) {
            pipeline = Optional.of(newPipeline);
        }

        void to(WriteOperator newWrite) {
            write = Optional.of(newWrite);
        }

        private void begin(int piece, FunctionContext context) {
            run = pipeline.map(each -> each.open(0, piece, context));
            sink = write.map(each -> each.consumer(0, piece));
        }

        @Override
        public void accept(ColumnBatch batch) {
            run.ifPresent(each -> each.process(batch.columns(), batch.rows(), batch.weights()));
            sink.ifPresent(each -> each.accept(batch));
        }

        private void finish(Tally tally) {
            run.ifPresent(each -> each.finish(tally));
            run = Optional.empty();
            sink = Optional.empty();
        }
    }
}
