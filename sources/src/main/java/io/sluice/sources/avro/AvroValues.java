package io.sluice.sources.avro;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.avro.AvroFormat.AvroRules;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.WallClock;
import io.sluice.sources.format.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Matches the schema of a file with the columns of a table, and makes what reads its values. */
final class AvroValues {
    private final DataFile file;
    private final AvroRules rules;

    /** For schemas that contain themselves, which can only be passed over. */
    private final Map<String, AvroSkip.Record> passed = new HashMap<>();

    /** Reads one value into a row of a vector; one that passes over a value has no vector. */
    interface Value {
        void read(AvroBytes in, ColumnVector out, int row) throws java.io.IOException;
    }

    AvroValues(DataFile file, AvroRules rules) {
        this.file = file;
        this.rules = rules;
    }

    /** Reads a record into the vectors of columns; fields that are no columns are passed over. */
    Value record(Schema schema, List<ColumnType> columns, ColumnVector[] vectors) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw file.failure(
                    "expected records, got values of Avro type "
                            + schema.getType().getName(),
                    "A table is read from files of records.");
        }
        for (ColumnType column : columns) {
            if (schema.getField(column.name()) == null && !column.nullable()) {
                throw file.failure(
                        "column \"%s\": expected a field of this name, got (%s)"
                                .formatted(column.name(), names(schema)),
                        "Names are case-sensitive. Declare the column without NOT NULL to read NULL.");
            }
        }
        List<AvroRead.Field> fields = new ArrayList<>();
        List<String> names = columns.stream().map(ColumnType::name).toList();
        for (Schema.Field field : schema.getFields()) {
            int column = names.indexOf(field.name());
            fields.add(
                    column < 0
                            ? new AvroRead.Field(skip(field.schema()), -1)
                            : new AvroRead.Field(value(field.schema(), columns.get(column)), column));
        }
        int[] missing = names.stream()
                .filter(name -> schema.getField(name) == null)
                .mapToInt(names::indexOf)
                .toArray();
        return new AvroRead.Record(fields.toArray(AvroRead.Field[]::new), missing, Optional.ofNullable(vectors));
    }

    private static String names(Schema schema) {
        return String.join(
                ", ", schema.getFields().stream().map(Schema.Field::name).toList());
    }

    private Value value(Schema schema, ColumnType column) {
        if (schema.getType() == Schema.Type.UNION) {
            return new AvroRead.Union(
                    schema.getTypes().stream().map(type -> value(type, column)).toArray(Value[]::new));
        }
        if (schema.getType() == Schema.Type.NULL) {
            return new AvroRead.Null(column);
        }
        return switch (column.kind()) {
            case BOOLEAN -> plain(schema, column, Schema.Type.BOOLEAN, new AvroRead.Truth());
            case TINYINT, SMALLINT, INT, BIGINT -> integer(schema, column);
            case FLOAT, DOUBLE -> floating(schema, column);
            case DECIMAL -> decimal(schema, column);
            case STRING -> string(schema, column);
            case BINARY -> bytes(schema, column);
            case DATE -> time(schema, column, Map.of("date", 0L));
            case TIME -> time(schema, column, Map.of("time-millis", 1000L, "time-micros", 1L));
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(schema, column);
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> interval(schema, column);
            case ARRAY -> {
                require(schema.getType() == Schema.Type.ARRAY, schema, column);
                ColumnType element = column.children().get(0);
                yield new AvroRead.Items(Optional.empty(), value(schema.getElementType(), element), column.children());
            }
            case MAP -> {
                require(
                        schema.getType() == Schema.Type.MAP
                                && column.children().get(0).kind() == Kind.STRING,
                        schema,
                        column);
                yield new AvroRead.Items(
                        Optional.of(new AvroRead.Text(column.name())),
                        value(schema.getValueType(), column.children().get(1)),
                        column.children());
            }
            case ROW -> {
                require(schema.getType() == Schema.Type.RECORD, schema, column);
                yield record(schema, column.children(), null);
            }
        };
    }

    private Value plain(Schema schema, ColumnType column, Schema.Type expected, Value value) {
        require(schema.getType() == expected && schema.getLogicalType() == null, schema, column);
        return value;
    }

    private Value integer(Schema schema, ColumnType column) {
        boolean number = schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
        require(number && schema.getLogicalType() == null, schema, column);
        return new AvroRead.Whole(column);
    }

    private Value floating(Schema schema, ColumnType column) {
        boolean plain = schema.getLogicalType() == null;
        return switch (schema.getType()) {
            case FLOAT -> new AvroRead.Single();
            case DOUBLE -> {
                require(column.kind() == Kind.DOUBLE, schema, column);
                yield new AvroRead.Double64();
            }
            case INT, LONG -> {
                require(plain && column.kind() == Kind.DOUBLE, schema, column);
                yield new AvroRead.WholeAsDouble();
            }
            default -> throw mismatch(schema, column);
        };
    }

    private Value decimal(Schema schema, ColumnType column) {
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
            throw mismatch(schema, column);
        }
        require(decimal.getScale() <= column.scale(), schema, column);
        return new AvroRead.Decimal(column, decimal.getScale(), size(schema));
    }

    /** Bytes of a fixed type; −1 if each value has its length. */
    private static int size(Schema schema) {
        return schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    }

    private Value string(Schema schema, ColumnType column) {
        if (schema.getType() == Schema.Type.ENUM) {
            return new AvroRead.Symbol(schema.getEnumSymbols());
        }
        require(schema.getType() == Schema.Type.STRING, schema, column);
        return new AvroRead.Text(column.name());
    }

    private Value bytes(Schema schema, ColumnType column) {
        require(schema.getType() == Schema.Type.BYTES || schema.getType() == Schema.Type.FIXED, schema, column);
        return new AvroRead.Binary(size(schema));
    }

    /** @param factors microseconds of a unit, by logical type; 0: the number is the value */
    private Value time(Schema schema, ColumnType column, Map<String, Long> factors) {
        Long factor = schema.getLogicalType() == null
                ? null
                : factors.get(schema.getLogicalType().getName());
        require(factor != null, schema, column);
        return new AvroRead.Time(factor == 0 ? 1 : factor, factor == 0 ? 1 : column.timestampStep());
    }

    /** A duration; or what Spark writes: a long of microseconds, an int of months. */
    private Value interval(Schema schema, ColumnType column) {
        if (schema.getLogicalType() instanceof LogicalTypes.Duration) {
            return new AvroRead.Interval(column);
        }
        Schema.Type plain = column.kind() == Kind.INTERVAL_YEAR_MONTH ? Schema.Type.INT : Schema.Type.LONG;
        return plain(schema, column, plain, new AvroRead.Time(1, 1));
    }

    private Value timestamp(Schema schema, ColumnType column) {
        String name =
                schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        boolean local = name.startsWith("local-");
        long factor =
                switch (local ? name.substring("local-".length()) : name) {
                    case "timestamp-millis" -> 1000;
                    case "timestamp-micros" -> 1;
                    case "timestamp-nanos" -> AvroRead.Timestamp.NANOS;
                    default -> throw mismatch(schema, column);
                };
        return new AvroRead.Timestamp(factor, local, column, new WallClock(rules.zone()), rules.truncateNanos());
    }

    private void require(boolean fits, Schema schema, ColumnType column) {
        if (!fits) {
            throw mismatch(schema, column);
        }
    }

    private SourceException mismatch(Schema schema, ColumnType column) {
        String logical = schema.getLogicalType() == null
                ? ""
                : " (%s)".formatted(schema.getLogicalType().getName());
        return file.failure(
                "column \"%s\": expected values of type %s, got Avro type %s%s"
                        .formatted(
                                column.name(),
                                column.sqlType(),
                                schema.getType().getName(),
                                logical),
                "Declare the column with a type that this one is read as, see docs/formats/avro.md.");
    }

    /** Passes over a value. */
    private Value skip(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (in, out, row) -> {};
            case BOOLEAN -> (in, out, row) -> in.skip(1);
            case INT, LONG, ENUM -> (in, out, row) -> in.readLong();
            case FLOAT -> (in, out, row) -> in.skip(Float.BYTES);
            case DOUBLE -> (in, out, row) -> in.skip(Double.BYTES);
            case STRING, BYTES -> (in, out, row) -> in.skip(in.readLength());
            case FIXED -> {
                int size = schema.getFixedSize();
                yield (in, out, row) -> in.skip(size);
            }
            case UNION -> new AvroRead.Union(
                    schema.getTypes().stream().map(this::skip).toArray(Value[]::new));
            case ARRAY -> new AvroSkip.Items(false, skip(schema.getElementType()));
            case MAP -> new AvroSkip.Items(true, skip(schema.getValueType()));
            case RECORD -> {
                AvroSkip.Record known = passed.get(schema.getFullName());
                if (known == null) {
                    known = new AvroSkip.Record();
                    passed.put(schema.getFullName(), known);
                    known.set(schema.getFields().stream()
                            .map(field -> skip(field.schema()))
                            .toArray(Value[]::new));
                }
                yield known;
            }
        };
    }
}
