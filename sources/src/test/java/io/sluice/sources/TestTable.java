package io.sluice.sources;

import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Declares tables for tests, by texts such as {@code delay INT NOT NULL}. */
public final class TestTable {
    private TestTable() {}

    public static SourceTable of(String... columns) {
        return in(ZoneOffset.UTC, columns);
    }

    public static SourceTable in(ZoneId zone, String... columns) {
        List<Field> fields = new ArrayList<>();
        for (String column : columns) {
            fields.add(field(column));
        }
        return new SourceTable("t", new Schema(fields), List.of(), zone);
    }

    /** A column as {@code name TYPE [NOT NULL] [METADATA key]}. */
    private static Field field(String column) {
        String[] parts = column.split(" METADATA ");
        Field field = declared(parts[0]);
        if (parts.length == 1) {
            return field;
        }
        Map<String, String> metadata = Map.of(SourceTable.METADATA_KEY, parts[1]);
        return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null, metadata), null);
    }

    private static Field declared(String column) {
        boolean nullable = !column.endsWith(" NOT NULL");
        String declared = nullable ? column : column.substring(0, column.length() - " NOT NULL".length());
        int blank = declared.indexOf(' ');
        String name = declared.substring(0, blank);
        String type = declared.substring(blank + 1);
        if (type.endsWith(">")) {
            List<String> inner = parts(type.substring(type.indexOf('<') + 1, type.length() - 1));
            return switch (type.substring(0, type.indexOf('<'))) {
                case "ARRAY" -> nested(name, nullable, ArrowType.List.INSTANCE, declared("element " + inner.get(0)));
                case "ROW" -> nested(
                        name,
                        nullable,
                        ArrowType.Struct.INSTANCE,
                        inner.stream().map(TestTable::declared).toArray(Field[]::new));
                default -> nested(
                        name,
                        nullable,
                        new ArrowType.Map(false),
                        nested(
                                "entries",
                                false,
                                ArrowType.Struct.INSTANCE,
                                declared("key " + inner.get(0) + " NOT NULL"),
                                declared("value " + inner.get(1))));
            };
        }
        Map<String, String> metadata = type.startsWith("TIME") && type.endsWith(")")
                ? Map.of("precision", type.substring(type.indexOf('(') + 1, type.length() - 1))
                : Map.of();
        return new Field(name, new FieldType(nullable, arrow(type), null, metadata), null);
    }

    private static Field nested(String name, boolean nullable, ArrowType type, Field... children) {
        return new Field(name, new FieldType(nullable, type, null), List.of(children));
    }

    /** Splits at the commas that are not in brackets. */
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            char at = i == list.length() ? ',' : list.charAt(i);
            depth += at == '<' || at == '(' ? 1 : at == '>' || at == ')' ? -1 : 0;
            if (at == ',' && depth == 0) {
                parts.add(list.substring(start, i).trim());
                start = i + 1;
            }
        }
        return parts;
    }

    private static ArrowType arrow(String type) {
        String name = type.replaceAll("\\(.*", "");
        if (name.equals("DECIMAL")) {
            String[] digits = type.substring(8, type.length() - 1).split(", *");
            return new ArrowType.Decimal(Integer.parseInt(digits[0]), Integer.parseInt(digits[1]), 128);
        }
        return switch (Kind.valueOf(name)) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INT -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case STRING -> ArrowType.Utf8.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case BINARY -> ArrowType.Binary.INSTANCE;
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case INTERVAL_DAY_TIME -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case INTERVAL_YEAR_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case DECIMAL, ARRAY, MAP, ROW -> throw new IllegalArgumentException(type);
        };
    }

    public static List<ColumnType> columns(SourceTable table) {
        return ColumnType.of(table);
    }

    /** All columns, all rows. */
    public static Scan scan(SourceTable table) {
        return new Scan(
                IntStream.range(0, table.schema().getFields().size()).boxed().toList(), ScanPredicate.TRUE);
    }

    public static OffsetRange range(Optional<Offset> from, Offset to) {
        return new OffsetRange(from, to);
    }
}
