package io.sluice.sinks.encode;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows as JSON, one object a line, all columns in the order of the table; NULL is {@code null}. Times are texts of the
 * declared precision, TIMESTAMP_LTZ in UTC with a {@code Z}; NaN and infinities, which JSON lacks, are texts. Not for two
 * threads.
 */
public final class JsonEncoder {
    private final List<Field> fields;
    private final byte[][] names;
    private final TimestampStyle style;

    public JsonEncoder(Schema schema, TimestampStyle style) {
        this.fields = schema.getFields();
        this.style = requireNonNull(style, "style");
        this.names = new byte[fields.size()][];
        for (int i = 0; i < names.length; i++) {
            TextBuffer name = new TextBuffer().appendAscii(i == 0 ? '{' : ',');
            JsonCell.appendString(name, fields.get(i).getName());
            name.appendAscii(':');
            names[i] = Arrays.copyOf(name.array(), name.length());
        }
    }

    /** The cells of these rows, to be used while the vectors hold them. */
    public JsonCell[] bind(VectorSchemaRoot rows) {
        JsonCell[] cells = new JsonCell[names.length];
        for (int i = 0; i < cells.length; i++) {
            FieldVector column = rows.getVector(i);
            cells[i] = JsonCell.of(column, fields.get(i), style);
        }
        return cells;
    }

    /** Appends one row and the end of its line. */
    public void appendRow(TextBuffer out, JsonCell[] cells, int row) {
        for (int i = 0; i < cells.length; i++) {
            out.append(names[i], 0, names[i].length);
            cells[i].append(out, row);
        }
        out.appendAscii('}').appendAscii('\n');
    }
}
