package io.sluice.sources.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A column, or what is in a nested one: reads its value and those below it into its vector, which grows. The elements of
 * an ARRAY and the entries of a MAP follow one another over all rows of a batch.
 */
final class JsonNested {
    private final ColumnType type;
    private final ColumnVector vector;
    private final JsonCells cells;
    private final TextBytes texts;
    private final JsonNested[] children;
    private final Map<String, Integer> fields = new HashMap<>();
    private final boolean[] found;

    /** Of an ARRAY or MAP: what the rows so far have taken. */
    private int elements;

    /** @param type its name is the path of the value, for messages */
    JsonNested(ColumnType type, ColumnVector vector, JsonCells cells, TextBytes texts, Consumer<ColumnVector> strings) {
        this.type = type;
        this.vector = vector;
        this.cells = cells;
        this.texts = texts;
        this.children = new JsonNested[type.children().size()];
        this.found = new boolean[children.length];
        if (type.lane() == Lane.SLICE) {
            strings.accept(vector);
        }
        for (int i = 0; i < children.length; i++) {
            ColumnType child = type.children().get(i);
            fields.put(child.name(), i);
            children[i] = new JsonNested(named(child), vector.children[i], cells, texts, strings);
        }
    }

    private ColumnType named(ColumnType child) {
        String path = type.name() + (type.kind() == Kind.ROW ? "." + child.name() : "[]");
        return new ColumnType(path, child.kind(), child.precision(), child.scale(), child.nullable(), child.children());
    }

    /** The first MAP whose keys cannot be the names of an object; null if there is none. */
    static ColumnType withOtherKeys(ColumnType type) {
        if (type.kind() == Kind.MAP && type.children().get(0).kind() != Kind.STRING) {
            return type;
        }
        for (ColumnType child : type.children()) {
            ColumnType found = withOtherKeys(child);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    void startBatch() {
        vector.hasNulls = false;
        elements = 0;
        for (JsonNested child : children) {
            child.startBatch();
        }
    }

    /** The parser is at the value, and afterwards at its last token. */
    void read(JsonParser parser, int row) throws IOException, BadValueException {
        JsonToken token = parser.currentToken();
        reserve(row);
        if (token == JsonToken.VALUE_NULL) {
            setNull(row, "NULL");
            return;
        }
        switch (type.kind()) {
            case ARRAY -> readArray(parser, row);
            case MAP -> readMap(parser, row);
            case ROW -> readRow(parser, row);
            default -> cells.read(parser, type, vector, row);
        }
        if (vector.hasNulls) {
            vector.nulls[row] = false;
        }
    }

    private void expect(JsonParser parser, JsonToken token) throws IOException, BadValueException {
        if (parser.currentToken() != token) {
            throw JsonCells.bad(type, JsonCells.quoted(parser));
        }
    }

    private void readArray(JsonParser parser, int row) throws IOException, BadValueException {
        expect(parser, JsonToken.START_ARRAY);
        int first = elements;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            children[0].read(parser, elements);
            elements++;
        }
        vector.starts[row] = first;
        vector.lengths[row] = elements - first;
    }

    private void readMap(JsonParser parser, int row) throws IOException, BadValueException {
        expect(parser, JsonToken.START_OBJECT);
        int first = elements;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            char[] key = name.toCharArray();
            children[0].reserve(elements);
            texts.put(key, 0, key.length, children[0].vector, elements);
            parser.nextToken();
            children[1].read(parser, elements);
            elements++;
        }
        vector.starts[row] = first;
        vector.lengths[row] = elements - first;
    }

    private void readRow(JsonParser parser, int row) throws IOException, BadValueException {
        expect(parser, JsonToken.START_OBJECT);
        Arrays.fill(found, false);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Integer field = fields.get(name);
            if (field == null) {
                parser.skipChildren();
            } else {
                children[field].read(parser, row);
                found[field] = true;
            }
        }
        for (int i = 0; i < children.length; i++) {
            if (!found[i]) {
                children[i].reserve(row);
                children[i].setNull(row, "no field of this name");
            }
        }
    }

    void setNull(int row, String got) throws BadValueException {
        if (!type.nullable()) {
            throw new BadValueException(
                    "column \"%s\": expected a value, got %s".formatted(type.name(), got),
                    "Declare the column without NOT NULL, or correct the file.");
        }
        if (!vector.hasNulls) {
            Arrays.fill(vector.nulls, 0, row, false);
            vector.hasNulls = true;
        }
        vector.nulls[row] = true;
        if (vector.starts.length > row) {
            vector.starts[row] = 0;
            vector.lengths[row] = 0;
        }
    }

    /** Makes room for the row; keeps what is there. */
    private void reserve(int row) {
        if (row < vector.nulls.length) {
            return;
        }
        int size = Math.max(64, 2 * row);
        vector.nulls = Arrays.copyOf(vector.nulls, size);
        switch (type.lane()) {
            case LONG -> vector.longs = Arrays.copyOf(vector.longs, size);
            case WIDE -> {
                vector.longs = Arrays.copyOf(vector.longs, size);
                vector.highs = Arrays.copyOf(vector.highs, size);
            }
            case DOUBLE -> vector.doubles = Arrays.copyOf(vector.doubles, size);
            case SLICE, NESTED -> {
                vector.starts = Arrays.copyOf(vector.starts, size);
                vector.lengths = Arrays.copyOf(vector.lengths, size);
            }
        }
    }
}
