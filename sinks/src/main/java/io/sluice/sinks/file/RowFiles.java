package io.sluice.sinks.file;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The files that rows are written to; used by one thread. */
interface RowFiles {
    void write(VectorSchemaRoot rows) throws IOException;

    /** No rows follow: the files are whole. */
    void finish() throws IOException;

    /** The files that have rows, once they are whole. */
    List<PartOutput> outputs();

    /** Removes what was written. */
    void discard() throws IOException;
}
