package io.sluice.sinks.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.sinks.encode.ColumnTypes;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What Spark keeps in the footer of a file: the types of the columns as it names them. By this, and by nothing else, it knows a
 * number as an interval.
 */
final class SparkSchema {
    private static final String KEY = "org.apache.spark.sql.parquet.row.metadata";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SparkSchema() {}

    /** Of the footer; empty for a table without intervals, whose Parquet types say all. */
    static Map<String, String> metadata(Schema schema) {
        boolean intervals = schema.getFields().stream().anyMatch(SparkSchema::holdsInterval);
        return intervals ? Map.of(KEY, struct(schema.getFields()).toString()) : Map.of();
    }

    private static boolean holdsInterval(Field field) {
        MinorType type = Types.getMinorTypeForArrowType(field.getType());
        return type == MinorType.DURATION
                || type == MinorType.INTERVALYEAR
                || field.getChildren().stream().anyMatch(SparkSchema::holdsInterval);
    }

    private static ObjectNode struct(List<Field> fields) {
        ObjectNode struct = JSON.objectNode().put("type", "struct");
        ArrayNode all = struct.putArray("fields");
        for (Field field : fields) {
            ObjectNode node = all.addObject().put("name", field.getName());
            node.set("type", type(field));
            node.put("nullable", field.isNullable()).putObject("metadata");
        }
        return struct;
    }

    private static JsonNode type(Field field) {
        return switch (Types.getMinorTypeForArrowType(field.getType())) {
            case LIST -> {
                Field element = field.getChildren().get(0);
                ObjectNode list = JSON.objectNode().put("type", "array");
                list.set("elementType", type(element));
                yield list.put("containsNull", element.isNullable());
            }
            case MAP -> {
                List<Field> pair = field.getChildren().get(0).getChildren();
                ObjectNode map = JSON.objectNode().put("type", "map");
                map.set("keyType", type(pair.get(0)));
                map.set("valueType", type(pair.get(1)));
                yield map.put("valueContainsNull", pair.get(1).isNullable());
            }
            case STRUCT -> struct(field.getChildren());
            default -> TextNode.valueOf(name(field));
        };
    }

    private static String name(Field field) {
        return switch (Types.getMinorTypeForArrowType(field.getType())) {
            case BIT -> "boolean";
            case TINYINT -> "byte";
            case SMALLINT -> "short";
            case INT -> "integer";
            case BIGINT -> "long";
            case FLOAT4 -> "float";
            case FLOAT8 -> "double";
            case DECIMAL -> {
                ArrowType.Decimal decimal = (ArrowType.Decimal) field.getType();
                yield "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
            }
            case VARCHAR -> "string";
            case VARBINARY -> "binary";
            case DATEDAY -> "date";
            case TIMEMICRO -> "time(%d)".formatted(ColumnTypes.precision(field));
            case TIMESTAMPMICRO -> "timestamp_ntz";
            case TIMESTAMPMICROTZ -> "timestamp";
            case DURATION -> "interval day to second";
            case INTERVALYEAR -> "interval year to month";
            default -> throw new IllegalArgumentException("no type of Spark for " + field);
        };
    }
}
