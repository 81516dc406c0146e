package io.sluice.checkpoint;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of a state table as of a batch, each key once, in pieces. All that it needs was opened with it: it reads the same whatever a running query
 * deletes, and needs the {@link CheckpointReader} no more. Used by one thread.
 */
public interface StateRowReader extends AutoCloseable {
    /** Moves to the next piece; false at the end. */
    boolean next();

    /** The piece: the columns of the table; the same object for all pieces. */
    VectorSchemaRoot root();

    @Override
    void close();
}
