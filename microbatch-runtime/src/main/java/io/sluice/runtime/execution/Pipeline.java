package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.codegen.CompiledPipeline;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.FoldTarget;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.RowOutput;
import io.sluice.runtime.state.GroupTable;
import io.sluice.sources.ColumnVector;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A compiled pipeline with what it ends in. {@link #open} gives a run over one piece of the batch; each thread has one run
 * at a time.
 */
final class Pipeline {
    private final Code code;
    private final Optional<WithoutTimes> withoutTimes;
    private final Optional<FoldTarget> aggregate;
    private final Optional<LateOutput> late;
    private final Optional<RowOutput> output;

    private Pipeline(
            CompiledPipeline compiled,
            Optional<Variant> withoutTimes,
            Optional<FoldTarget> aggregate,
            Optional<LateOutput> late,
            Optional<RowOutput> output,
            int threads) {
        this.code = new Code(compiled, threads);
        this.withoutTimes = withoutTimes.map(variant -> new WithoutTimes(variant, threads));
        this.aggregate = aggregate;
        this.late = late;
        this.output = output;
    }

    static Pipeline into(
            FoldTarget aggregate,
            Optional<LateOutput> late,
            CompiledPipeline compiled,
            Optional<Variant> withoutTimes,
            int threads) {
        return new Pipeline(compiled, withoutTimes, Optional.of(aggregate), late, Optional.empty(), threads);
    }

    static Pipeline into(RowOutput output, CompiledPipeline compiled, Optional<Variant> withoutTimes, int threads) {
        return new Pipeline(compiled, withoutTimes, Optional.empty(), Optional.empty(), Optional.of(output), threads);
    }

    /** The query has ended: no thread runs any more. */
    void close() {
        code.close();
        withoutTimes.ifPresent(WithoutTimes::close);
    }

    /** The columns that it reads. */
    int[] reads() {
        return code.compiled.reads();
    }

    /** Code that does not observe event times, made when it is first wanted; empty if it would read as much. */
    interface Variant extends Supplier<Optional<CompiledPipeline>> {}

    /** A generated class, and its loop for each thread. */
    private static final class Code {
        private final CompiledPipeline compiled;
        private final FusedLoop[] loops;

        Code(CompiledPipeline compiled, int threads) {
            this.compiled = requireNonNull(compiled, "compiled");
            loops = new FusedLoop[threads];
        }

        void close() {
            for (FusedLoop loop : loops) {
                if (loop != null) {
                    loop.close();
                }
            }
            compiled.failed().close();
        }

        FusedLoop loop(int thread) {
            if (loops[thread] == null) {
                loops[thread] = compiled.newLoop();
            }
            return loops[thread];
        }
    }

    /** Asked by all threads. */
    private static final class WithoutTimes {
        private final Variant variant;
        private final int threads;
        private Optional<Code> code = Optional.empty();
        private boolean made;

        WithoutTimes(Variant variant, int threads) {
            this.variant = variant;
            this.threads = threads;
        }

        synchronized void close() {
            code.ifPresent(Code::close);
        }

        synchronized Optional<Code> code() {
            if (!made) {
                code = variant.get().map(compiled -> new Code(compiled, threads));
                made = true;
            }
            return code;
        }
    }

    /**
     * Starts on the {@code piece}-th piece of the batch.
     *
     * @param timesKnown the event times of the piece need not be observed
     */
    Run open(int thread, int piece, FunctionContext context, boolean timesKnown) {
        Code used = timesKnown ? withoutTimes.flatMap(WithoutTimes::code).orElse(code) : code;
        FusedLoop loop = used.loop(thread);
        loop.start(context);
        Optional<BatchConsumer> consumer = output.map(rows -> rows.consumer(thread, piece));
        consumer.ifPresent(to -> loop.emit(output.orElseThrow().batch(thread), to));
        late.ifPresent(output -> loop.sendLate(output.batch(thread), output.consumer(thread, piece)));
        aggregate.ifPresent(operator -> {
            operator.windows().ifPresent(windows -> loop.lateBefore(windows, operator.lateness()));
            operator.openSessions().ifPresent(loop::openSessions);
        });
        return new Run(used.compiled, loop, consumer, piece, context);
    }

    /** One piece of the batch on its way through the pipeline. Used by one thread. */
    final class Run {
        private final CompiledPipeline compiled;
        private final FusedLoop loop;
        private final Optional<BatchConsumer> consumer;
        private final int piece;
        private final FunctionContext context;
        private Optional<GroupTable> table = Optional.empty();

        private Run(
                CompiledPipeline compiled,
                FusedLoop loop,
                Optional<BatchConsumer> consumer,
                int piece,
                FunctionContext context) {
            this.compiled = compiled;
            this.loop = loop;
            this.consumer = consumer;
            this.piece = piece;
            this.context = context;
        }

        FusedLoop loop() {
            return loop;
        }

        /** The columns that it reads. */
        int[] reads() {
            return compiled.reads();
        }

        /** The columns that its filters read, if it selects rows; then {@link #reads} are the others. */
        Optional<int[]> filterReads() {
            return compiled.filterReads();
        }

        /** As {@link FusedLoop#select}. */
        int select(ColumnVector[] columns, int rows) {
            try {
                return loop.select(columns, rows);
            } catch (RowException e) {
                throw located(e, columns, compiled.filterReads().orElseThrow(), row -> row, rows);
            }
        }

        void process(ColumnVector[] columns, int rows, byte[] weights) {
            aggregate.ifPresent(operator -> {
                if (table.isEmpty()) {
                    table = Optional.of(operator.borrow());
                    loop.fold(table.get());
                }
            });
            try {
                loop.process(columns, rows, weights);
            } catch (RowException e) {
                throw located(
                        e, columns, allReads(), compiled.filterReads().isPresent() ? selected() : row -> row, rows);
            }
            if (table.isPresent()) {
                table.get().folded(rows);
                if (FoldTarget.isFull(table.get())) {
                    handOn();
                }
            }
        }

        private IntUnaryOperator selected() {
            int[] selection = loop.selection();
            return row -> selection[row];
        }

        /** All columns that it reads. */
        private int[] allReads() {
            return IntStream.concat(
                            IntStream.of(compiled.filterReads().orElse(new int[0])), IntStream.of(compiled.reads()))
                    .distinct()
                    .toArray();
        }

        /** The error of a row, with the expression that has failed: the row is one of those that {@code rows} tells. */
        private RowException located(
                RowException error, ColumnVector[] columns, int[] read, IntUnaryOperator rows, int count) {
            for (int i = 0; i < count; i++) {
                Optional<RowException> found =
                        compiled.failed().locate(error, columns, read, rows.applyAsInt(i), context);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            return error;
        }

        /** The error of this row, with the expression that has failed. */
        RowException located(RowException error, ColumnVector[] columns, int row) {
            return located(error, columns, allReads(), i -> row, 1);
        }

        private void handOn() {
            aggregate.orElseThrow().add(piece, table.orElseThrow());
            table = Optional.empty();
        }

        void finish(Tally tally) {
            loop.finish();
            consumer.ifPresent(BatchConsumer::finish);
            if (table.isPresent()) {
                handOn();
            }
            aggregate.ifPresent(operator -> tally.late(operator.uid(), loop.lateRows()));
        }
    }
}
