package io.sluice.sinks.encode;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What the columns of a sink's table may be. */
public final class ColumnTypes {
    /** Key in the metadata of a field: the digits of a TIMESTAMP's fraction. */
    public static final String PRECISION_KEY = "precision";

    /** DECIMALs of up to so many digits are held in one long. */
    public static final int LONG_DIGITS = 18;

    private static final int MOST_DIGITS = 6;

    private ColumnTypes() {}

    /** Refuses a table with a column whose values the connector cannot write. */
    public static void check(SinkTable table, String connector) {
        for (Field field : table.schema().getFields()) {
            if (!isSupported(field)) {
                throw new SinkException(
                        "cannot write table \"%s\": column \"%s\" has the type %s, which connector '%s' does not take"
                                .formatted(table.name(), field.getName(), name(field.getType()), connector),
                        "Write it as STRING: CAST(… AS STRING).");
            }
        }
    }

    /** Whether this release can write values of the column. */
    private static boolean isSupported(Field field) {
        return switch (minorType(field)) {
            case BIT, TINYINT, SMALLINT, INT, BIGINT, FLOAT4, FLOAT8, DECIMAL, VARCHAR, DATEDAY -> true;
            case TIMEMICRO, TIMESTAMPMICRO, TIMESTAMPMICROTZ, VARBINARY -> true;
            case LIST, MAP, STRUCT -> field.getChildren().stream().allMatch(ColumnTypes::isSupported);
            case DURATION, INTERVALYEAR -> true;
            default -> false;
        };
    }

    private static MinorType minorType(Field field) {
        return Types.getMinorTypeForArrowType(field.getType());
    }

    /** The type as SQL writes it, without its parameters. */
    public static String name(ArrowType type) {
        return switch (type.getTypeID()) {
            case Duration -> "INTERVAL DAY TO SECOND";
            case Interval -> "INTERVAL YEAR TO MONTH";
            case Binary, FixedSizeBinary, LargeBinary -> "BYTES";
            case Time -> "TIME";
            case List, LargeList, FixedSizeList -> "ARRAY";
            case Struct -> "ROW";
            case Map -> "MAP";
            default -> type.toString();
        };
    }

    /** The digits of the fraction that the column shows: 0 to 6. */
    public static int precision(Field field) {
        String declared = field.getMetadata().get(PRECISION_KEY);
        return declared == null ? MOST_DIGITS : Math.max(0, Math.min(MOST_DIGITS, Integer.parseInt(declared)));
    }

    /** Refuses a NULL in a NOT NULL column; a row of other types than the table is a bug. */
    public static void checkRows(SinkTable table, VectorSchemaRoot rows) {
        List<Field> fields = table.schema().getFields();
        if (rows.getFieldVectors().size() != fields.size()) {
            throw new IllegalStateException("table \"%s\" has %d columns, got rows of %d"
                    .formatted(
                            table.name(), fields.size(), rows.getFieldVectors().size()));
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            FieldVector column = rows.getVector(i);
            if (!column.getField().getType().equals(field.getType())) {
                throw new IllegalStateException("column \"%s\" of table \"%s\" is %s, got %s"
                        .formatted(
                                field.getName(),
                                table.name(),
                                field.getType(),
                                column.getField().getType()));
            }
            if (!field.isNullable() && column.getNullCount() > 0) {
                throw new SinkException(
                        "cannot write table \"%s\": expected a value in column \"%s\", which is NOT NULL, got NULL"
                                .formatted(table.name(), field.getName()),
                        "Declare the column without NOT NULL, or replace NULL in the query with COALESCE.");
            }
        }
    }
}
