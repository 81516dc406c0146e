package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The type that FROM_JSON reads, prepared from its text: a type, or the fields of a ROW, {@code a INT, b ARRAY<STRING>};
 * {@code STRUCT<a: INT>} is read as {@code ROW<a INT>}.
 */
public final class JsonSchema {
    private static final String HINT = "Write fields and types, such as 'a INT, b ARRAY<STRING>, c ROW<d DOUBLE>'.";
    private static final Map<String, TypeKind> KINDS = Map.ofEntries(
            Map.entry("BOOLEAN", TypeKind.BOOLEAN),
            Map.entry("TINYINT", TypeKind.TINYINT),
            Map.entry("SMALLINT", TypeKind.SMALLINT),
            Map.entry("INT", TypeKind.INT),
            Map.entry("INTEGER", TypeKind.INT),
            Map.entry("BIGINT", TypeKind.BIGINT),
            Map.entry("LONG", TypeKind.BIGINT),
            Map.entry("FLOAT", TypeKind.FLOAT),
            Map.entry("DOUBLE", TypeKind.DOUBLE),
            Map.entry("DECIMAL", TypeKind.DECIMAL),
            Map.entry("STRING", TypeKind.STRING),
            Map.entry("DATE", TypeKind.DATE),
            Map.entry("TIMESTAMP", TypeKind.TIMESTAMP));

    private final String text;
    private final DataType type;
    private int at;

    public JsonSchema(String text) {
        this.text = text;
        boolean fields = !text.strip().toUpperCase(Locale.ROOT).matches("(?s)(ROW|STRUCT|ARRAY|MAP)\\s*<.*");
        type = fields ? DataType.row(fields(), true) : type();
        skipBlanks();
        if (at < text.length()) {
            throw wrong("expected the end");
        }
    }

    static void check(String text) {
        new JsonSchema(text);
    }

    DataType type() {
        skipBlanks();
        if (type != null) {
            return type;
        }
        String word = word().toUpperCase(Locale.ROOT);
        switch (word) {
            case "ARRAY" -> {
                expect('<');
                DataType element = type();
                expect('>');
                return DataType.array(element, true);
            }
            case "MAP" -> {
                expect('<');
                DataType key = type();
                expect(',');
                DataType value = type();
                expect('>');
                if (key.kind() != TypeKind.STRING) {
                    throw wrong("a key of a MAP of JSON must be a STRING");
                }
                return DataType.map(key, value, true);
            }
            case "ROW", "STRUCT" -> {
                expect('<');
                List<Column> fields = fields();
                expect('>');
                return DataType.row(fields, true);
            }
            default -> {
                return plain(word);
            }
        }
    }

    private DataType plain(String word) {
        TypeKind kind = KINDS.get(word);
        if (kind == null) {
            throw wrong("unknown type " + word);
        }
        if (!take('(')) {
            return kind == TypeKind.DECIMAL ? DataType.decimal(10, 0, true) : DataType.of(kind, true);
        }
        int precision = Integer.parseInt(word());
        int scale = take(',') ? Integer.parseInt(word()) : 0;
        expect(')');
        return new DataType(kind, precision, scale, true);
    }

    private List<Column> fields() {
        List<Column> fields = new ArrayList<>();
        do {
            String name = word();
            take(':');
            fields.add(new Column(name, type()));
        } while (take(','));
        return fields;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String word() {
        skipBlanks();
        if (take('`')) {
            int end = text.indexOf('`', at);
            if (end < 0) {
                throw wrong("expected a `");
            }
            String name = text.substring(at, end);
            at = end + 1;
            return name;
        }
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (at == start) {
            throw wrong("expected a name or a type");
        }
        return text.substring(start, at);
    }

    private boolean take(char token) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == token;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char token) {
        if (!take(token)) {
            throw wrong("expected " + token);
        }
    }

    private RowException wrong(String what) {
        return new RowException("'%s' is no schema: %s at character %d".formatted(text, what, at + 1), HINT);
    }
}
