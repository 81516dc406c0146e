package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a batch changes in one state table: at most one row for each key.
 *
 * @param table the table
 * @param rows the column {@link #OPERATION} (8-bit integer: {@link #PUT} or {@link #DELETE}), then the columns of the
 *     table; under DELETE all but the key's are null. The memory stays the caller's
 */
public record StateDelta(StateTable table, VectorSchemaRoot rows) {
    public static final String OPERATION = "_op";
    public static final byte PUT = 0;
    public static final byte DELETE = 1;

    public StateDelta {
        requireNonNull(table, "table");
        requireNonNull(rows, "rows");
    }
}
