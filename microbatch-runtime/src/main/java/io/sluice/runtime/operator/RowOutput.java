package io.sluice.runtime.operator;

import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;

/** Where a pipeline that appends rows ends. Each thread has a batch of its own. */
public interface RowOutput {
    /** The batch of a thread that pipelines append to. */
    ColumnBatch batch(int thread);

    /** Takes the rows of a piece of the batch. */
    BatchConsumer consumer(int thread, int piece);
}
