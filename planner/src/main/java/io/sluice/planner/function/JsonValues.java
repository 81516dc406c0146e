package io.sluice.planner.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** JSON as encoded values of a type; what is not of the type is NULL. */
final class JsonValues {
    private final Utf8 out;

    JsonValues(Utf8 out) {
        this.out = out;
    }

    void append(JsonNode node, DataType type) {
        int start = out.length;
        try {
            if (node == null || node.isNull() || !value(node, type)) {
                out.length = start;
                NestedValues.appendNull(out);
            }
        } catch (RowException | ArithmeticException e) {
            out.length = start;
            NestedValues.appendNull(out);
        }
    }

    /** Whether it is of the type. */
    private boolean value(JsonNode node, DataType type) {
        switch (type.kind()) {
            case BOOLEAN -> NestedValues.appendBoolean(node.booleanValue(), out);
            case TINYINT -> NestedValues.appendLong(whole(node, Byte.MAX_VALUE), out);
            case SMALLINT -> NestedValues.appendLong(whole(node, Short.MAX_VALUE), out);
            case INT -> NestedValues.appendLong(whole(node, Integer.MAX_VALUE), out);
            case BIGINT -> NestedValues.appendLong(whole(node, Long.MAX_VALUE), out);
            case FLOAT -> NestedValues.appendDouble((float) node.doubleValue(), out);
            case DOUBLE -> NestedValues.appendDouble(node.doubleValue(), out);
            case DECIMAL -> decimal(node.decimalValue().setScale(type.scale(), RoundingMode.HALF_UP), type);
            case STRING -> text(node.isTextual() ? node.asText() : JsonDocument.text(node));
            case DATE -> NestedValues.appendLong(Casts.stringToDate(Utf8.of(node.asText())), out);
            case TIMESTAMP -> NestedValues.appendLong(
                    Casts.stringToTimestamp(Utf8.of(node.asText().replace('T', ' ')), type.precision()), out);
            case ARRAY, MAP, ROW -> nested(node, type);
            case BINARY, TIME, TIMESTAMP_LTZ, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> throw new IllegalStateException(
                    "no JSON of " + type);
        }
        return switch (type.kind()) {
            case BOOLEAN -> node.isBoolean();
            case TINYINT, SMALLINT, INT, BIGINT -> node.isIntegralNumber();
            case FLOAT, DOUBLE, DECIMAL -> node.isNumber();
            case DATE, TIMESTAMP -> node.isTextual();
            case ARRAY -> node.isArray();
            case MAP, ROW -> node.isObject();
            default -> true;
        };
    }

    private static long whole(JsonNode node, long max) {
        BigDecimal value = node.decimalValue();
        if (value.abs().compareTo(BigDecimal.valueOf(max)) > 0) {
            throw Arithmetic.overflow(value.toString(), max);
        }
        return value.longValue();
    }

    private void decimal(BigDecimal value, DataType type) {
        if (!Decimals.fits(value, type.precision())) {
            throw new RowException(value + " is out of the range of " + type, "");
        }
        if (type.isWide()) {
            NestedValues.appendDecimal(value, out);
        } else {
            NestedValues.appendLong(value.unscaledValue().longValueExact(), out);
        }
    }

    private void text(String text) {
        int begin = NestedValues.beginSlice(out);
        out.append(text);
        NestedValues.endSlice(begin, out);
    }

    private void nested(JsonNode node, DataType type) {
        int begin = NestedValues.beginSlice(out);
        content(node, type);
        NestedValues.endSlice(begin, out);
    }

    /** The value without the head of a slice. */
    void content(JsonNode node, DataType type) {
        switch (type.kind()) {
            case ARRAY -> {
                NestedValues.appendCount(node.size(), out);
                node.forEach(element -> append(element, type.element()));
            }
            case MAP -> {
                NestedValues.appendCount(node.size(), out);
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    text(entry.getKey());
                    append(entry.getValue(), type.value());
                }
            }
            default -> {
                for (Column field : type.children()) {
                    append(node.get(field.name()), field.type());
                }
            }
        }
    }
}
