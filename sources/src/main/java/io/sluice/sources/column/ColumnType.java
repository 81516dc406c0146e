package io.sluice.sources.column;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column of a table as the connectors see it.
 *
 * @param precision digits of a DECIMAL (1–38), of the fraction of a TIME or TIMESTAMP (0–6); length of a STRING (in
 *     characters) or BINARY (in bytes; {@link #UNBOUNDED} for none); 0 for the others
 * @param scale digits after the point of a DECIMAL; 0 for the others
 * @param children of an ARRAY its element, of a MAP its key (never NULL) and its value, of a ROW its fields; none for the
 *     others
 */
public record ColumnType(
        String name, Kind kind, int precision, int scale, boolean nullable, List<ColumnType> children) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final String PRECISION_KEY = "precision";
    private static final String LENGTH_KEY = "length";
    private static final int LONG_DIGITS = 18;
    private static final int MAX_DIGITS = 38;
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::name).collect(Collectors.joining(", "));

    private static final Map<ArrowType, Kind> OTHERS = Map.ofEntries(
            Map.entry(new ArrowType.Date(DateUnit.DAY), Kind.DATE),
            Map.entry(new ArrowType.Time(TimeUnit.MICROSECOND, 64), Kind.TIME),
            Map.entry(new ArrowType.Duration(TimeUnit.MICROSECOND), Kind.INTERVAL_DAY_TIME),
            Map.entry(new ArrowType.Interval(IntervalUnit.YEAR_MONTH), Kind.INTERVAL_YEAR_MONTH),
            Map.entry(ArrowType.Bool.INSTANCE, Kind.BOOLEAN),
            Map.entry(ArrowType.Utf8.INSTANCE, Kind.STRING),
            Map.entry(ArrowType.Binary.INSTANCE, Kind.BINARY),
            Map.entry(ArrowType.List.INSTANCE, Kind.ARRAY),
            Map.entry(new ArrowType.Map(false), Kind.MAP),
            Map.entry(ArrowType.Struct.INSTANCE, Kind.ROW));

    /** The types that sources give. */
    public enum Kind {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        DECIMAL,
        STRING,
        BINARY,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMP_LTZ,
        /** In microseconds. */
        INTERVAL_DAY_TIME,
        /** In months. */
        INTERVAL_YEAR_MONTH,
        ARRAY,
        MAP,
        ROW
    }

    /** Which arrays of a {@link io.sluice.sources.ColumnVector} hold the values. */
    public enum Lane {
        LONG,
        WIDE,
        DOUBLE,
        SLICE,
        /** Children; ARRAY and MAP also starts and lengths. */
        NESTED
    }

    public ColumnType {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        children = List.copyOf(children);
    }

    /** A type without children. */
    public ColumnType(String name, Kind kind, int precision, int scale, boolean nullable) {
        this(name, kind, precision, scale, nullable, List.of());
    }

    /** The columns of a table; refuses a type that sources do not give yet. */
    public static List<ColumnType> of(SourceTable table) {
        return table.schema().getFields().stream()
                .map(field -> of(table.name(), field))
                .toList();
    }

    private static ColumnType of(String table, Field field) {
        ArrowType type = field.getType();
        String name = field.getName();
        boolean nullable = field.isNullable();
        if (type instanceof ArrowType.Decimal decimal && decimal.getPrecision() <= MAX_DIGITS) {
            return new ColumnType(name, Kind.DECIMAL, decimal.getPrecision(), decimal.getScale(), nullable);
        }
        Kind kind = kind(type)
                .orElseThrow(() -> new SourceException(
                        "cannot read column \"%s\" of table \"%s\": expected one of %s, got %s"
                                .formatted(name, table, KINDS, type),
                        "Leave the column out of the table, or declare it with another type."));
        List<Field> children = kind == Kind.MAP ? field.getChildren().get(0).getChildren() : field.getChildren();
        return new ColumnType(
                name,
                kind,
                precision(kind, field),
                0,
                nullable,
                children.stream().map(child -> of(table, child)).toList());
    }

    private static int precision(Kind kind, Field field) {
        return switch (kind) {
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> Integer.parseInt(
                    field.getMetadata().getOrDefault(PRECISION_KEY, "6"));
            case STRING, BINARY -> {
                String length = field.getMetadata().get(LENGTH_KEY);
                yield length == null ? UNBOUNDED : Integer.parseInt(length);
            }
            default -> 0;
        };
    }

    private static Optional<Kind> kind(ArrowType type) {
        if (type instanceof ArrowType.Int integer && integer.getIsSigned()) {
            return Optional.of(
                    switch (integer.getBitWidth()) {
                        case 8 -> Kind.TINYINT;
                        case 16 -> Kind.SMALLINT;
                        case 32 -> Kind.INT;
                        default -> Kind.BIGINT;
                    });
        }
        if (type instanceof ArrowType.FloatingPoint floating) {
            return switch (floating.getPrecision()) {
                case HALF -> Optional.empty();
                case SINGLE -> Optional.of(Kind.FLOAT);
                case DOUBLE -> Optional.of(Kind.DOUBLE);
            };
        }
        if (type instanceof ArrowType.Timestamp timestamp && timestamp.getUnit() == TimeUnit.MICROSECOND) {
            return Optional.of(timestamp.getTimezone() == null ? Kind.TIMESTAMP : Kind.TIMESTAMP_LTZ);
        }
        return Optional.ofNullable(OTHERS.get(type));
    }

    public Lane lane() {
        return switch (kind) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> Lane.LONG;
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> Lane.LONG;
            case DECIMAL -> precision > LONG_DIGITS ? Lane.WIDE : Lane.LONG;
            case FLOAT, DOUBLE -> Lane.DOUBLE;
            case STRING, BINARY -> Lane.SLICE;
            case ARRAY, MAP, ROW -> Lane.NESTED;
        };
    }

    /** An empty vector with room for {@code rows} values; the elements of an ARRAY or MAP get room by who fills it. */
    public ColumnVector newVector(int rows) {
        ColumnVector vector = new ColumnVector();
        vector.reserveNulls(rows);
        switch (lane()) {
            case LONG -> vector.reserveLongs(rows);
            case WIDE -> {
                vector.reserveLongs(rows);
                vector.reserveHighs(rows);
            }
            case DOUBLE -> vector.reserveDoubles(rows);
            case SLICE -> vector.reserveSlices(rows);
            case NESTED -> {
                if (kind != Kind.ROW) {
                    vector.reserveSlices(rows);
                }
                vector.children = children.stream()
                        .map(child -> child.newVector(kind == Kind.ROW ? rows : 0))
                        .toArray(ColumnVector[]::new);
            }
        }
        return vector;
    }

    public boolean isTimestamp() {
        return kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_LTZ;
    }

    public boolean isInterval() {
        return kind == Kind.INTERVAL_DAY_TIME || kind == Kind.INTERVAL_YEAR_MONTH;
    }

    public boolean isInteger() {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT -> true;
            default -> false;
        };
    }

    /** The least value of an integer type; its largest is the complement of it. */
    public long minInteger() {
        return switch (kind) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INT -> Integer.MIN_VALUE;
            case BIGINT -> Long.MIN_VALUE;
            default -> throw new IllegalStateException("%s is no integer".formatted(this));
        };
    }

    /** Whether it is an ARRAY, a MAP or a ROW. */
    public boolean isNested() {
        return lane() == Lane.NESTED;
    }

    /** Microseconds between two neighbouring values of a TIME or TIMESTAMP of this precision. */
    public long timestampStep() {
        long step = 1;
        for (int digit = precision; digit < 6; digit++) {
            step *= 10;
        }
        return step;
    }

    /** The type as SQL writes it, without nullability. */
    public String sqlType() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(%d, %d)".formatted(precision, scale);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> "%s(%d)".formatted(kind, precision);
            case STRING -> precision == UNBOUNDED ? "STRING" : "VARCHAR(%d)".formatted(precision);
            case BINARY -> precision == UNBOUNDED ? "BYTES" : "VARBINARY(%d)".formatted(precision);
            case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
            case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
            case ARRAY -> "ARRAY<%s>".formatted(children.get(0).sqlType());
            case MAP -> "MAP<%s, %s>"
                    .formatted(children.get(0).sqlType(), children.get(1).sqlType());
            case ROW -> children.stream()
                    .map(field -> field.name + " " + field.sqlType())
                    .collect(Collectors.joining(", ", "ROW<", ">"));
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DATE -> kind.name();
        };
    }
}
