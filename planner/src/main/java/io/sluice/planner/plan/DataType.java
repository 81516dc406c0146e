package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The type of a column or expression.
 *
 * @param precision digits of a DECIMAL (1–38), of the fraction of a TIME or TIMESTAMP (0–6), length of a STRING (in
 *     characters) or BINARY (in bytes; {@link #UNBOUNDED} for none); 0 for the others
 * @param scale digits after the point of a DECIMAL; 0 for the others
 * @param children of an ARRAY its element, of a MAP its key and its value, of a ROW its fields; none for the others
 */
public record DataType(TypeKind kind, int precision, int scale, boolean nullable, List<Column> children) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Key in the metadata of an Arrow field: the digits of the fraction of a TIME or TIMESTAMP. */
    public static final String PRECISION_KEY = "precision";

    /** Key in the metadata of an Arrow field: the length of a VARCHAR, CHAR, VARBINARY or BINARY. */
    public static final String LENGTH_KEY = "length";

    private static final String ELEMENT = "element";

    /** DECIMALs of up to so many digits are held in one long. */
    public static final int LONG_DIGITS = 18;

    public DataType {
        requireNonNull(kind, "kind");
        children = List.copyOf(children);
    }

    // Written out for the sake of a start, as in io.sluice.planner.Position.
    @Override
    public boolean equals(Object other) {
        return other instanceof DataType that
                && kind == that.kind
                && precision == that.precision
                && scale == that.scale
                && nullable == that.nullable
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return (((kind.hashCode() * 31 + precision) * 31 + scale) * 31 + Boolean.hashCode(nullable)) * 31
                + children.hashCode();
    }

    /** A type without children. */
    public DataType(TypeKind kind, int precision, int scale, boolean nullable) {
        this(kind, precision, scale, nullable, List.of());
    }

    public static DataType of(TypeKind kind, boolean nullable) {
        return switch (kind) {
            case STRING, BINARY -> new DataType(kind, UNBOUNDED, 0, nullable);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> new DataType(kind, 6, 0, nullable);
            case DECIMAL -> new DataType(kind, 38, 18, nullable);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("%s needs its children".formatted(kind));
            default -> new DataType(kind, 0, 0, nullable);
        };
    }

    public static DataType array(DataType element, boolean nullable) {
        return new DataType(TypeKind.ARRAY, 0, 0, nullable, List.of(new Column(ELEMENT, element)));
    }

    /** The key becomes NOT NULL. */
    public static DataType map(DataType key, DataType value, boolean nullable) {
        List<Column> children = List.of(
                new Column(MapVector.KEY_NAME, key.withNullable(false)), new Column(MapVector.VALUE_NAME, value));
        return new DataType(TypeKind.MAP, 0, 0, nullable, children);
    }

    public static DataType row(List<Column> fields, boolean nullable) {
        return new DataType(TypeKind.ROW, 0, 0, nullable, fields);
    }

    public static DataType decimal(int precision, int scale, boolean nullable) {
        return new DataType(TypeKind.DECIMAL, precision, scale, nullable);
    }

    public DataType withNullable(boolean value) {
        return value == nullable ? this : new DataType(kind, precision, scale, value, children);
    }

    /** Of an ARRAY: the type of its elements. */
    public DataType element() {
        return child(TypeKind.ARRAY, 0);
    }

    /** Of a MAP: the type of its keys. */
    public DataType key() {
        return child(TypeKind.MAP, 0);
    }

    /** Of a MAP: the type of its values. */
    public DataType value() {
        return child(TypeKind.MAP, 1);
    }

    private DataType child(TypeKind expected, int index) {
        if (kind != expected) {
            throw new IllegalStateException("%s is no %s".formatted(this, expected));
        }
        return children.get(index).type();
    }

    /** Whether it is of the kind, or a child of it at any depth. */
    public boolean holds(TypeKind wanted) {
        return kind == wanted
                || children.stream().anyMatch(child -> child.type().holds(wanted));
    }

    /** A DECIMAL that needs 128 bits. */
    public boolean isWide() {
        return kind == TypeKind.DECIMAL && precision > LONG_DIGITS;
    }

    public ArrowType toArrow() {
        return switch (kind) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INT -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(precision, scale, 128);
            case STRING -> ArrowType.Utf8.INSTANCE;
            case BINARY -> ArrowType.Binary.INSTANCE;
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case INTERVAL_DAY_TIME -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case INTERVAL_YEAR_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case ARRAY -> ArrowType.List.INSTANCE;
            case MAP -> new ArrowType.Map(false);
            case ROW -> ArrowType.Struct.INSTANCE;
        };
    }

    /** The type of which {@link #toField} makes such a field; fails for other fields. */
    public static DataType of(Field field) {
        boolean nullable = field.isNullable();
        ArrowType arrow = field.getType();
        if (arrow instanceof ArrowType.Decimal decimal) {
            return decimal(decimal.getPrecision(), decimal.getScale(), nullable);
        }
        if (arrow instanceof ArrowType.List) {
            return array(of(field.getChildren().get(0)), nullable);
        }
        if (arrow instanceof ArrowType.Map) {
            List<Field> entry = field.getChildren().get(0).getChildren();
            return map(of(entry.get(0)), of(entry.get(1)), nullable);
        }
        if (arrow instanceof ArrowType.Struct) {
            return row(
                    field.getChildren().stream()
                            .map(child -> new Column(child.getName(), of(child)))
                            .toList(),
                    nullable);
        }
        for (TypeKind kind : TypeKind.values()) {
            if (!kind.isNested()
                    && kind != TypeKind.DECIMAL
                    && of(kind, nullable).toArrow().equals(arrow)) {
                String digits = field.getMetadata()
                        .getOrDefault(PRECISION_KEY, field.getMetadata().get(LENGTH_KEY));
                return digits == null ? of(kind, nullable) : new DataType(kind, Integer.parseInt(digits), 0, nullable);
            }
        }
        throw new IllegalArgumentException("no column of SQL has the type %s".formatted(arrow));
    }

    public Field toField(String name) {
        return new Field(name, new FieldType(nullable, toArrow(), null, metadata()), childFields());
    }

    private Map<String, String> metadata() {
        return switch (kind) {
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> Map.of(PRECISION_KEY, Integer.toString(precision));
            case STRING, BINARY -> precision == UNBOUNDED ? Map.of() : Map.of(LENGTH_KEY, Integer.toString(precision));
            default -> Map.of();
        };
    }

    private List<Field> childFields() {
        List<Field> fields = children.stream()
                .map(child -> child.type().toField(child.name()))
                .toList();
        return kind == TypeKind.MAP
                ? List.of(
                        new Field(MapVector.DATA_VECTOR_NAME, FieldType.notNullable(ArrowType.Struct.INSTANCE), fields))
                : fields;
    }

    /** As SQL writes it, such as {@code DECIMAL(10, 2) NOT NULL}. */
    @Override
    public String toString() {
        String name = kind.name();
        String text =
                switch (kind) {
                    case DECIMAL -> "DECIMAL(%d, %d)".formatted(precision, scale);
                    case TIME, TIMESTAMP, TIMESTAMP_LTZ -> "%s(%d)".formatted(name, precision);
                    case STRING -> precision == UNBOUNDED ? name : "VARCHAR(%d)".formatted(precision);
                    case BINARY -> precision == UNBOUNDED ? "BYTES" : "VARBINARY(%d)".formatted(precision);
                    case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
                    case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
                    case ARRAY -> "ARRAY<%s>".formatted(element());
                    case MAP -> "MAP<%s, %s>".formatted(key().withNullable(true), value());
                    case ROW -> children.stream()
                            .map(field -> "`%s` %s".formatted(field.name().replace("`", "``"), field.type()))
                            .collect(Collectors.joining(", ", "ROW<", ">"));
                    default -> name;
                };
        return nullable ? text : text + " NOT NULL";
    }
}
