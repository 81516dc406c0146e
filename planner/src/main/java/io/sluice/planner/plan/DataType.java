package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.Map;
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
 * @param precision digits of a DECIMAL (1–38), of the fraction of a TIMESTAMP (0–6), length of a STRING ({@link
 *     #UNBOUNDED} for none); 0 for the others
 * @param scale digits after the point of a DECIMAL; 0 for the others
 */
public record DataType(TypeKind kind, int precision, int scale, boolean nullable) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Key in the metadata of an Arrow field: the digits of a TIMESTAMP's fraction. */
    public static final String PRECISION_KEY = "precision";

    /** DECIMALs of up to so many digits are held in one long. */
    public static final int LONG_DIGITS = 18;

    public DataType {
        requireNonNull(kind, "kind");
    }

    public static DataType of(TypeKind kind, boolean nullable) {
        return switch (kind) {
            case STRING -> new DataType(kind, UNBOUNDED, 0, nullable);
            case TIMESTAMP, TIMESTAMP_LTZ -> new DataType(kind, 6, 0, nullable);
            case DECIMAL -> new DataType(kind, 38, 18, nullable);
            default -> new DataType(kind, 0, 0, nullable);
        };
    }

    public static DataType decimal(int precision, int scale, boolean nullable) {
        return new DataType(TypeKind.DECIMAL, precision, scale, nullable);
    }

    public DataType withNullable(boolean value) {
        return value == nullable ? this : new DataType(kind, precision, scale, value);
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
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case INTERVAL_DAY_TIME -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case INTERVAL_YEAR_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
        };
    }

    public Field toField(String name) {
        Map<String, String> metadata =
                kind.isTimestamp() ? Map.of(PRECISION_KEY, Integer.toString(precision)) : Map.of();
        return new Field(name, new FieldType(nullable, toArrow(), null, metadata), null);
    }

    /** As SQL writes it, such as {@code DECIMAL(10, 2) NOT NULL}. */
    @Override
    public String toString() {
        String name = kind.name();
        String text =
                switch (kind) {
                    case DECIMAL -> "DECIMAL(%d, %d)".formatted(precision, scale);
                    case TIMESTAMP, TIMESTAMP_LTZ -> "%s(%d)".formatted(name, precision);
                    case STRING -> precision == UNBOUNDED ? name : "VARCHAR(%d)".formatted(precision);
                    case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
                    case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
                    default -> name;
                };
        return nullable ? text : text + " NOT NULL";
    }
}
