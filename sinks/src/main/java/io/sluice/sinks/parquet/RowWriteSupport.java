package io.sluice.sinks.parquet;

import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Feeds the rows of Arrow vectors to Parquet's writer, which asks for one record after another. */
final class RowWriteSupport extends WriteSupport<RowWriteSupport.Cursor> {
    /** The row that is written next. */
    static final class Cursor {
        int row;
    }

    private final MessageType schema;
    private final String[] names;
    private final ParquetCell[] cells;
    private final FieldVector[] columns;
    private final boolean[] hasNulls;
    private RecordConsumer out;

    RowWriteSupport(MessageType schema) {
        this.schema = schema;
        int count = schema.getFieldCount();
        this.names = new String[count];
        this.cells = new ParquetCell[count];
        this.columns = new FieldVector[count];
        this.hasNulls = new boolean[count];
        for (int i = 0; i < count; i++) {
            names[i] = schema.getFieldName(i);
        }
    }

    /** The next rows come from these vectors. */
    void bind(VectorSchemaRoot rows) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.getVector(i);
            cells[i] = ParquetCell.of(columns[i]);
            hasNulls[i] = columns[i].getNullCount() > 0;
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        this.out = consumer;
    }

    @Override
    public void write(Cursor cursor) {
        int row = cursor.row;
        out.startMessage();
        for (int i = 0; i < cells.length; i++) {
            if (!hasNulls[i] || !columns[i].isNull(row)) {
                out.startField(names[i], i);
                cells[i].add(out, row);
                out.endField(names[i], i);
            }
        }
        out.endMessage();
    }
}
