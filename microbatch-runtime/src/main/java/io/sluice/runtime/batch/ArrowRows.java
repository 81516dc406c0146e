package io.sluice.runtime.batch;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Arrow vectors that are filled from columns, read by somebody, and filled again. Owns their memory. */
public final class ArrowRows implements AutoCloseable {
    private final List<DataType> types;
    private final VectorSchemaRoot root;

    public ArrowRows(List<Column> columns, BufferAllocator allocator) {
        types = columns.stream().map(Column::type).toList();
        root = VectorSchemaRoot.create(Column.schema(columns), allocator);
    }

    /** Replaces what is there. */
    public VectorSchemaRoot fill(ColumnVector[] columns, int rows) {
        root.setRowCount(0);
        return append(columns, rows);
    }

    /** Adds to what is there. */
    public VectorSchemaRoot append(ColumnVector[] columns, int rows) {
        int first = root.getRowCount();
        for (int i = 0; i < columns.length; i++) {
            ArrowColumns.append(columns[i], types.get(i), rows, root.getVector(i), first);
        }
        root.setRowCount(first + rows);
        return root;
    }

    /**
     * Adds values of one column, which has {@code first}; when all columns have as many, the root's row count is to be set. Columns
     * may be added to by several threads, each by one.
     */
    public void append(int column, ColumnVector values, int rows, int first) {
        ArrowColumns.append(values, types.get(column), rows, root.getVector(column), first);
    }

    public VectorSchemaRoot root() {
        return root;
    }

    /** Gives back the memory; it comes again when rows do. */
    public void release() {
        root.clear();
    }

    @Override
    public void close() {
        root.close();
    }
}
