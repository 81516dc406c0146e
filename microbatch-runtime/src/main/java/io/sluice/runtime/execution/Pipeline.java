package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.runtime.codegen.CompiledPipeline;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.AggregateOperator;
import io.sluice.runtime.operator.LateOutput;
import io.sluice.runtime.operator.WriteOperator;
import io.sluice.runtime.state.GroupTable;
import io.sluice.sources.ColumnVector;
import java.util.Optional;

/**
 * A compiled pipeline with what it ends in. {@link #open} gives a run over one piece of the batch; each thread has one run
 * at a time.
 */
final class Pipeline {
    private final CompiledPipeline compiled;
    private final Optional<AggregateOperator> aggregate;
    private final Optional<LateOutput> late;
    private final Optional<WriteOperator> write;
    private final FusedLoop[] loops;

    private Pipeline(
            CompiledPipeline compiled,
            Optional<AggregateOperator> aggregate,
            Optional<LateOutput> late,
            Optional<WriteOperator> write,
            int threads) {
        this.compiled = requireNonNull(compiled, "compiled");
        this.aggregate = aggregate;
        this.late = late;
        this.write = write;
        loops = new FusedLoop[threads];
    }

    static Pipeline into(
            AggregateOperator aggregate, Optional<LateOutput> late, CompiledPipeline compiled, int threads) {
        return new Pipeline(compiled, Optional.of(aggregate), late, Optional.empty(), threads);
    }

    static Pipeline into(WriteOperator write, CompiledPipeline compiled, int threads) {
        return new Pipeline(compiled, Optional.empty(), Optional.empty(), Optional.of(write), threads);
    }

    /** The columns that it reads. */
    int[] reads() {
        return compiled.reads();
    }

    /** The columns that its filters read, if it selects rows; then {@link #reads} are the others. */
    Optional<int[]> filterReads() {
        return compiled.filterReads();
    }

    /** Starts on the {@code piece}-th piece of the batch. */
    Run open(int thread, int piece, FunctionContext context) {
        if (loops[thread] == null) {
            loops[thread] = compiled.newLoop();
        }
        FusedLoop loop = loops[thread];
        loop.start(context);
        write.ifPresent(operator -> loop.emit(operator.batch(thread), operator.consumer(thread, piece)));
        late.ifPresent(output -> loop.sendLate(output.batch(thread), output.consumer(thread, piece)));
        aggregate.ifPresent(
                operator -> operator.windows().ifPresent(windows -> loop.lateBefore(windows, operator.lateness())));
        return new Run(loop, piece);
    }

    /** One piece of the batch on its way through the pipeline. Used by one thread. */
    final class Run {
        private final FusedLoop loop;
        private final int piece;
        private Optional<GroupTable> table = Optional.empty();
        private long tableRows;

        private Run(FusedLoop loop, int piece) {
            this.loop = loop;
            this.piece = piece;
        }

        FusedLoop loop() {
            return loop;
        }

        void process(ColumnVector[] columns, int rows, byte[] weights) {
            aggregate.ifPresent(operator -> {
                if (table.isEmpty()) {
                    table = Optional.of(operator.borrow());
                    loop.fold(table.get());
                    tableRows = 0;
                }
            });
            loop.process(columns, rows, weights);
            tableRows += rows;
            if (table.isPresent() && AggregateOperator.isFull(table.get(), tableRows)) {
                handOn();
            }
        }

        private void handOn() {
            aggregate.orElseThrow().add(piece, table.orElseThrow());
            table = Optional.empty();
        }

        void finish(Tally tally) {
            loop.finish();
            if (table.isPresent()) {
                handOn();
            }
            aggregate.ifPresent(operator -> tally.late(operator.node().uid(), loop.lateRows()));
        }
    }
}
