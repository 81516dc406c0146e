package io.sluice.sources.file;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.format.DataFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The columns that tell of which file a row is; the same value for all rows of a file. */
enum FileMetadata {
    PATH("file.path", ArrowType.Utf8.INSTANCE, Map.of()),
    NAME("file.name", ArrowType.Utf8.INSTANCE, Map.of()),
    SIZE("file.size", new ArrowType.Int(64, true), Map.of()),
    MODIFICATION_TIME(
            "file.modification-time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), Map.of("precision", "3"));

    private static final long MICROS_OF_MILLI = 1000;

    private final String key;
    private final Field field;

    FileMetadata(String key, ArrowType type, Map<String, String> metadata) {
        this.key = key;
        this.field = new Field(key, new FieldType(false, type, null, metadata), null);
    }

    static List<Field> fields() {
        return Arrays.stream(values()).map(column -> column.field).toList();
    }

    static Optional<FileMetadata> of(String key) {
        return Arrays.stream(values()).filter(column -> column.key.equals(key)).findFirst();
    }

    /** A vector that has the value in all rows that a batch can have. */
    ColumnVector vector(DataFile file) {
        return switch (this) {
            case PATH -> ConstantVector.text(file.location().toString());
            case NAME -> ConstantVector.text(file.location().getFileName().toString());
            case SIZE -> ConstantVector.number(file.size());
            case MODIFICATION_TIME -> ConstantVector.number(
                    Math.floorDiv(file.modified(), MICROS_OF_MILLI) * MICROS_OF_MILLI);
        };
    }
}
