package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;

/** JSON of values. The planner gives the values of JSON_OBJECT and JSON_ARRAY as JSON already. */
public final class JsonBuildingFunctions {
    private JsonBuildingFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "JSON",
                JsonBuildingFunctions.class,
                parts("JSON_OBJECT/NULL", "object")
                        .says(
                                "JSON_OBJECT([[KEY] name VALUE value, …] [{NULL | ABSENT} ON NULL])",
                                "A JSON object; NULLs are null if not said otherwise. JSON(s), JSON_OBJECT and JSON_ARRAY "
                                        + "as values stand as they are.")
                        .shows("JSON_OBJECT('a' VALUE 1, 'b' VALUE CAST(NULL AS STRING))", "{\"a\":1,\"b\":null}")
                        .shows("JSON_OBJECT('a' VALUE JSON_ARRAY(1, 'x'))", "{\"a\":[1,\"x\"]}"),
                parts("JSON_OBJECT/ABSENT", "objectWithoutNulls")
                        .says("JSON_OBJECT([[KEY] name VALUE value, …] [{NULL | ABSENT} ON NULL])", "")
                        .shows("JSON_OBJECT('a' VALUE CAST(NULL AS INT) ABSENT ON NULL)", "{}"),
                parts("JSON_ARRAY/NULL", "array")
                        .says(
                                "JSON_ARRAY([value, …] [{NULL | ABSENT} ON NULL])",
                                "A JSON array; NULLs are left out if not said otherwise.")
                        .shows("JSON_ARRAY(1, CAST(NULL AS INT) NULL ON NULL)", "[1,null]"),
                parts("JSON_ARRAY/ABSENT", "arrayWithoutNulls")
                        .says("JSON_ARRAY([value, …] [{NULL | ABSENT} ON NULL])", "")
                        .shows("JSON_ARRAY(1, CAST(NULL AS INT), JSON('{\"a\":1}'))", "[1,{\"a\":1}]"),
                entry("JSON/RAW", "raw")
                        .grammar("JSON/RAW")
                        .takes(text("s"))
                        .seesNulls()
                        .gives(STRING)
                        .says(
                                "JSON(s)",
                                "Inside JSON_OBJECT and JSON_ARRAY: JSON as it is; null for NULL and empty text.")
                        .shows("JSON_ARRAY(JSON('[1]'), JSON(''))", "[[1],null]"),
                entry("JSON_ARRAYAGG/TEXT", "arrayOfList")
                        .grammar("JSON_ARRAYAGG/TEXT")
                        .takes(text("list"))
                        .seesNulls()
                        .gives(STRING)
                        .says(
                                "JSON_ARRAYAGG(x [ORDER BY y, …] [{NULL | ABSENT} ON NULL])",
                                "An aggregate: all x as a JSON array; NULLs are left out if not said otherwise.")
                        .shows("JSON_ARRAYAGG('a')", "[\"a\"]"),
                entry("JSON_OBJECTAGG/TEXT", "objectOfList")
                        .grammar("JSON_OBJECTAGG/TEXT")
                        .takes(text("list"))
                        .seesNulls()
                        .gives(STRING)
                        .says(
                                "JSON_OBJECTAGG([KEY] name VALUE value [{NULL | ABSENT} ON NULL])",
                                "An aggregate: a JSON object of all names; one that is there twice is an error.")
                        .shows("JSON_OBJECTAGG('a' VALUE ARRAY[1, 2])", "{\"a\":[1,2]}"),
                member("JSON_OBJECTAGG/NULL", "member")
                        .shows("JSON_OBJECTAGG('a' VALUE CAST(NULL AS INT))", "{\"a\":null}"),
                member("JSON_OBJECTAGG/ABSENT", "memberUnlessNull")
                        .shows("JSON_OBJECTAGG('a' VALUE CAST(NULL AS INT) ABSENT ON NULL)", "{}"),
                entry("JSON_STRING", "jsonString")
                        .takes(any("v"))
                        .typed()
                        .nullable()
                        .gives(STRING)
                        .says("JSON_STRING(v)", "A value of any type as JSON; NULL for NULL.")
                        .shows("JSON_STRING(ARRAY[1.50, NULL])", "[1.50,null]")
                        .shows("JSON_STRING(TIMESTAMP '2020-01-01 00:00:00')", "\"2020-01-01T00:00:00\""),
                entry("TO_JSON", "toJson")
                        .takes(any("v"))
                        .typed()
                        .nullable()
                        .gives(STRING)
                        .says(
                                "TO_JSON(v)",
                                "As JSON_STRING, but fields of ROWs and entries of MAPs that are NULL are left out.")
                        .shows("TO_JSON(MAP['a', 1, 'b', NULL])", "{\"a\":1}"),
                entry("FROM_JSON", "fromJson")
                        .takes(text("s"), text("schema").asLiteral())
                        .prepares(1, JsonSchema.class)
                        .checks(1, JsonSchema::check)
                        .nullable()
                        .gives(arguments -> new JsonSchema(
                                        (String) arguments.get(1).literal().orElseThrow())
                                .type())
                        .says(
                                "FROM_JSON(s, schema)",
                                "JSON as a value of a type, or as a ROW of the fields of the schema; NULL where it is not "
                                        + "of the type.")
                        .shows("FROM_JSON('{\"a\": 1, \"b\": [\"x\"]}', 'a INT, b ARRAY<STRING>')", "(1, [x])")
                        .shows("FROM_JSON('{\"a\": \"z\"}', 'a INT').a", "NULL"),
                entry("JSON_QUOTE", "jsonQuote")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("JSON_QUOTE(s)", "A text as a JSON string in ASCII.")
                        .shows("JSON_QUOTE('é/\"')", "\"\\u00e9\\/\\\"\""),
                entry("JSON_UNQUOTE", "jsonUnquote")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("JSON_UNQUOTE(s)", "What a JSON string says; any other text as it is.")
                        .shows("JSON_UNQUOTE('\"\\u00e9\"')", "é")
                        .shows("JSON_UNQUOTE('a\"')", "a\""));
    }

    private static Entry member(String name, String method) {
        return entry(name, method)
                .grammar(name)
                .takes(text("name"), text("json"))
                .seesNulls()
                .nullable()
                .gives(STRING)
                .says("JSON_OBJECTAGG([KEY] name VALUE value [{NULL | ABSENT} ON NULL])", "");
    }

    private static Entry parts(String name, String method) {
        return entry(name, method)
                .grammar(name)
                .takes(text("part"))
                .repeated()
                .seesNulls()
                .gives(STRING);
    }

    /** By turns a name, as it is, and a value in JSON. */
    public static void object(Utf8[] parts, Utf8 out) {
        object(parts, false, out);
    }

    public static void objectWithoutNulls(Utf8[] parts, Utf8 out) {
        object(parts, true, out);
    }

    private static void object(Utf8[] parts, boolean absent, Utf8 out) {
        out.append((byte) '{');
        int begin = out.length;
        for (int i = 0; i + 1 < parts.length; i += 2) {
            if (!absent || parts[i + 1] != null) {
                comma(begin, out);
                JsonText.quote(parts[i], out);
                out.append((byte) ':');
                value(parts[i + 1], out);
            }
        }
        out.append((byte) '}');
    }

    /** {@code "name":json} */
    public static boolean member(Utf8 name, Utf8 json, Utf8 out) {
        if (name == null) {
            throw new RowException(
                    "a name in JSON_OBJECTAGG is NULL", "Leave such rows out: FILTER (WHERE name IS NOT NULL).");
        }
        JsonText.quote(name, out);
        out.append((byte) ':');
        value(json, out);
        return true;
    }

    public static boolean memberUnlessNull(Utf8 name, Utf8 json, Utf8 out) {
        return json != null && member(name, json, out);
    }

    /** @param list JSON values with commas between them; null: none */
    public static void arrayOfList(Utf8 list, Utf8 out) {
        out.append((byte) '[');
        if (list != null) {
            out.append(list);
        }
        out.append((byte) ']');
    }

    /** @param list of {@link #member}s with commas between them; null: none */
    public static void objectOfList(Utf8 list, Utf8 out) {
        out.append((byte) '{');
        if (list != null) {
            out.append(list);
        }
        out.append((byte) '}');
        JsonDocument.repeatedName(out).ifPresent(name -> {
            throw new RowException(
                    "JSON_OBJECTAGG got the name %s more than once".formatted(name),
                    "Group by it as well, or list the values: JSON_ARRAYAGG(JSON_OBJECT(…)).");
        });
    }

    private static void comma(int begin, Utf8 out) {
        if (out.length > begin) {
            out.append((byte) ',');
        }
    }

    private static void value(Utf8 json, Utf8 out) {
        if (json == null) {
            out.appendAscii("null");
        } else {
            out.append(json);
        }
    }

    public static void array(Utf8[] values, Utf8 out) {
        array(values, false, out);
    }

    public static void arrayWithoutNulls(Utf8[] values, Utf8 out) {
        array(values, true, out);
    }

    private static void array(Utf8[] values, boolean absent, Utf8 out) {
        out.append((byte) '[');
        int begin = out.length;
        for (Utf8 value : values) {
            if (!absent || value != null) {
                comma(begin, out);
                value(value, out);
            }
        }
        out.append((byte) ']');
    }

    public static void raw(Utf8 text, Utf8 out) {
        if (text == null || text.length == 0) {
            out.appendAscii("null");
        } else {
            out.append(JsonDocument.text(JsonDocument.require(text)));
        }
    }

    public static boolean jsonString(DataType type, Utf8 value, Utf8 out) {
        return append(false, type, value, out);
    }

    public static boolean toJson(DataType type, Utf8 value, Utf8 out) {
        return append(true, type, value, out);
    }

    private static boolean append(boolean absent, DataType type, Utf8 value, Utf8 out) {
        if (NestedValues.isNull(value, value.start)) {
            return false;
        }
        new JsonText(absent, out).append(value, value.start, type);
        return true;
    }

    public static boolean fromJson(Utf8 text, JsonSchema schema, Utf8 out) {
        DataType type = schema.type();
        Optional<JsonNode> node = JsonDocument.read(text);
        boolean array = type.kind() == TypeKind.ARRAY;
        boolean fits =
                node.isPresent() && (array ? node.get().isArray() : node.get().isObject());
        if (fits) {
            new JsonValues(out).content(node.get(), type);
        } else if (type.kind() == TypeKind.ROW) {
            type.children().forEach(field -> NestedValues.appendNull(out));
        }
        return fits || type.kind() == TypeKind.ROW;
    }

    public static void jsonQuote(Utf8 text, Utf8 out) {
        out.append((byte) '"');
        String string = text.toString();
        for (int i = 0; i < string.length(); i++) {
            char letter = string.charAt(i);
            if (letter == '"' || letter == '\\' || letter == '/') {
                out.append((byte) '\\').append((byte) letter);
            } else if (letter < ' ') {
                JsonText.control((byte) letter, out);
            } else if (letter < 0x7F) {
                out.append((byte) letter);
            } else {
                out.appendAscii("\\u%04x".formatted((int) letter));
            }
        }
        out.append((byte) '"');
    }

    public static void jsonUnquote(Utf8 text, Utf8 out) {
        boolean quoted = text.length > 1 && text.bytes[text.start] == '"';
        Optional<JsonNode> value = quoted ? JsonDocument.read(text).filter(JsonNode::isTextual) : Optional.empty();
        if (value.isPresent()) {
            out.append(value.get().asText());
        } else {
            out.append(text);
        }
    }
}
