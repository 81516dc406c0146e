package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.operator.DeadLetterOutput;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.sources.ColumnVector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the rows of an operator go: through a pipeline, or as they are to a sink. */
final class Downstream {
    private final String uid;
    private final List<Column> columns;
    private final Optional<DeadLetterOutput> deadLetters;
    private Optional<Pipeline> pipeline = Optional.empty();
    private Optional<WriteOperator> write = Optional.empty();

    /**
     * @param uid of the operator
     * @param columns that it sends
     * @param deadLetters where rows go for which an expression of the pipeline fails; empty: they are not sent anywhere
     */
    Downstream(String uid, List<Column> columns, Optional<DeadLetterOutput> deadLetters) {
        this.uid = requireNonNull(uid, "uid");
        this.columns = List.copyOf(columns);
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
    }

    Downstream to(Pipeline newPipeline) {
        pipeline = Optional.of(newPipeline);
        return this;
    }

    Downstream to(WriteOperator newWrite) {
        write = Optional.of(newWrite);
        return this;
    }

    /** The columns that are read; empty: all. */
    Optional<int[]> reads() {
        return pipeline.map(Pipeline::reads);
    }

    /** Takes the rows of one piece of the batch from {@code rows}. */
    void run(int thread, int piece, FunctionContext context, Tally tally, Consumer<BatchConsumer> rows) {
        pipeline.ifPresent(each -> pass(
                each,
                thread,
                piece,
                context,
                tally,
                run -> rows.accept(batch -> run.take(batch.columns(), batch.rows(), batch.weights()))));
        write.ifPresent(each -> rows.accept(each.consumer(thread, piece)));
    }

    /** Takes the rows of one piece of the batch, which are there, through the pipeline. */
    void run(
            int thread,
            int piece,
            FunctionContext context,
            Tally tally,
            ColumnVector[] columns,
            int rows,
            byte[] weights) {
        pass(pipeline.orElseThrow(), thread, piece, context, tally, run -> run.take(columns, rows, weights));
    }

    private interface Taker {
        void take(ColumnVector[] columns, int rows, byte[] weights);
    }

    private void pass(
            Pipeline through, int thread, int piece, FunctionContext context, Tally tally, Consumer<Taker> rows) {
        Pipeline.Run run = through.open(thread, piece, context, false);
        Optional<FailedRows> failed = deadLetters.map(
                output -> new FailedRows(uid, columns, Optional.empty(), run, () -> output.open(thread, piece)));
        failed.ifPresent(run.loop()::onLeftOut);
        rows.accept((vectors, count, weights) -> {
            failed.ifPresent(letters -> letters.of(vectors, 0));
            run.process(vectors, count, weights);
        });
        run.finish(tally);
        if (run.loop().rowErrors() > 0) {
            tally.bad(uid, run.loop().rowErrors());
            deadLetters.map(output -> output.open(thread, piece)).ifPresent(Letters::flush);
        }
    }
}
