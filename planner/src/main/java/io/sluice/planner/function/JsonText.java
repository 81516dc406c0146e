package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Encoded values as JSON: a ROW and a MAP as objects, times as text in ISO 8601, an instant in UTC, bytes in base 64, NULL
 * as null, numbers that JSON has not as text.
 */
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = 0x20;

    /** Whether fields and entries that are NULL are left out. */
    private final boolean absent;

    private final Utf8 out;

    JsonText(boolean absent, Utf8 out) {
        this.absent = absent;
        this.out = out;
    }

    /** Appends the value at a position; returns the position behind it. */
    int append(Utf8 in, int at, DataType type) {
        if (NestedValues.isNull(in, at)) {
            out.appendAscii("null");
        } else {
            value(in, at, type);
        }
        return NestedValues.skip(in.bytes, at);
    }

    private void value(Utf8 in, int at, DataType type) {
        switch (type.kind()) {
            case BOOLEAN -> out.appendAscii(NestedValues.booleanAt(in, at) ? "true" : "false");
            case TINYINT, SMALLINT, INT, BIGINT -> Casts.longToString(NestedValues.longAt(in, at), out);
            case FLOAT, DOUBLE -> number(NestedValues.doubleAt(in, at), type.kind() == TypeKind.FLOAT);
            case DECIMAL -> {
                BigDecimal value = type.isWide()
                        ? NestedValues.decimalAt(in, at, type.scale())
                        : BigDecimal.valueOf(NestedValues.longAt(in, at), type.scale());
                Casts.decimalToString(value, out);
            }
            case STRING -> quote(NestedValues.sliceAt(in, at, new Utf8()), out);
            case BINARY -> quote(
                    Utf8.of(Base64.getEncoder()
                            .encode(NestedValues.sliceAt(in, at, new Utf8()).toBytes())),
                    out);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(NestedValues.longAt(in, at), type);
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> interval(NestedValues.longAt(in, at), type);
            case ARRAY -> array(NestedValues.sliceAt(in, at, new Utf8()), type.element());
            case MAP -> map(NestedValues.sliceAt(in, at, new Utf8()), type);
            case ROW -> row(NestedValues.sliceAt(in, at, new Utf8()), type.children());
        }
    }

    private void number(double value, boolean single) {
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        if (!finite) {
            out.append((byte) '"');
        }
        if (single) {
            Casts.floatToString(value, out);
        } else {
            Casts.doubleToString(value, out);
        }
        if (!finite) {
            out.append((byte) '"');
        }
    }

    private void interval(long value, DataType type) {
        out.append((byte) '"');
        if (type.kind() == TypeKind.INTERVAL_DAY_TIME) {
            Casts.dayTimeToString(value, out);
        } else {
            Casts.yearMonthToString(value, out);
        }
        out.append((byte) '"');
    }

    private void time(long value, DataType type) {
        out.append((byte) '"');
        int start = out.length;
        switch (type.kind()) {
            case DATE -> Casts.dateToString(value, out);
            case TIME -> Casts.timeToString(value, type.precision(), out);
            default -> Casts.timestampToString(value, type.precision(), out);
        }
        for (int i = start; i < out.length; i++) {
            if (out.bytes[i] == ' ') {
                out.bytes[i] = 'T';
            }
        }
        if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
            out.append((byte) 'Z');
        }
        out.append((byte) '"');
    }

    private void array(Utf8 value, DataType element) {
        out.append((byte) '[');
        int at = NestedValues.first(value);
        for (int i = 0; i < NestedValues.count(value); i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            at = append(value, at, element);
        }
        out.append((byte) ']');
    }

    private void map(Utf8 value, DataType type) {
        out.append((byte) '{');
        int at = NestedValues.first(value);
        int begin = out.length;
        for (int i = 0; i < NestedValues.count(value); i++) {
            int behind = NestedValues.skip(value.bytes, at);
            if (!absent || !NestedValues.isNull(value, behind)) {
                comma(begin);
                key(value, at, type.key());
                append(value, behind, type.value());
            }
            at = NestedValues.skip(value.bytes, behind);
        }
        out.append((byte) '}');
    }

    private void key(Utf8 in, int at, DataType type) {
        Utf8 key = new Utf8();
        new JsonText(absent, key).append(in, at, type);
        if (key.bytes[0] == '"') {
            out.append(key);
        } else {
            quote(key, out);
        }
        out.append((byte) ':');
    }

    private void row(Utf8 value, List<Column> fields) {
        out.append((byte) '{');
        int at = value.start;
        int begin = out.length;
        for (Column field : fields) {
            if (!absent || !NestedValues.isNull(value, at)) {
                comma(begin);
                quote(Utf8.of(field.name()), out);
                out.append((byte) ':');
                append(value, at, field.type());
            }
            at = NestedValues.skip(value.bytes, at);
        }
        out.append((byte) '}');
    }

    private void comma(int begin) {
        if (out.length > begin) {
            out.append((byte) ',');
        }
    }

    /** Appends a text as a JSON string. */
    static void quote(Utf8 text, Utf8 out) {
        out.append((byte) '"');
        for (int i = text.start; i < text.start + text.length; i++) {
            byte value = text.bytes[i];
            if (value == '"' || value == '\\') {
                out.append((byte) '\\').append(value);
            } else if (value >= 0 && value < FIRST_PRINTABLE) {
                control(value, out);
            } else {
                out.append(value);
            }
        }
        out.append((byte) '"');
    }

    static void control(byte value, Utf8 out) {
        switch (value) {
            case '\n' -> out.appendAscii("\\n");
            case '\r' -> out.appendAscii("\\r");
            case '\t' -> out.appendAscii("\\t");
            case '\b' -> out.appendAscii("\\b");
            case '\f' -> out.appendAscii("\\f");
            default -> out.appendAscii("\\u00").append(HEX[value >> 4]).append(HEX[value & 15]);
        }
    }
}
