package io.sluice.planner.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The type that JSON has: what holds all that is there at a place, fields in the order of their names.
 *
 * @param name of a type without parts; NULL of nothing but nulls
 * @param element of an ARRAY
 * @param fields of a STRUCT
 */
record InferredSchema(String name, Optional<InferredSchema> element, Map<String, InferredSchema> fields) {
    private static final String NULL = "NULL";
    private static final String STRUCT = "STRUCT";
    private static final int MAX_DIGITS = 38;

    static InferredSchema of(JsonNode node) {
        if (node.isArray()) {
            InferredSchema element = plain(NULL);
            for (JsonNode each : node) {
                element = element.with(of(each));
            }
            return array(element);
        }
        if (node.isObject()) {
            Map<String, InferredSchema> fields = new TreeMap<>();
            node.properties().forEach(member -> fields.put(member.getKey(), of(member.getValue())));
            return new InferredSchema(STRUCT, Optional.empty(), fields);
        }
        return plain(name(node));
    }

    private static String name(JsonNode node) {
        if (node.isNull()) {
            return NULL;
        }
        if (node.isBoolean()) {
            return "BOOLEAN";
        }
        if (node.isBigInteger()) {
            int digits = node.decimalValue().precision();
            return digits <= MAX_DIGITS ? "DECIMAL(" + digits + ",0)" : "DOUBLE";
        }
        return node.isIntegralNumber() ? "BIGINT" : node.isNumber() ? "DOUBLE" : "STRING";
    }

    private static InferredSchema plain(String name) {
        return new InferredSchema(name, Optional.empty(), Map.of());
    }

    private static InferredSchema array(InferredSchema element) {
        return new InferredSchema("ARRAY", Optional.of(element), Map.of());
    }

    private InferredSchema with(InferredSchema other) {
        if (name.equals(NULL) || equals(other)) {
            return other;
        }
        if (other.name.equals(NULL)) {
            return this;
        }
        if (element.isPresent() && other.element.isPresent()) {
            return array(element.get().with(other.element.get()));
        }
        if (name.equals(STRUCT) && other.name.equals(STRUCT)) {
            Map<String, InferredSchema> all = new TreeMap<>(fields);
            other.fields.forEach((field, type) -> all.merge(field, type, InferredSchema::with));
            return new InferredSchema(STRUCT, Optional.empty(), all);
        }
        return isNumber() && other.isNumber() ? wider(other) : plain("STRING");
    }

    private boolean isNumber() {
        return name.equals("BIGINT") || name.equals("DOUBLE") || name.startsWith("DECIMAL");
    }

    /** DECIMALs hold more digits than a BIGINT, and the longer one those of both. */
    private InferredSchema wider(InferredSchema other) {
        if (name.equals("DOUBLE") || other.name.equals("DOUBLE")) {
            return plain("DOUBLE");
        }
        boolean first = name.length() > other.name.length()
                || name.length() == other.name.length() && name.compareTo(other.name) > 0;
        return first ? this : other;
    }

    @Override
    public String toString() {
        if (element.isPresent()) {
            return "ARRAY<" + element.get() + ">";
        }
        if (name.equals(STRUCT)) {
            return fields.entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ": " + field.getValue())
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
        }
        return name.equals(NULL) ? "STRING" : name;
    }

    private static String quoted(String field) {
        return field.matches("[\\p{L}\\p{Nd}_]+") ? field : "`" + field + "`";
    }
}
