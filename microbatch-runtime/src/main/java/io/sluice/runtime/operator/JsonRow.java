package io.sluice.runtime.operator;

import io.sluice.planner.function.Casts;
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
final class JsonRow {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = 0x20;

    private final List<Column> columns;
    private final Utf8[] names;

    JsonRow(List<Column> columns) {
        this.columns = List.copyOf(columns);
        names = new Utf8[columns.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = new Utf8();
            byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
            quote(name, 0, name.length, names[i]);
        }
    }

    /** Appends row {@code row}; the columns start at {@code first}. */
    void write(ColumnVector[] vectors, int first, int row, Utf8 out) {
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
            case BINARY -> {
                ByteBuffer bytes = ByteBuffer.wrap(vector.bytes, vector.starts[row], vector.lengths[row]);
                byte[] text = Base64.getEncoder().encode(bytes).array();
                quote(text, 0, text.length, out);
            }
            case TIME -> {
                out.append((byte) '"');
                Casts.timeToString(vector.longs[row], type.precision(), out);
                out.append((byte) '"');
            }
            case ARRAY, MAP, ROW -> throw new IllegalStateException("a nested value in " + type);
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
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> Casts.longToString(vector.longs[row], out);
        }
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
