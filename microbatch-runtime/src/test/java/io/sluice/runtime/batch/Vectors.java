package io.sluice.runtime.batch;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns from rows of objects and back: Boolean, Long, Double, BigDecimal, String, Utf8 for other slices, or null. */
public final class Vectors {
    private Vectors() {}

    /** The value of a row. */
    public static Object value(ColumnVector vector, DataType type, int row) {
        if (vector.hasNulls && vector.nulls[row]) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> vector.longs[row] != 0;
            case FLOAT, DOUBLE -> vector.doubles[row];
            case DECIMAL -> type.isWide()
                    ? Wide.toDecimal(vector.longs[row], vector.highs[row], type.scale())
                    : BigDecimal.valueOf(vector.longs[row], type.scale());
            case STRING -> new String(vector.bytes, vector.starts[row], vector.lengths[row], StandardCharsets.UTF_8);
            case BINARY, ARRAY, MAP, ROW -> new Utf8(vector.bytes, vector.starts[row], vector.lengths[row]);
            default -> vector.longs[row];
        };
    }

    public static ColumnVector of(
            List<Object[]> rows, int column, DataType type, boolean dictionaries, long dictionaryVersion) {
        ColumnVector vector = new ColumnVector();
        int size = rows.size();
        vector.reserveNulls(size);
        vector.reserveLongs(size);
        vector.reserveHighs(size);
        vector.reserveDoubles(size);
        vector.reserveSlices(size);
        for (int i = 0; i < size; i++) {
            Object value = rows.get(i)[column];
            vector.nulls[i] = value == null;
            vector.hasNulls |= value == null;
            put(vector, i, value, type);
        }
        if (type.kind() == TypeKind.STRING) {
            putTexts(vector, rows, column, dictionaries);
            vector.dictionaryVersion = dictionaryVersion;
        } else if (type.kind().isSlice()) {
            putSlices(vector, rows, column);
        }
        return vector;
    }

    private static void put(ColumnVector vector, int row, Object value, DataType type) {
        if (value instanceof Boolean truth) {
            vector.longs[row] = truth ? 1 : 0;
        } else if (value instanceof BigDecimal decimal) {
            BigDecimal scaled = decimal.setScale(type.scale());
            vector.longs[row] = Wide.low(scaled);
            vector.highs[row] = Wide.high(scaled);
        } else if (value instanceof Double number) {
            vector.doubles[row] = number;
        } else if (value instanceof Number number) {
            vector.longs[row] = number.longValue();
        }
    }

    private static void putSlices(ColumnVector vector, List<Object[]> rows, int column) {
        Utf8 all = new Utf8();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i)[column] instanceof Utf8 slice) {
                vector.starts[i] = all.length;
                vector.lengths[i] = slice.length;
                all.append(slice);
            }
        }
        vector.bytes = all.toBytes();
    }

    private static void putTexts(ColumnVector vector, List<Object[]> rows, int column, boolean dictionaries) {
        Map<String, Integer> entries = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder();
        vector.reserveIds(rows.size());
        vector.dictionaryStarts = new int[rows.size()];
        vector.dictionaryLengths = new int[rows.size()];
        int end = 0;
        for (int i = 0; i < rows.size(); i++) {
            String text = (String) rows.get(i)[column];
            if (text == null) {
                vector.starts[i] = Integer.MAX_VALUE;
                continue;
            }
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            Integer id = dictionaries ? entries.get(text) : null;
            if (id == null) {
                id = entries.size();
                entries.put(dictionaries ? text : text + "#" + i, id);
                vector.dictionaryStarts[id] = end;
                vector.dictionaryLengths[id] = length;
                all.append(text);
                end += length;
            }
            vector.ids[i] = id;
            vector.starts[i] = vector.dictionaryStarts[id];
            vector.lengths[i] = length;
        }
        vector.bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        vector.dictionarySize = dictionaries ? entries.size() : 0;
    }
}
