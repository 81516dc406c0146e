package io.sluice.runtime.operator;

import io.sluice.planner.function.Casts;
import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes a row as a JSON object, as the JSON format of a sink does: times as text, TIMESTAMP_LTZ in UTC with a Z, NULL as
 * null, numbers that JSON has not (NaN, Infinity) as text. Used by one thread.
 */
public final class JsonRow {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = 0x20;

    private final List<Column> columns;
    private final Utf8[] names;

    public JsonRow(List<Column> columns) {
        this.columns = List.copyOf(columns);
        names = new Utf8[columns.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = new Utf8();
            byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
            quote(name, 0, name.length, names[i]);
        }
    }

    /** Appends row {@code row}; the columns start at {@code first}. */
    public void write(ColumnVector[] vectors, int first, int row, Utf8 out) {
        out.append((byte) '{');
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            out.append(names[i]).append((byte) ':');
            writeValue(vectors[first + i], columns.get(i).type(), row, out);
        }
        out.append((byte) '}');
    }

    private static void writeValue(ColumnVector vector, DataType type, int row, Utf8 out) {
        if (vector.hasNulls && vector.nulls[row]) {
            out.appendAscii("null");
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> out.appendAscii(vector.longs[row] != 0 ? "true" : "false");
            case TINYINT, SMALLINT, INT, BIGINT -> Casts.longToString(vector.longs[row], out);
            case FLOAT, DOUBLE -> writeNumber(vector.doubles[row], type.kind() == TypeKind.FLOAT, out);
            case DECIMAL -> {
                if (type.isWide()) {
                    Casts.decimalToString(Wide.toDecimal(vector.longs[row], vector.highs[row], type.scale()), out);
                } else {
                    Casts.decimalLongToString(vector.longs[row], type.scale(), out);
                }
            }
            case STRING -> quote(vector.bytes, vector.starts[row], vector.lengths[row], out);
            case BINARY -> base64(vector.bytes, vector.starts[row], vector.lengths[row], out);
            case TIME -> {
                out.append((byte) '"');
                Casts.timeToString(vector.longs[row], type.precision(), out);
                out.append((byte) '"');
            }
            case ARRAY, MAP, ROW -> writeNested(
                    new Utf8(vector.bytes, vector.starts[row], vector.lengths[row]), type, out);
            case DATE -> {
                out.append((byte) '"');
                Casts.dateToString(vector.longs[row], out);
                out.append((byte) '"');
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                out.append((byte) '"');
                Casts.timestampToString(vector.longs[row], type.precision(), out);
                out.appendAscii(type.kind() == TypeKind.TIMESTAMP ? "\"" : "Z\"");
            }
            case INTERVAL_DAY_TIME -> {
                out.append((byte) '"');
                Casts.dayTimeToString(vector.longs[row], out);
                out.append((byte) '"');
            }
            case INTERVAL_YEAR_MONTH -> {
                out.append((byte) '"');
                Casts.yearMonthToString(vector.longs[row], out);
                out.append((byte) '"');
            }
        }
    }

    /** A MAP is an object, its keys as text. */
    private static void writeNested(Utf8 value, DataType type, Utf8 out) {
        boolean array = type.kind() == TypeKind.ARRAY;
        boolean row = type.kind() == TypeKind.ROW;
        List<Column> children = type.children();
        int at = row ? value.start : NestedValues.first(value);
        int count = row ? children.size() : NestedValues.count(value);
        out.append((byte) (array ? '[' : '{'));
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            if (row) {
                byte[] name = children.get(i).name().getBytes(StandardCharsets.UTF_8);
                quote(name, 0, name.length, out);
                out.append((byte) ':');
            } else if (!array) {
                at = writeKey(value, at, type.key(), out);
            }
            at = writeEncoded(value, at, children.get(row ? i : array ? 0 : 1).type(), out);
        }
        out.append((byte) (array ? ']' : '}'));
    }

    private static int writeKey(Utf8 in, int at, DataType type, Utf8 out) {
        Utf8 key = new Utf8();
        int end = writeEncoded(in, at, type, key);
        if (key.bytes[0] == '"') {
            out.append(key);
        } else {
            quote(key.bytes, 0, key.length, out);
        }
        out.append((byte) ':');
        return end;
    }

    /** The position behind the value. */
    private static int writeEncoded(Utf8 in, int at, DataType type, Utf8 out) {
        ColumnVector one = new ColumnVector();
        boolean isNull = NestedValues.isNull(in, at);
        if (isNull) {
            one.hasNulls = true;
            one.nulls = new boolean[] {true};
        } else if (type.kind().isSlice()) {
            Utf8 slice = NestedValues.sliceAt(in, at, new Utf8());
            one.bytes = slice.bytes;
            one.starts = new int[] {slice.start};
            one.lengths = new int[] {slice.length};
        } else if (type.kind().isFloating()) {
            one.doubles = new double[] {NestedValues.doubleAt(in, at)};
        } else {
            boolean bool = type.kind() == TypeKind.BOOLEAN;
            one.longs = new long[] {bool ? (NestedValues.booleanAt(in, at) ? 1 : 0) : NestedValues.longAt(in, at)};
            one.highs = new long[] {type.isWide() ? NestedValues.highAt(in, at) : 0};
        }
        writeValue(one, type, 0, out);
        return NestedValues.skip(in.bytes, at);
    }

    private static void base64(byte[] bytes, int start, int length, Utf8 out) {
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(bytes, start, length));
        quote(encoded.array(), encoded.position(), encoded.remaining(), out);
    }

    private static void writeNumber(double value, boolean single, Utf8 out) {
        boolean text = Double.isNaN(value) || Double.isInfinite(value);
        if (text) {
            out.append((byte) '"');
        }
        if (single) {
            Casts.floatToString(value, out);
        } else {
            Casts.doubleToString(value, out);
        }
        if (text) {
            out.append((byte) '"');
        }
    }

    private static void quote(byte[] bytes, int start, int length, Utf8 out) {
        out.append((byte) '"');
        for (int i = start; i < start + length; i++) {
            byte each = bytes[i];
            if (each == '"' || each == '\\') {
                out.append((byte) '\\').append(each);
            } else if (each >= 0 && each < FIRST_PRINTABLE) {
                out.appendAscii("\\u00").append(HEX[each >> 4]).append(HEX[each & 15]);
            } else {
                out.append(each);
            }
        }
        out.append((byte) '"');
    }
}
