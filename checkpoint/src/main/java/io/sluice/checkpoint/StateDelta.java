package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a batch changes in one state table: at most one row for each key.
 *
 * @param table the table
 * @param packed rows that come before the others, already as they are stored. They stay the caller's
 * @param rows the column {@link #OPERATION} (8-bit integer: {@link #PUT} or {@link #DELETE}), then the columns of the
 *     table; under DELETE all but the key's are null. The memory stays the caller's
 */
public record StateDelta(StateTable table, List<PackedRows> packed, VectorSchemaRoot rows) {
    public static final String OPERATION = "_op";
    public static final byte PUT = 0;
    public static final byte DELETE = 1;

    public StateDelta {
        requireNonNull(table, "table");
        packed = List.copyOf(packed);
        requireNonNull(rows, "rows");
    }

    /** Nothing is packed. */
    public StateDelta(StateTable table, VectorSchemaRoot rows) {
        this(table, List.of(), rows);
    }

    /** Rows, packed or not. */
    public int rowCount() {
        int count = rows.getRowCount();
        for (PackedRows each : packed) {
            count = Math.addExact(count, each.rows());
        }
        return count;
    }

    /** Memory that all rows take or took, not packed. */
    public long bytes() {
        long bytes = 0;
        for (FieldVector column : rows.getFieldVectors()) {
            bytes += column.getBufferSize();
        }
        for (PackedRows each : packed) {
            bytes += each.bytes();
        }
        return bytes;
    }
}
