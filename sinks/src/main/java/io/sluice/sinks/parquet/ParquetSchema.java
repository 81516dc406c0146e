package io.sluice.sinks.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The Parquet schema of a table. TIMESTAMP is microseconds not adjusted to UTC, TIMESTAMP_LTZ microseconds adjusted;
 * an interval is a number of microseconds or months, which {@link SparkSchema} says; DECIMAL is INT32 up to 9 digits, INT64 up to 18, else as few bytes as its digits need.
 */
final class ParquetSchema {
    static final int INT_DIGITS = 9;
    static final int LONG_DIGITS = 18;

    private ParquetSchema() {}

    static MessageType of(Schema schema) {
        List<Type> columns =
                schema.getFields().stream().<Type>map(ParquetSchema::column).toList();
        return new MessageType("row", columns);
    }

    private static Type column(Field field) {
        return switch (Types.getMinorTypeForArrowType(field.getType())) {
            case LIST -> org.apache.parquet.schema.Types.list(repetition(field))
                    .setElementType(column(named(field.getChildren().get(0), "element")))
                    .named(field.getName());
            case MAP -> map(field, field.getChildren().get(0).getChildren());
            case STRUCT -> new GroupType(
                    repetition(field),
                    field.getName(),
                    field.getChildren().stream().map(ParquetSchema::column).toList());
            case VARBINARY -> plain(field, PrimitiveTypeName.BINARY);
            case TIMEMICRO -> annotated(field, PrimitiveTypeName.INT64, timeType(false, TimeUnit.MICROS));
            case BIT -> plain(field, PrimitiveTypeName.BOOLEAN);
            case TINYINT -> annotated(field, PrimitiveTypeName.INT32, intType(8, true));
            case SMALLINT -> annotated(field, PrimitiveTypeName.INT32, intType(16, true));
            case INT, INTERVALYEAR -> plain(field, PrimitiveTypeName.INT32);
            case BIGINT, DURATION -> plain(field, PrimitiveTypeName.INT64);
            case FLOAT4 -> plain(field, PrimitiveTypeName.FLOAT);
            case FLOAT8 -> plain(field, PrimitiveTypeName.DOUBLE);
            case DECIMAL -> decimal(field, (ArrowType.Decimal) field.getType());
            case VARCHAR -> annotated(field, PrimitiveTypeName.BINARY, stringType());
            case DATEDAY -> annotated(field, PrimitiveTypeName.INT32, dateType());
            case TIMESTAMPMICRO -> annotated(field, PrimitiveTypeName.INT64, timestampType(false, TimeUnit.MICROS));
            case TIMESTAMPMICROTZ -> annotated(field, PrimitiveTypeName.INT64, timestampType(true, TimeUnit.MICROS));
            default -> throw new IllegalArgumentException("no Parquet type for " + field);
        };
    }

    private static Type map(Field field, List<Field> pair) {
        return org.apache.parquet.schema.Types.map(repetition(field))
                .key(column(named(pair.get(0), "key")))
                .value(column(named(pair.get(1), "value")))
                .named(field.getName());
    }

    private static Field named(Field field, String name) {
        return new Field(name, field.getFieldType(), field.getChildren());
    }

    private static PrimitiveType plain(Field field, PrimitiveTypeName type) {
        return new PrimitiveType(repetition(field), type, field.getName());
    }

    private static PrimitiveType annotated(Field field, PrimitiveTypeName type, LogicalTypeAnnotation meaning) {
        return org.apache.parquet.schema.Types.primitive(type, repetition(field))
                .as(meaning)
                .named(field.getName());
    }

    private static PrimitiveType decimal(Field field, ArrowType.Decimal type) {
        LogicalTypeAnnotation meaning = decimalType(type.getScale(), type.getPrecision());
        if (type.getPrecision() <= INT_DIGITS) {
            return annotated(field, PrimitiveTypeName.INT32, meaning);
        }
        if (type.getPrecision() <= LONG_DIGITS) {
            return annotated(field, PrimitiveTypeName.INT64, meaning);
        }
        return org.apache.parquet.schema.Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition(field))
                .length(decimalBytes(type.getPrecision()))
                .as(meaning)
                .named(field.getName());
    }

    /** The fewest bytes that hold every number of so many digits, and its sign. */
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
    }

    private static Repetition repetition(Field field) {
        return field.isNullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }
}
