package io.sluice.sinks.file;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes the rows of one file to its output; one that is dropped before {@link #finish} needs no closing. */
interface FileEncoder {
    void write(VectorSchemaRoot rows) throws IOException;

    /** Writes what is left; the file is whole. */
    void finish() throws IOException;
}
