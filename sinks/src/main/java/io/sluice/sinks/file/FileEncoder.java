package io.sluice.sinks.file;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes the rows of one file to its output; one that is dropped before {@link #finish} needs no closing. */
interface FileEncoder {
    /** Starts the file of a part. */
    @FunctionalInterface
    interface Factory {
        FileEncoder open(OutputStream out) throws IOException;
    }

    void write(VectorSchemaRoot rows) throws IOException;

    /** Bytes that are held back until there are more of them. */
    default long heldBytes() {
        return 0;
    }

    /** Writes what is held back, though it would better wait. */
    default void flush() throws IOException {}

    /** Writes what is left; the file is whole. */
    void finish() throws IOException;
}
