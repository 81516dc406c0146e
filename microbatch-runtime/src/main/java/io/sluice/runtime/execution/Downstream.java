package io.sluice.runtime.execution;

import io.sluice.planner.function.FunctionContext;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.operator.WriteOperator;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the rows of an operator go: through a pipeline, or as they are to a sink. */
final class Downstream {
    private Optional<Pipeline> pipeline = Optional.empty();
    private Optional<WriteOperator> write = Optional.empty();

    void to(Pipeline newPipeline) {
        pipeline = Optional.of(newPipeline);
    }

    void to(WriteOperator newWrite) {
        write = Optional.of(newWrite);
    }

    /** The columns that are read; empty: all. */
    Optional<int[]> reads() {
        return pipeline.map(Pipeline::reads);
    }

    /** Takes the rows of one piece of the batch from {@code rows}. */
    void run(int thread, int piece, FunctionContext context, Tally tally, Consumer<BatchConsumer> rows) {
        pipeline.ifPresent(each -> {
            Pipeline.Run run = each.open(thread, piece, context, false);
            rows.accept(batch -> run.process(batch.columns(), batch.rows(), batch.weights()));
            run.finish(tally);
        });
        write.ifPresent(each -> rows.accept(each.consumer(thread, piece)));
    }
}
