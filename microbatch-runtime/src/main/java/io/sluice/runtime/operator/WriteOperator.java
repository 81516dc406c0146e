package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Sends rows to the sink of an INSERT, as Arrow. Each thread has buffers of its own. */
public final class WriteOperator implements RowOutput, AutoCloseable {
    private final PlanNode.Write node;
    private final boolean weighted;
    private final boolean single;
    private final SinkOutput output;
    private final BufferAllocator allocator;
    private final ThreadBuffers[] buffers;

    /**
     * @param weighted whether rows come with weights
     * @param single whether the result has one row, which needs no key
     */
    public WriteOperator(
            PlanNode.Write node,
            boolean weighted,
            boolean single,
            SinkOutput output,
            int threads,
            BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        this.weighted = weighted;
        this.single = single;
        this.output = requireNonNull(output, "output");
        this.allocator = requireNonNull(allocator, "allocator");
        buffers = new ThreadBuffers[threads];
    }

    public PlanNode.Write node() {
        return node;
    }

    public boolean isWeighted() {
        return weighted;
    }

    public SinkOutput output() {
        return output;
    }

    @Override
    public ColumnBatch batch(int thread) {
        return buffers(thread).batch;
    }

    @Override
    public BatchConsumer consumer(int thread, int piece) {
        ThreadBuffers own = buffers(thread);
        int part = output.part(thread, piece);
        return weighted ? batch -> writeChanges(batch, own, part) : batch -> writeRows(batch, own, part);
    }

    private ThreadBuffers buffers(int thread) {
        if (buffers[thread] == null) {
            List<DataType> types = node.columns().stream().map(Column::type).toList();
            buffers[thread] = new ThreadBuffers(
                    weighted ? ColumnBatch.weighted(types) : ColumnBatch.of(types),
                    weighted ? Optional.of(new Changes(types)) : Optional.empty(),
                    new ArrowRows(node.columns(), allocator));
        }
        return buffers[thread];
    }

    private void writeRows(ColumnBatch batch, ThreadBuffers own, int part) {
        checkRequired(batch.columns(), batch.rows());
        output.write(part, own.arrow.fill(batch.columns(), batch.rows()), null);
    }

    private void writeChanges(ColumnBatch batch, ThreadBuffers own, int part) {
        Changes changes = own.changes.orElseThrow();
        changes.kinds.choose(batch);
        int count = changes.kinds.count();
        if (count > 0) {
            changes.chosen.refer(batch, changes.kinds.rows(), count);
            checkRequired(changes.chosen.columns(), count);
            byte[] kinds = Arrays.copyOf(changes.kinds.kinds(), count);
            output.write(part, own.arrow.fill(changes.chosen.columns(), count), kinds);
            changes.chosen.clear();
        }
    }

    private void checkRequired(ColumnVector[] columns, int rows) {
        for (int column : node.required()) {
            for (int row = 0; columns[column].hasNulls && row < rows; row++) {
                if (columns[column].nulls[row]) {
                    throw missing(node.columns().get(column).name());
                }
            }
        }
    }

    private RowException missing(String column) {
        return new RowException(
                "column \"%s\" of table \"%s\" is NOT NULL, as it is in the primary key, but a row has NULL there"
                        .formatted(column, node.sink()),
                "Leave such rows out with WHERE … IS NOT NULL, or give them a value with COALESCE.");
    }

    @Override
    public void close() {
        for (ThreadBuffers each : buffers) {
            if (each != null) {
                each.arrow.close();
            }
        }
    }

    private record ThreadBuffers(ColumnBatch batch, Optional<Changes> changes, ArrowRows arrow) {}

    /** What a thread needs where rows have weights. */
    private final class Changes {
        private final ColumnBatch chosen;
        private final ChangeKinds kinds =
                new ChangeKinds(node.key(), single, node.emission().mode());

        Changes(List<DataType> types) {
            chosen = ColumnBatch.weighted(types);
        }
    }
}
