package io.sluice.sources.file;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.DecimalValue;
import io.sluice.sources.column.TimestampText;
import io.sluice.sources.column.WallClock;
import io.sluice.sources.format.DataFile;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of PARTITIONED BY, whose values are in the names of the folders of a file: {@code day=2024-01-31/a.json}.
 * The folders may come in any order, with others between; of a column that is there twice the innermost counts. Names and
 * values have {@code %XX} for bytes that a folder cannot have.
 */
final class PartitionColumns {
    /** The folder for NULL, as Hive and Spark write it, and Flink. */
    private static final Set<String> DEFAULT_NAMES = Set.of("__HIVE_DEFAULT_PARTITION__", "__DEFAULT_PARTITION__");

    private final Map<Integer, ColumnType> columns = new LinkedHashMap<>();
    private final Set<String> nullNames;
    private final WallClock clock;

    PartitionColumns(SourceTable table, List<ColumnType> types, Optional<String> nullName) {
        this.nullNames = nullName.map(Set::of).orElse(DEFAULT_NAMES);
        this.clock = new WallClock(table.zone());
        for (int position : table.partitions()) {
            ColumnType type = types.get(position);
            columns.put(position, type);
            if (!isReadable(type)) {
                throw new SourceException(
                        "cannot read filesystem table \"%s\": column \"%s\" of PARTITIONED BY is %s: expected a number, text, BOOLEAN, DATE or a timestamp"
                                .formatted(table.name(), type.name(), type.sqlType()),
                        "Declare it as STRING and CAST it in the query.");
            }
        }
    }

    private static boolean isReadable(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN,
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
                    TIMESTAMP_LTZ -> true;
            default -> false;
        };
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    boolean contains(int position) {
        return columns.containsKey(position);
    }

    /** Whether a folder of this name has the value of one of the columns. */
    boolean isFolder(String name) {
        int equal = name.indexOf('=');
        return equal > 0
                && columns.values().stream()
                        .anyMatch(column -> column.name().equals(decoded(name.substring(0, equal))));
    }

    /** The values of a file, by position; fails if the path has not all of them. */
    Map<Integer, PartitionValue> values(DataFile file, String path) {
        Map<Integer, PartitionValue> values = new HashMap<>();
        if (columns.isEmpty()) {
            return values;
        }
        Map<String, String> folders = folders(path);
        columns.forEach((position, type) -> {
            String text = folders.get(type.name());
            if (text == null) {
                throw file.failure(
                        "expected a folder \"%s=…\" in its path, since the table is PARTITIONED BY (%s), got %s"
                                .formatted(type.name(), type.name(), path),
                        "Move the file, or leave it out by the option 'path' or 'source.path.regex-pattern'.");
            }
            values.put(position, value(file, type, text));
        });
        return values;
    }

    private static Map<String, String> folders(String path) {
        Map<String, String> folders = new HashMap<>();
        String[] names = path.split("/");
        for (int i = 0; i < names.length - 1; i++) {
            int equal = names[i].indexOf('=');
            if (equal > 0) {
                folders.put(decoded(names[i].substring(0, equal)), decoded(names[i].substring(equal + 1)));
            }
        }
        return folders;
    }

    /** A {@code %} that is not followed by two hexadecimal digits is itself; bytes that are not UTF-8 stay as they are. */
    static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = i + 2 < text.length && text[i] == '%' ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            if (low < 0) {
                bytes.put(text[i]);
            } else {
                bytes.put((byte) (high << 4 | low));
                i += 2;
            }
        }
        bytes.flip();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return name;
        }
    }

    private PartitionValue value(DataFile file, ColumnType type, String text) {
        if (nullNames.contains(text)) {
            if (!type.nullable()) {
                throw file.failure(
                        "partition column \"%s\": expected %s NOT NULL, got the folder for NULL, '%s'"
                                .formatted(type.name(), type.sqlType(), text),
                        "Declare the column without NOT NULL.");
            }
            return new PartitionValue.Null();
        }
        try {
            return parsed(type, text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.failure(
                    "partition column \"%s\": expected %s, got '%s'".formatted(type.name(), type.sqlType(), text),
                    "Rename the folder, or declare the column as STRING.");
        }
    }

    private PartitionValue parsed(ColumnType type, String text) {
        return switch (type.kind()) {
            case STRING -> new PartitionValue.Text(text);
            case BOOLEAN -> new PartitionValue.Number(truth(text));
            case FLOAT -> new PartitionValue.Fraction(Float.parseFloat(text));
            case DOUBLE -> new PartitionValue.Fraction(Double.parseDouble(text));
            case DECIMAL -> decimal(type, text);
            case DATE -> new PartitionValue.Number(date(text));
            case TIMESTAMP, TIMESTAMP_LTZ -> new PartitionValue.Number(time(type, text));
            default -> new PartitionValue.Number(integer(type, text));
        };
    }

    private static long truth(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equalsIgnoreCase("true") ? 1 : 0;
    }

    private static long integer(ColumnType type, String text) {
        long value = Long.parseLong(text);
        if (value < type.minInteger() || value > ~type.minInteger()) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static long date(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long days = TimestampText.date(bytes, 0, bytes.length);
        if (days == TimestampText.NO_DATE) {
            throw new IllegalArgumentException(text);
        }
        return days;
    }

    private long time(ColumnType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TimestampText parsed = new TimestampText();
        boolean read = parsed.parse(bytes, 0, bytes.length, ' ') || parsed.parse(bytes, 0, bytes.length, 'T');
        boolean instant = type.kind() == ColumnType.Kind.TIMESTAMP_LTZ;
        if (!read || parsed.isZoned() && !instant) {
            throw new IllegalArgumentException(text);
        }
        long micros = instant && !parsed.isZoned() ? clock.toInstant(parsed.micros()) : parsed.micros();
        return micros - Math.floorMod(micros, type.timestampStep());
    }

    private static PartitionValue decimal(ColumnType type, String text) {
        ColumnVector one = new ColumnVector();
        one.reserveLongs(1);
        one.reserveHighs(1);
        if (!DecimalValue.put(new BigDecimal(text), type, one, 0)) {
            throw new IllegalArgumentException(text);
        }
        return type.lane() == ColumnType.Lane.WIDE
                ? new PartitionValue.Wide(one.highs[0], one.longs[0])
                : new PartitionValue.Number(one.longs[0]);
    }

    /** Whether rows with these values may pass; comparisons of other columns are left out. */
    boolean mayPass(ScanPredicate predicate, Map<Integer, PartitionValue> values) {
        return predicate.comparisons().stream()
                .allMatch(comparison -> !values.containsKey(comparison.column())
                        || values.get(comparison.column()).mayPass(comparison));
    }
}
