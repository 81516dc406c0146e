package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.List;

/** Nested values as text: {@code [a, b]}, {@code {k=v}}, {@code (1, x)}; NULL as {@code NULL}. */
final class NestedText {
    private static final byte[] COMMA = {',', ' '};

    private final FunctionContext context;
    private final Utf8 out;

    NestedText(FunctionContext context, Utf8 out) {
        this.context = context;
        this.out = out;
    }

    void append(Utf8 value, DataType type) {
        switch (type.kind()) {
            case ARRAY -> list('[', ']', value, type.element());
            case MAP -> map(value, type);
            default -> row(value, type.children());
        }
    }

    private void list(char open, char close, Utf8 value, DataType element) {
        out.append((byte) open);
        int at = NestedValues.first(value);
        for (int i = 0; i < NestedValues.count(value); i++) {
            at = value(i, value, at, element);
        }
        out.append((byte) close);
    }

    private void map(Utf8 value, DataType type) {
        out.append((byte) '{');
        int at = NestedValues.first(value);
        for (int i = 0; i < NestedValues.count(value); i++) {
            at = value(i, value, at, type.key());
            out.append((byte) '=');
            at = value(0, value, at, type.value());
        }
        out.append((byte) '}');
    }

    private void row(Utf8 value, List<Column> fields) {
        out.append((byte) '(');
        int at = value.start;
        for (int i = 0; i < fields.size(); i++) {
            at = value(i, value, at, fields.get(i).type());
        }
        out.append((byte) ')');
    }

    /** The position behind the value. */
    private int value(int index, Utf8 in, int at, DataType type) {
        if (index > 0) {
            out.append(COMMA, 0, COMMA.length);
        }
        if (NestedValues.isNull(in, at)) {
            out.appendAscii("NULL");
        } else {
            value(in, at, type);
        }
        return NestedValues.skip(in.bytes, at);
    }

    /** Appends a value that is not NULL. */
    void value(Utf8 in, int at, DataType type) {
        switch (type.kind()) {
            case BOOLEAN -> Casts.booleanToString(NestedValues.booleanAt(in, at), out);
            case TINYINT, SMALLINT, INT, BIGINT -> Casts.longToString(NestedValues.longAt(in, at), out);
            case FLOAT -> Casts.floatToString(NestedValues.doubleAt(in, at), out);
            case DOUBLE -> Casts.doubleToString(NestedValues.doubleAt(in, at), out);
            case DECIMAL -> {
                if (type.isWide()) {
                    Casts.decimalToString(NestedValues.decimalAt(in, at, type.scale()), out);
                } else {
                    Casts.decimalLongToString(NestedValues.longAt(in, at), type.scale(), out);
                }
            }
            case STRING, BINARY -> out.append(NestedValues.sliceAt(in, at, new Utf8()));
            case DATE -> Casts.dateToString(NestedValues.longAt(in, at), out);
            case TIME -> Casts.timeToString(NestedValues.longAt(in, at), type.precision(), out);
            case TIMESTAMP -> Casts.timestampToString(NestedValues.longAt(in, at), type.precision(), out);
            case TIMESTAMP_LTZ -> Casts.ltzToString(context, NestedValues.longAt(in, at), type.precision(), out);
            case INTERVAL_DAY_TIME -> Casts.dayTimeToString(NestedValues.longAt(in, at), out);
            case INTERVAL_YEAR_MONTH -> Casts.yearMonthToString(NestedValues.longAt(in, at), out);
            case ARRAY, MAP, ROW -> append(NestedValues.sliceAt(in, at, new Utf8()), type);
        }
    }
}
