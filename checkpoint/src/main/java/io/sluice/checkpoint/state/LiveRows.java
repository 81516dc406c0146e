package io.sluice.checkpoint.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Collects the rows of a table, without the column of the operation, and passes them on in pieces. Owns its memory. */
final class LiveRows implements Fold.Target, AutoCloseable {
    private final BufferAllocator allocator;
    private final int pieceRows;
    private final Consumer<VectorSchemaRoot> consumer;
    private Optional<VectorSchemaRoot> piece = Optional.empty();
    private int rows;

    LiveRows(BufferAllocator allocator, int pieceRows, Consumer<VectorSchemaRoot> consumer) {
        this.allocator = allocator;
        this.pieceRows = pieceRows;
        this.consumer = consumer;
    }

    @Override
    public VectorSchemaRoot accept(StateInput input) {
        VectorSchemaRoot root = input.root();
        List<Field> fields = root.getSchema().getFields();
        List<Field> columns = new ArrayList<>(fields.subList(1, fields.size()));
        if (piece.isEmpty()) {
            piece = Optional.of(VectorSchemaRoot.create(new Schema(columns), allocator));
        }
        Columns.check(input.path(), piece.get().getSchema().getFields(), columns);
        return root;
    }

    @Override
    public void append(VectorSchemaRoot source, int[] chosen, int count) {
        VectorSchemaRoot collected = piece.orElseThrow();
        for (int i = 0; i < count; i++) {
            for (int column = 0; column < collected.getFieldVectors().size(); column++) {
                collected.getVector(column).copyFromSafe(chosen[i], rows, source.getVector(column + 1));
            }
            if (++rows == pieceRows) {
                flush();
            }
        }
    }

    /** Passes on what is left. */
    void finish() {
        if (rows > 0) {
            flush();
        }
    }

    private void flush() {
        VectorSchemaRoot collected = piece.orElseThrow();
        collected.setRowCount(rows);
        consumer.accept(collected);
        collected.getFieldVectors().forEach(FieldVector::reset);
        rows = 0;
    }

    @Override
    public void close() {
        piece.ifPresent(VectorSchemaRoot::close);
    }
}
