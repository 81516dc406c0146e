package io.sluice.sources;

import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows that a source wants back after a restart, such as the files that it has taken. The loop stores the changes of
 * each batch with that batch's commit and hands all of them back at the next start. Used on the loop's thread only.
 */
public interface SourceMemory {
    /** The columns; the first {@code keyColumns} of them identify a row. */
    Schema schema();

    int keyColumns();

    /** Takes back what was stored, in any order; called once, before anything else is asked of the source. */
    void restore(VectorSchemaRoot rows);

    /** The rows that the range of {@code position} adds; the caller closes them. */
    List<VectorSchemaRoot> additions(OffsetRange range, BufferAllocator allocator);

    /** Passes the keys (as rows of the key columns) that may be forgotten since the last call; the caller copies. */
    default void removals(BufferAllocator allocator, Consumer<VectorSchemaRoot> keys) {}
}
