package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.DeadLetterOutput;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.runtime.operator.RowFailures;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where the rows of an operator go: through a pipeline for each that reads them, or as they are to a sink.
 *
 * <pre>
 *             ┌→ pipeline to the next operator
 * aggregate ──┤
 *             └→ pipeline to a sink
 * </pre>
 */
final class Downstream {
    private final String uid;
    private final List<Column> columns;
    private final RowErrors rowErrors;
    private final Optional<DeadLetterOutput> deadLetters;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private Optional<WriteOperator> write = Optional.empty();

    /**
     * @param uid of the operator
     * @param columns that it sends
     * @param rowErrors what becomes of rows that the operator or a pipeline cannot compute
     * @param deadLetters where they go; empty: they are not sent anywhere
     */
    Downstream(String uid, List<Column> columns, RowErrors rowErrors, Optional<DeadLetterOutput> deadLetters) {
        this.uid = requireNonNull(uid, "uid");
        this.columns = List.copyOf(columns);
        this.rowErrors = requireNonNull(rowErrors, "rowErrors");
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
    }

    Downstream to(Pipeline pipeline) {
        pipelines.add(pipeline);
        return this;
    }

    Downstream to(WriteOperator newWrite) {
        write = Optional.of(newWrite);
        return this;
    }

    /** The columns that are read; empty: all. */
    Optional<int[]> reads() {
        return write.isPresent()
                ? Optional.empty()
                : Optional.of(pipelines.stream()
                        .flatMapToInt(each -> IntStream.of(each.reads()))
                        .distinct()
                        .toArray());
    }

    /** Whether rows that fail go to a table. */
    boolean writesFailed() {
        return deadLetters.isPresent();
    }

    /** How many pieces of the batch so many parts of an operator's rows make. */
    int pieces(int parts) {
        return parts * Math.max(1, pipelines.size());
    }

    /**
     * Takes the rows of one part from {@code rows}.
     *
     * @param firstPiece of the operator; a part makes a piece for each pipeline
     */
    void run(int thread, int firstPiece, int part, FunctionContext context, Tally tally, Rows rows) {
        Part to = open(thread, firstPiece + pieces(part), context, tally);
        rows.send(to, to.failures());
        to.finish();
    }

    /** Sends the rows of one part of an operator. */
    interface Rows {
        /** @param failures takes what the operator cannot compute */
        void send(BatchConsumer to, RowFailures failures);
    }

    /** @param piece of the batch that the rows make in the first pipeline; the others take the next ones */
    Part open(int thread, int piece, FunctionContext context, Tally tally) {
        return new Part(thread, piece, context, tally);
    }

    /** The rows of one part of the operator, as they come. Used by one thread. */
    final class Part implements BatchConsumer {
        private final Tally tally;
        private final Optional<Supplier<Letters>> letters;
        private final RowFailures failures;
        private final Optional<BatchConsumer> consumer;
        private final List<Passage> passages;

        private Part(int thread, int piece, FunctionContext context, Tally tally) {
            this.tally = tally;
            letters = deadLetters.map(output -> () -> output.open(thread, piece));
            failures = new RowFailures(rowErrors, uid, letters);
            consumer = write.map(operator -> operator.consumer(thread, piece));
            passages = write.isPresent() ? List.of() : passages(thread, piece, context);
        }

        /** Takes what the operator cannot compute. */
        RowFailures failures() {
            return failures;
        }

        @Override
        public void accept(ColumnBatch batch) {
            failures.settle(batch, columns);
            if (consumer.isPresent()) {
                consumer.get().accept(batch);
            }
            for (Passage passage : passages) {
                passage.take(batch.columns(), batch.rows(), batch.weights());
            }
        }

        @Override
        public void finish() {
            passages.forEach(passage -> passage.finish(tally));
            if (failures.count() > 0) {
                tally.bad(uid, failures.count());
                letters.ifPresent(open -> open.get().flush());
            }
        }
    }

    /** Takes the rows of one part, which are there, through the pipelines. */
    void run(
            int thread,
            int firstPiece,
            int part,
            FunctionContext context,
            Tally tally,
            ColumnVector[] vectors,
            int rows,
            byte[] weights) {
        List<Passage> passages = passages(thread, firstPiece + pieces(part), context);
        for (Passage passage : passages) {
            passage.take(vectors, rows, weights);
            passage.finish(tally);
        }
    }

    private List<Passage> passages(int thread, int piece, FunctionContext context) {
        List<Passage> passages = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            passages.add(new Passage(pipeline, thread, piece + passages.size(), context));
        }
        return passages;
    }

    /** The rows of one part on their way through one pipeline. */
    private final class Passage {
        private final int thread;
        private final int piece;
        private final Pipeline.Run run;
        private final Optional<FailedRows> failed;

        Passage(Pipeline pipeline, int thread, int piece, FunctionContext context) {
            this.thread = thread;
            this.piece = piece;
            run = pipeline.open(thread, piece, context, false);
            failed = deadLetters.map(
                    output -> new FailedRows(uid, columns, Optional.empty(), run, () -> output.open(thread, piece)));
            failed.ifPresent(run.loop()::onLeftOut);
        }

        void take(ColumnVector[] vectors, int rows, byte[] weights) {
            failed.ifPresent(letters -> letters.of(vectors, 0));
            run.process(vectors, rows, weights);
        }

        void finish(Tally tally) {
            run.finish(tally);
            if (run.loop().rowErrors() > 0) {
                tally.bad(uid, run.loop().rowErrors());
                deadLetters.map(output -> output.open(thread, piece)).ifPresent(Letters::flush);
            }
        }
    }
}
