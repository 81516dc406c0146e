package io.sluice.sinks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Vectors from Java values: times as microseconds, null for NULL. */
public final class Rows {
    private Rows() {}

    public static VectorSchemaRoot of(BufferAllocator allocator, Schema schema, Object[]... rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        root.allocateNew();
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < rows[row].length; column++) {
                set(root.getVector(column), row, rows[row][column]);
            }
        }
        root.setRowCount(rows.length);
        return root;
    }

    public static Object[] row(Object... values) {
        return values;
    }

    private static void set(FieldVector column, int row, Object value) {
        if (value == null) {
            column.setNull(row);
            return;
        }
        switch (column.getMinorType()) {
            case BIT -> ((BitVector) column).setSafe(row, (Boolean) value ? 1 : 0);
            case TINYINT -> ((TinyIntVector) column).setSafe(row, ((Number) value).intValue());
            case SMALLINT -> ((SmallIntVector) column).setSafe(row, ((Number) value).intValue());
            case INT -> ((IntVector) column).setSafe(row, ((Number) value).intValue());
            case BIGINT -> ((BigIntVector) column).setSafe(row, ((Number) value).longValue());
            case FLOAT4 -> ((Float4Vector) column).setSafe(row, ((Number) value).floatValue());
            case FLOAT8 -> ((Float8Vector) column).setSafe(row, ((Number) value).doubleValue());
            case DECIMAL -> ((DecimalVector) column).setSafe(row, (BigDecimal) value);
            case VARCHAR -> ((VarCharVector) column).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case DATEDAY -> ((DateDayVector) column).setSafe(row, (int) ((LocalDate) value).toEpochDay());
            case TIMESTAMPMICRO, TIMESTAMPMICROTZ -> ((TimeStampVector) column)
                    .setSafe(row, ((Number) value).longValue());
            default -> throw new IllegalArgumentException("no values for " + column.getField());
        }
    }
}
