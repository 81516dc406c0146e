package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.runtime.state.KeyGroups;
import java.util.Optional;
import java.util.function.Consumer;

/** A group-by at its place in the graph: merges on all threads, and sends rows down its pipeline on all threads. */
final class OperatorNode implements AutoCloseable {
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
        reached = Math.max(reached, watermark);
        operator.resume(watermark);
    }

    void begin(long batch, long watermark) {
        operator.begin(watermark);
        reached = Math.max(reached, watermark);
        late.ifPresent(output -> output.begin(batch, reached));
    }

    /**
     * Merges and sends on.
     *
     * @param watermark at the end of the batch
     * @param firstPiece the number of the first piece of the batch that it makes
     * @return how many it has made
     */
    int run(long watermark, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
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
