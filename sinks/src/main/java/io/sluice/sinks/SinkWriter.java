package io.sluice.sinks;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Takes one part of a batch. Used by one thread. */
public interface SinkWriter extends AutoCloseable {
    /**
     * Takes rows; the vectors stay the caller's and are reused after the call.
     *
     * @param kinds for each row the ordinal of its {@link RowKind}; null when all are inserts
     */
    void write(VectorSchemaRoot rows, byte[] kinds);

    /** The part is complete. */
    void finish();

    /** Releases what the writer holds; a part that was not finished is dropped. */
    @Override
    void close();
}
