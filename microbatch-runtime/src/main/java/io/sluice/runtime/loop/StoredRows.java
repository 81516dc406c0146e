package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of a table that are left when its deltas are applied in their order. Owns its memory; used at a start only. */
final class StoredRows implements AutoCloseable {
    private final StateTable table;
    private final VectorSchemaRoot all;
    private final VectorSchemaRoot live;
    private final Map<List<Object>, Integer> rowOfKey = new LinkedHashMap<>();
    private int size;

    StoredRows(StateTable table, BufferAllocator allocator) {
        this.table = requireNonNull(table, "table");
        this.all = VectorSchemaRoot.create(table.schema(), allocator);
        this.live = VectorSchemaRoot.create(table.schema(), allocator);
    }

    /** Applies a delta: {@link StateDelta#OPERATION}, then the columns of the table. */
    void add(VectorSchemaRoot delta) {
        TinyIntVector operations = (TinyIntVector) delta.getVector(0);
        for (int row = 0; row < delta.getRowCount(); row++) {
            List<Object> key = key(delta, row);
            if (operations.get(row) == StateDelta.DELETE) {
                rowOfKey.remove(key);
            } else {
                copy(delta, 1, row, all, size);
                rowOfKey.put(key, size++);
            }
        }
        all.setRowCount(size);
    }

    private List<Object> key(VectorSchemaRoot delta, int row) {
        List<Object> key = new ArrayList<>(table.keyColumns());
        for (int column = 1; column <= table.keyColumns(); column++) {
            key.add(delta.getVector(column).getObject(row));
        }
        return key;
    }

    /** The rows that are left; valid until this is closed. */
    VectorSchemaRoot live() {
        if (rowOfKey.size() == size) {
            return all;
        }
        int row = 0;
        for (int stored : rowOfKey.values()) {
            copy(all, 0, stored, live, row++);
        }
        live.setRowCount(row);
        return live;
    }

    private static void copy(VectorSchemaRoot from, int firstColumn, int fromRow, VectorSchemaRoot to, int toRow) {
        for (int column = 0; column < to.getFieldVectors().size(); column++) {
            FieldVector source = from.getVector(column + firstColumn);
            to.getVector(column).copyFromSafe(fromRow, toRow, source);
        }
    }

    @Override
    public void close() {
        all.close();
        live.close();
    }
}
