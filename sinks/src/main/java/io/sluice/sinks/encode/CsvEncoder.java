package io.sluice.sinks.encode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows as lines of CSV, all columns in the order of the table. NULL is nothing between two delimiters, the empty text is two
 * quotes. Times are texts of the declared precision, TIMESTAMP_LTZ in UTC with a {@code Z}; BYTES are Base64. Immutable.
 */
public final class CsvEncoder {
    private final List<Field> fields;
    private final CsvStyle style;

    public CsvEncoder(Schema schema, CsvStyle style) {
        this.fields = schema.getFields();
        this.style = style;
    }

    /** What CSV cannot hold of these columns: a MAP, or a nested value in a nested value. */
    public static Optional<String> obstacle(Schema schema) {
        for (Field field : schema.getFields()) {
            ArrowTypeID type = field.getType().getTypeID();
            boolean isDeep = (type == ArrowTypeID.List || type == ArrowTypeID.Struct)
                    && field.getChildren().stream()
                            .anyMatch(child -> child.getType().isComplex());
            if (type == ArrowTypeID.Map || isDeep) {
                return Optional.of("column \"%s\", which is a %s"
                        .formatted(field.getName(), isDeep ? "nested value of nested values" : "MAP"));
            }
        }
        return Optional.empty();
    }

    /** Writes the rows of these vectors while they hold them. Used by one thread. */
    public Lines bind(VectorSchemaRoot rows) {
        CsvText text = new CsvText(style);
        CsvCell[] cells = new CsvCell[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            FieldVector column = rows.getVector(i);
            cells[i] = CsvCell.of(column, fields.get(i), text, style);
        }
        return new Lines(cells, (byte) style.delimiter());
    }

    /** The line with the names, if there is one. */
    public void appendHeader(TextBuffer out) {
        if (!style.header()) {
            return;
        }
        CsvText text = new CsvText(style);
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.appendAscii(style.delimiter());
            }
            byte[] name = fields.get(i).getName().getBytes(StandardCharsets.UTF_8);
            text.append(out, name, 0, name.length);
        }
        out.appendAscii('\n');
    }

    /** The cells of some rows. */
    public static final class Lines {
        private final CsvCell[] cells;
        private final byte delimiter;

        private Lines(CsvCell[] cells, byte delimiter) {
            this.cells = cells;
            this.delimiter = delimiter;
        }

        /** Appends one row and the end of its line. */
        public void append(TextBuffer out, int row) {
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    out.appendAscii(delimiter);
                }
                cells[i].append(out, row);
            }
            out.appendAscii('\n');
        }
    }
}
