package io.sluice.sources.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The vectors of a batch, filled object by object. Fields that are not columns are passed without being decoded. */
final class JsonColumns {
    private static final int UNKNOWN = -1;

    private final List<ColumnType> types;
    private final ColumnVector[] vectors;
    private final List<ColumnVector> strings = new ArrayList<>();
    private final JsonNested[] nested;
    private final FieldNames names;
    private final JsonCells cells;
    private final TextBytes texts;
    private final boolean failOnMissingField;

    /** The last row in which a column had a field, so that the missing ones are found without clearing anything. */
    private final long[] seenIn;

    private long rowSerial;

    JsonColumns(List<ColumnType> types, JsonCells cells, TextBytes texts, boolean failOnMissingField) {
        this.types = types;
        this.cells = cells;
        this.texts = texts;
        this.failOnMissingField = failOnMissingField;
        this.names = new FieldNames(types.stream().map(ColumnType::name).toList());
        this.seenIn = new long[types.size()];
        this.vectors = new ColumnVector[types.size()];
        this.nested = new JsonNested[types.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = types.get(i).newVector(SplitReader.MAX_ROWS);
            if (types.get(i).lane() == Lane.SLICE) {
                strings.add(vectors[i]);
            } else if (types.get(i).isNested()) {
                nested[i] = new JsonNested(types.get(i), vectors[i], cells, texts, strings::add);
            }
        }
    }

    void startBatch() {
        texts.clear();
        for (ColumnVector vector : vectors) {
            vector.hasNulls = false;
        }
        for (JsonNested column : nested) {
            if (column != null) {
                column.startBatch();
            }
        }
    }

    void endBatch() {
        texts.showIn(strings);
    }

    ColumnVector vector(int index) {
        return vectors[index];
    }

    /** Reads the object whose start is the parser's token into {@code row}; the parser is then at its end. */
    void readObject(JsonParser parser, int row) throws IOException, BadValueException {
        rowSerial++;
        int found = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            int column = names.find(name);
            if (column == UNKNOWN) {
                parser.skipChildren();
                continue;
            }
            found += seenIn[column] == rowSerial ? 0 : 1;
            seenIn[column] = rowSerial;
            if (token == JsonToken.VALUE_NULL) {
                setNull(column, row, "NULL");
            } else if (nested[column] != null) {
                nested[column].read(parser, row);
            } else {
                cells.read(parser, types.get(column), vectors[column], row);
                if (vectors[column].hasNulls) {
                    vectors[column].nulls[row] = false;
                }
            }
        }
        if (found < vectors.length) {
            setMissing(row);
        }
    }

    private void setMissing(int row) throws BadValueException {
        for (int column = 0; column < vectors.length; column++) {
            if (seenIn[column] != rowSerial) {
                if (failOnMissingField) {
                    throw new BadValueException(
                            "column \"%s\": expected a field of this name, got none"
                                    .formatted(types.get(column).name()),
                            "Names are case-sensitive; leave out 'json.fail-on-missing-field' to read NULL.");
                }
                setNull(column, row, "no field of this name");
            }
        }
    }

    private void setNull(int column, int row, String got) throws BadValueException {
        if (!types.get(column).nullable()) {
            throw new BadValueException(
                    "column \"%s\": expected a value, got %s"
                            .formatted(types.get(column).name(), got),
                    "Declare the column without NOT NULL, or correct the file.");
        }
        ColumnVector vector = vectors[column];
        if (!vector.hasNulls) {
            Arrays.fill(vector.nulls, 0, row, false);
            vector.hasNulls = true;
        }
        vector.nulls[row] = true;
        if (types.get(column).lane() == Lane.SLICE) {
            vector.starts[row] = 0;
            vector.lengths[row] = 0;
        }
    }

    /** From the name of a field to the number of its column; a hash table without boxes. */
    private static final class FieldNames {
        private final String[] names;
        private final int[] columns;
        private final int mask;

        FieldNames(List<String> fields) {
            int size = Integer.highestOneBit(Math.max(4, fields.size())) << 2;
            names = new String[size];
            columns = new int[size];
            mask = size - 1;
            Arrays.fill(names, "");
            Arrays.fill(columns, UNKNOWN);
            for (int i = 0; i < fields.size(); i++) {
                int slot = slot(fields.get(i));
                while (columns[slot] != UNKNOWN) {
                    slot = slot + 1 & mask;
                }
                names[slot] = fields.get(i);
                columns[slot] = i;
            }
        }

        int find(String name) {
            int slot = slot(name);
            while (columns[slot] != UNKNOWN && !names[slot].equals(name)) {
                slot = slot + 1 & mask;
            }
            return columns[slot];
        }

        private int slot(String name) {
            int hash = name.hashCode();
            return (hash ^ hash >>> 16) & mask;
        }
    }
}
