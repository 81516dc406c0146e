package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is in a JSON text. A text that is no JSON, and a strict path that finds nothing, is the case ON ERROR. */
public final class JsonFunctions {
    private static final String ON_ERROR_HINT = "Say what to give instead with NULL ON ERROR.";

    private JsonFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "JSON",
                JsonFunctions.class,
                behaving("JSON_VALUE", "jsonValue")
                        .takes(text("s"), text("path"), text("behavior").asLiteral(), any("empty"), any("error"))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "JSON_VALUE(s, path [RETURNING type] [{NULL | ERROR | DEFAULT x} ON EMPTY] "
                                        + "[{NULL | ERROR | DEFAULT x} ON ERROR])",
                                "The text, number or truth value that a path finds. RETURNING casts it, and a cast "
                                        + "that fails is an error; an object or array is one too.")
                        .shows("JSON_VALUE('{\"a\": 1.50}', '$.a')", "1.50")
                        .shows("JSON_VALUE('{\"a\": 1}', '$.b' DEFAULT 'x' ON EMPTY)", "x")
                        .shows("JSON_VALUE('{\"a\": \"12\"}', '$.a' RETURNING INT) + 1", "13"),
                behaving("JSON_QUERY", "jsonQuery")
                        .takes(text("s"), text("path"), text("behavior").asLiteral())
                        .nullable()
                        .gives(STRING)
                        .says(
                                "JSON_QUERY(s, path [RETURNING type] [{WITHOUT | WITH [CONDITIONAL | UNCONDITIONAL]} ARRAY "
                                        + "WRAPPER] [{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON EMPTY] [… ON ERROR])",
                                "The object or array that a path finds, as JSON; a single value only with a wrapper. "
                                        + "RETURNING is STRING or ARRAY&lt;STRING&gt;.")
                        .shows("JSON_QUERY('{\"a\": [1, 2]}', '$.a')", "[1,2]")
                        .shows("JSON_QUERY('1', '$')", "NULL")
                        .shows("JSON_QUERY('1', '$' WITH CONDITIONAL ARRAY WRAPPER)", "[1]"),
                behaving("JSON_QUERY/ARRAY", "jsonQueryArray")
                        .grammar("JSON_QUERY/ARRAY")
                        .takes(text("s"), text("path"), text("behavior").asLiteral())
                        .nullable()
                        .gives(ResultType.array(STRING, true))
                        .says("JSON_QUERY(s, path RETURNING ARRAY<STRING> …)", "The elements of the array.")
                        .shows("JSON_QUERY('[\"a\", {\"b\": 1}]', '$' RETURNING ARRAY<STRING>)", "[a, {\"b\":1}]"),
                behaving("JSON_EXISTS", "jsonExists")
                        .takes(text("s"), text("path"), text("behavior").asLiteral())
                        .nullable()
                        .gives(BOOLEAN)
                        .says(
                                "JSON_EXISTS(s, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])",
                                "Whether a path finds something other than null.")
                        .shows("JSON_EXISTS('{\"a\": true}', '$.a')", "TRUE")
                        .shows("JSON_EXISTS('{\"a\": true}', 'strict $.b' TRUE ON ERROR)", "TRUE"),
                is("VALUE", "isJson").shows("'1' IS JSON", "TRUE"),
                is("SCALAR", "isScalar").shows("'1' IS JSON SCALAR", "TRUE"),
                is("ARRAY", "isArray").shows("'{}' IS JSON ARRAY", "FALSE"),
                is("OBJECT", "isObject").shows("'{}' IS JSON OBJECT", "TRUE"),
                entry("GET_JSON_OBJECT", "getJsonObject")
                        .takes(text("s"), text("path"))
                        .prepares(1, JsonPath.class)
                        .checks(1, JsonPath::check)
                        .nullable()
                        .gives(STRING)
                        .says(
                                "GET_JSON_OBJECT(s, path)",
                                "What a path finds: a text as it is, else JSON; NULL for null.")
                        .shows("GET_JSON_OBJECT('{\"a\": {\"b\": \"x\"}}', '$.a')", "{\"b\":\"x\"}"),
                entry("JSON_ARRAY_LENGTH", "jsonArrayLength")
                        .takes(text("s"))
                        .nullable()
                        .gives(INT)
                        .says("JSON_ARRAY_LENGTH(s)", "How many elements; NULL if the text is no JSON array.")
                        .shows("JSON_ARRAY_LENGTH('[1, [2, 3]]')", "2"),
                entry("JSON_OBJECT_KEYS", "jsonObjectKeys")
                        .takes(text("s"))
                        .nullable()
                        .gives(ResultType.array(STRING, false))
                        .says("JSON_OBJECT_KEYS(s)", "The names of the members; NULL if the text is no JSON object.")
                        .shows("JSON_OBJECT_KEYS('{\"b\": 1, \"a\": 2}')", "[b, a]"),
                entry("JSON_TUPLE", "jsonTuple")
                        .takes(text("s"), text("name"))
                        .repeated()
                        .seesNulls()
                        .gives(JsonFunctions::tuple)
                        .says(
                                "JSON_TUPLE(s, name, …)",
                                "A table function: one row of the members of a JSON object as text; NULL for what is not "
                                        + "there.")
                        .shows("JSON_TUPLE('{\"a\": 1, \"b\": \"x\"}', 'a', 'b', 'c')", "[(1, x, NULL)]"),
                entry("SCHEMA_OF_JSON", "schemaOfJson")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("SCHEMA_OF_JSON(s)", "The schema of JSON, as FROM_JSON takes it.")
                        .shows(
                                "SCHEMA_OF_JSON('[{\"col\": 0}, {\"col\": 1.5, \"b\": null}]')",
                                "ARRAY<STRUCT<b: STRING, col: DOUBLE>>"));
    }

    private static Entry behaving(String name, String method) {
        return entry(name, method)
                .prepares(1, JsonPath.class)
                .prepares(2, JsonBehavior.class)
                .checks(1, JsonPath::check);
    }

    private static Entry is(String what, String method) {
        return entry("IS JSON " + what, method)
                .grammar("IS JSON " + what)
                .takes(text("s"))
                .seesNulls()
                .gives(BOOLEAN)
                .says(
                        "s IS [NOT] JSON" + (what.equals("VALUE") ? " [VALUE]" : " " + what),
                        "Whether a text is JSON" + (what.equals("VALUE") ? "" : " of this kind") + "; NULL is none.");
    }

    public static boolean jsonValue(Utf8 text, JsonPath path, JsonBehavior behavior, Utf8 empty, Utf8 error, Utf8 out) {
        String failure;
        try {
            List<JsonNode> found = path.find(JsonDocument.require(text));
            if (found.isEmpty() && !path.findsSeveral()) {
                return instead(behavior.onEmpty(), "JSON_VALUE finds nothing in ", text, empty, out);
            }
            JsonNode value = path.findsSeveral() ? null : found.get(0);
            if (value != null && value.isNull() && !path.isStrict()) {
                return false;
            }
            if (value != null && value.isValueNode() && !value.isNull()) {
                out.append(JsonDocument.scalar(value));
                return true;
            }
            failure = "JSON_VALUE finds no single value in ";
        } catch (RowException e) {
            failure = "JSON_VALUE: " + e.getMessage() + " in ";
        }
        return instead(behavior.onError(), failure, text, error, out);
    }

    /** @param otherwise an encoded STRING */
    private static boolean instead(String behavior, String failure, Utf8 text, Utf8 otherwise, Utf8 out) {
        if (behavior.equals("ERROR")) {
            throw new RowException(failure + Text.quoted(text), ON_ERROR_HINT);
        }
        if (behavior.equals("NULL") || NestedValues.isNull(otherwise, otherwise.start)) {
            return false;
        }
        out.append(NestedValues.sliceAt(otherwise, otherwise.start, new Utf8()));
        return true;
    }

    public static boolean jsonQuery(Utf8 text, JsonPath path, JsonBehavior behavior, Utf8 out) {
        Optional<String> found = query(text, path, behavior);
        found.ifPresent(out::append);
        return found.isPresent();
    }

    public static boolean jsonQueryArray(Utf8 text, JsonPath path, JsonBehavior behavior, Utf8 out) {
        Optional<JsonNode> found = query(text, path, behavior).flatMap(json -> JsonDocument.read(Utf8.of(json)));
        if (found.isEmpty() || !found.get().isArray()) {
            return false;
        }
        NestedValues.appendCount(found.get().size(), out);
        for (JsonNode element : found.get()) {
            if (element.isNull()) {
                NestedValues.appendNull(out);
            } else {
                appendText(element.isTextual() ? element.asText() : JsonDocument.text(element), out);
            }
        }
        return true;
    }

    private static void appendText(String text, Utf8 out) {
        int begin = NestedValues.beginSlice(out);
        out.append(text);
        NestedValues.endSlice(begin, out);
    }

    private static Optional<String> query(Utf8 text, JsonPath path, JsonBehavior behavior) {
        String failure = "JSON_QUERY finds no object or array in ";
        try {
            List<JsonNode> found = path.find(JsonDocument.require(text));
            if (found.isEmpty() && !path.findsSeveral()) {
                return instead(behavior.onEmpty(), "JSON_QUERY finds nothing in ", text);
            }
            boolean array = path.findsSeveral() || found.get(0).isArray();
            String json = path.findsSeveral()
                    ? found.stream().map(JsonDocument::text).collect(Collectors.joining(",", "[", "]"))
                    : JsonDocument.text(found.get(0));
            switch (behavior.wrapper()) {
                case "UNCONDITIONAL" -> {
                    return Optional.of("[" + json + "]");
                }
                case "CONDITIONAL" -> {
                    return Optional.of(array ? json : "[" + json + "]");
                }
                default -> {
                    if (array || found.get(0).isObject()) {
                        return Optional.of(json);
                    }
                }
            }
        } catch (RowException e) {
            failure = "JSON_QUERY: " + e.getMessage() + " in ";
        }
        return instead(behavior.onError(), failure, text);
    }

    private static Optional<String> instead(String behavior, String failure, Utf8 text) {
        return switch (behavior) {
            case "EMPTY_ARRAY" -> Optional.of("[]");
            case "EMPTY_OBJECT" -> Optional.of("{}");
            case "ERROR" -> throw new RowException(failure + Text.quoted(text), ON_ERROR_HINT);
            default -> Optional.empty();
        };
    }

    public static Boolean jsonExists(Utf8 text, JsonPath path, JsonBehavior behavior) {
        try {
            return path.find(JsonDocument.require(text)).stream().anyMatch(found -> !found.isNull());
        } catch (RowException e) {
            return switch (behavior.onError()) {
                case "TRUE" -> true;
                case "FALSE" -> false;
                case "UNKNOWN" -> null;
                default -> throw new RowException(
                        "JSON_EXISTS: " + e.getMessage() + " in " + Text.quoted(text),
                        "Say what to give instead with FALSE ON ERROR.");
            };
        }
    }

    public static boolean isJson(Utf8 text) {
        return text != null && JsonDocument.read(text).isPresent();
    }

    public static boolean isScalar(Utf8 text) {
        return text != null
                && JsonDocument.read(text).filter(JsonNode::isValueNode).isPresent();
    }

    public static boolean isArray(Utf8 text) {
        return text != null && JsonDocument.read(text).filter(JsonNode::isArray).isPresent();
    }

    public static boolean isObject(Utf8 text) {
        return text != null
                && JsonDocument.read(text).filter(JsonNode::isObject).isPresent();
    }

    public static boolean getJsonObject(Utf8 text, JsonPath path, Utf8 out) {
        Optional<JsonNode> root = JsonDocument.read(text);
        List<JsonNode> found = root.isEmpty() ? List.of() : path.find(root.get());
        if (found.isEmpty() || found.size() == 1 && found.get(0).isNull()) {
            return false;
        }
        if (found.size() > 1) {
            out.append(found.stream().map(JsonDocument::text).collect(Collectors.joining(",", "[", "]")));
        } else {
            out.append(found.get(0).isTextual() ? found.get(0).asText() : JsonDocument.text(found.get(0)));
        }
        return true;
    }

    public static long jsonArrayLength(Utf8 text) {
        return JsonDocument.read(text)
                .filter(JsonNode::isArray)
                .map(array -> (long) array.size())
                .orElse(ScalarFunction.NULL_LONG);
    }

    private static DataType tuple(List<Argument> arguments) {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            columns.add(new Column("c" + (i - 1), DataType.of(STRING, true)));
        }
        return DataType.array(DataType.row(columns, false), false);
    }

    public static void jsonTuple(Utf8[] arguments, Utf8 out) {
        Optional<JsonNode> root = arguments[0] == null ? Optional.empty() : JsonDocument.read(arguments[0]);
        NestedValues.appendCount(1, out);
        int row = NestedValues.beginSlice(out);
        for (int i = 1; i < arguments.length; i++) {
            String name = String.valueOf(arguments[i]);
            JsonNode member = root.filter(JsonNode::isObject)
                    .map(object -> object.get(name))
                    .orElse(null);
            if (member == null || member.isNull()) {
                NestedValues.appendNull(out);
            } else {
                appendText(member.isTextual() ? member.asText() : JsonDocument.text(member), out);
            }
        }
        NestedValues.endSlice(row, out);
    }

    public static void schemaOfJson(Utf8 text, Utf8 out) {
        JsonNode node = JsonDocument.read(text)
                .orElseThrow(() -> new RowException(
                        "SCHEMA_OF_JSON of no JSON: " + Text.quoted(text),
                        "Leave such rows out with WHERE s IS JSON."));
        out.append(InferredSchema.of(node).toString());
    }

    public static boolean jsonObjectKeys(Utf8 text, Utf8 out) {
        Optional<JsonNode> object = JsonDocument.read(text).filter(JsonNode::isObject);
        if (object.isEmpty()) {
            return false;
        }
        NestedValues.appendCount(object.get().size(), out);
        for (Iterator<String> names = object.get().fieldNames(); names.hasNext(); ) {
            appendText(names.next(), out);
        }
        return true;
    }
}
