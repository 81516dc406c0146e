package io.sluice.sources.column;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column of a table as the connectors see it.
 *
 * @param precision digits of a DECIMAL (1–38), of the fraction of a TIMESTAMP (0–6); 0 for the others
 * @param scale digits after the point of a DECIMAL; 0 for the others
 */
public record ColumnType(String name, Kind kind, int precision, int scale, boolean nullable) {
    private static final String PRECISION_KEY = "precision";
    private static final int LONG_DIGITS = 18;
    private static final int MAX_DIGITS = 38;
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::name).collect(Collectors.joining(", "));

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
        DATE,
        TIMESTAMP,
        TIMESTAMP_LTZ
    }

    /** Which arrays of a {@link io.sluice.sources.ColumnVector} hold the values. */
    public enum Lane {
        LONG,
        WIDE,
        DOUBLE,
        SLICE
    }

    public ColumnType {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }

    /** The columns of a table; refuses a type that sources do not give yet. */
    public static List<ColumnType> of(SourceTable table) {
        return table.schema().getFields().stream()
                .map(field -> of(table.name(), field))
                .toList();
    }

    private static ColumnType of(String table, Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Decimal decimal && decimal.getPrecision() <= MAX_DIGITS) {
            return new ColumnType(
                    field.getName(), Kind.DECIMAL, decimal.getPrecision(), decimal.getScale(), field.isNullable());
        }
        Kind kind = kind(type)
                .orElseThrow(
                        () -> new SourceException(
                                "cannot read column \"%s\" of table \"%s\": expected one of %s, got %s"
                                        .formatted(field.getName(), table, KINDS, type),
                                "Leave the column out of the table, or declare it as STRING; its type comes with a later release."));
        boolean timestamp = kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_LTZ;
        int precision = timestamp ? Integer.parseInt(field.getMetadata().getOrDefault(PRECISION_KEY, "6")) : 0;
        return new ColumnType(field.getName(), kind, precision, 0, field.isNullable());
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
        if (type.equals(new ArrowType.Date(DateUnit.DAY))) {
            return Optional.of(Kind.DATE);
        }
        if (type.equals(ArrowType.Bool.INSTANCE)) {
            return Optional.of(Kind.BOOLEAN);
        }
        return type.equals(ArrowType.Utf8.INSTANCE) ? Optional.of(Kind.STRING) : Optional.empty();
    }

    public Lane lane() {
        return switch (kind) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LTZ -> Lane.LONG;
            case DECIMAL -> precision > LONG_DIGITS ? Lane.WIDE : Lane.LONG;
            case FLOAT, DOUBLE -> Lane.DOUBLE;
            case STRING -> Lane.SLICE;
        };
    }

    public boolean isTimestamp() {
        return kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_LTZ;
    }

    public boolean isInteger() {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT -> true;
            case BOOLEAN, FLOAT, DOUBLE, DECIMAL, STRING, DATE, TIMESTAMP, TIMESTAMP_LTZ -> false;
        };
    }

    /** The least value of an integer type; its largest is the complement of it. */
    public long minInteger() {
        return switch (kind) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INT -> Integer.MIN_VALUE;
            case BIGINT -> Long.MIN_VALUE;
            case BOOLEAN,
                    FLOAT,
                    DOUBLE,
                    DECIMAL,
                    STRING,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMP_LTZ -> throw new IllegalStateException("%s is no integer".formatted(this));
        };
    }

    /** Microseconds between two neighbouring values of a TIMESTAMP of this precision. */
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
            case TIMESTAMP, TIMESTAMP_LTZ -> "%s(%d)".formatted(kind, precision);
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, STRING, DATE -> kind.name();
        };
    }
}
