package io.sluice.checkpoint.state;

import io.sluice.checkpoint.StateRowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Collects the rows of a table, without the column of the operation, in pieces. Owns its memory, and what is open. */
final class LiveRows implements StateRowReader {
    private final StateReader.Held held;
    private final RowCursor cursor;
    private final BufferAllocator allocator;
    private final int pieceRows;
    private Optional<VectorSchemaRoot> piece = Optional.empty();

    private Optional<StateInput> accepted = Optional.empty();

    /** How many of the cursor's rows were taken. */
    private int taken;

    LiveRows(StateReader.Held held, BufferAllocator allocator, int pieceRows) {
        this.held = held;
        this.cursor = new RowCursor(held, allocator);
        this.allocator = allocator;
        this.pieceRows = pieceRows;
    }

    @Override
    public boolean next() {
        piece.ifPresent(collected -> collected.getFieldVectors().forEach(FieldVector::reset));
        int rows = 0;
        while (rows < pieceRows) {
            if (taken < cursor.count()) {
                append(cursor.input().root(), cursor.chosen()[taken++], rows++);
            } else if (cursor.next()) {
                taken = 0;
                accept(cursor.input());
            } else {
                break;
            }
        }
        if (rows > 0) {
            root().setRowCount(rows);
        }
        return rows > 0;
    }

    private void accept(StateInput input) {
        if (accepted.filter(known -> known == input).isPresent()) {
            return;
        }
        accepted = Optional.of(input);
        List<Field> fields = input.root().getSchema().getFields();
        List<Field> columns = new ArrayList<>(fields.subList(1, fields.size()));
        if (piece.isEmpty()) {
            piece = Optional.of(VectorSchemaRoot.create(new Schema(columns), allocator));
        }
        Columns.check(input.path(), root().getSchema().getFields(), columns);
    }

    private void append(VectorSchemaRoot source, int row, int to) {
        VectorSchemaRoot collected = root();
        for (int column = 0; column < collected.getFieldVectors().size(); column++) {
            collected.getVector(column).copyFromSafe(row, to, source.getVector(column + 1));
        }
    }

    @Override
    public VectorSchemaRoot root() {
        return piece.orElseThrow();
    }

    @Override
    public void close() {
        piece.ifPresent(VectorSchemaRoot::close);
        cursor.close();
        held.close();
    }
}
