package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Collects rows into one {@link StateDelta}. Copies what it is given; owns the copy. */
final class DeltaRows implements AutoCloseable {
    private final StateTable table;
    private final VectorSchemaRoot rows;
    private int size;

    DeltaRows(StateTable table, BufferAllocator allocator) {
        this.table = requireNonNull(table, "table");
        List<Field> fields = new ArrayList<>();
        fields.add(Field.notNullable(StateDelta.OPERATION, new ArrowType.Int(8, true)));
        fields.addAll(table.schema().getFields());
        this.rows = VectorSchemaRoot.create(new Schema(fields), allocator);
    }

    /** Adds rows of the table's columns, or, to delete, of its key columns. */
    void append(VectorSchemaRoot added, byte operation) {
        int count = added.getRowCount();
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        for (int row = 0; row < count; row++) {
            operations.setSafe(size + row, operation);
        }
        for (int column = 0; column < added.getFieldVectors().size(); column++) {
            FieldVector from = added.getVector(column);
            FieldVector to = rows.getVector(column + 1);
            for (int row = 0; row < count; row++) {
                to.copyFromSafe(row, size + row, from);
            }
        }
        size += count;
        rows.setRowCount(size);
    }

    int size() {
        return size;
    }

    StateDelta delta() {
        return new StateDelta(table, rows);
    }

    @Override
    public void close() {
        rows.close();
    }
}
