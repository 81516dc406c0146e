package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;

/** CAST of nested values: each value inside is cast as it would be alone. */
final class NestedCast {
    private final FunctionContext context;
    private final Utf8 out;
    private final Utf8 view = new Utf8();

    NestedCast(FunctionContext context, Utf8 out) {
        this.context = context;
        this.out = out;
    }

    /** Appends the bytes of an ARRAY, MAP or ROW. */
    void append(Utf8 value, DataType from, DataType to) {
        int at = from.kind() == TypeKind.ROW ? value.start : NestedValues.first(value);
        switch (from.kind()) {
            case ARRAY -> {
                int count = NestedValues.count(value);
                NestedValues.appendCount(count, out);
                for (int i = 0; i < count; i++) {
                    at = value(value, at, from.element(), to.element());
                }
            }
            case MAP -> map(value, at, from, to);
            default -> {
                for (int i = 0; i < from.children().size(); i++) {
                    at = value(
                            value,
                            at,
                            from.children().get(i).type(),
                            to.children().get(i).type());
                }
            }
        }
    }

    /** Keys that were different may be equal now. */
    private void map(Utf8 value, int first, DataType from, DataType to) {
        Utf8 entries = new Utf8();
        NestedCast cast = new NestedCast(context, entries);
        int count = NestedValues.count(value);
        NestedValues.appendCount(count, entries);
        int at = first;
        for (int i = 0; i < count; i++) {
            at = cast.value(value, at, from.key(), to.key());
            at = cast.value(value, at, from.value(), to.value());
        }
        NestedValues.finishMap(entries);
        out.append(entries);
    }

    /** The position behind the value. */
    private int value(Utf8 in, int at, DataType from, DataType to) {
        if (NestedValues.isNull(in, at)) {
            if (!to.nullable()) {
                throw new RowException(
                        "NULL cannot be cast to " + to, "Replace NULLs with COALESCE, or leave them out.");
            }
            NestedValues.appendNull(out);
        } else if (NestedValues.isSame(from, to)) {
            NestedValues.appendValue(in, at, out);
        } else if (from.kind().isNested() && to.kind().isNested()) {
            int begin = NestedValues.beginSlice(out);
            append(NestedValues.sliceAt(in, at, new Utf8()), from, to);
            NestedValues.endSlice(begin, out);
        } else {
            plain(in, at, from, to);
        }
        return NestedValues.skip(in.bytes, at);
    }

    private void plain(Utf8 in, int at, DataType from, DataType to) {
        switch (to.kind()) {
            case STRING -> text(in, at, from, to.precision());
            case BOOLEAN -> NestedValues.appendBoolean(truth(in, at, from), out);
            case TINYINT -> NestedValues.appendLong(whole(in, at, from, Byte.MAX_VALUE), out);
            case SMALLINT -> NestedValues.appendLong(whole(in, at, from, Short.MAX_VALUE), out);
            case INT -> NestedValues.appendLong(whole(in, at, from, Integer.MAX_VALUE), out);
            case BIGINT -> NestedValues.appendLong(whole(in, at, from, Long.MAX_VALUE), out);
            case FLOAT -> NestedValues.appendDouble(Casts.doubleToFloat(floating(in, at, from)), out);
            case DOUBLE -> NestedValues.appendDouble(floating(in, at, from), out);
            case DECIMAL -> decimal(in, at, from, to);
            case BINARY -> {
                int begin = NestedValues.beginSlice(out);
                Utf8 bytes = new Utf8();
                Casts.toBinary(NestedValues.sliceAt(in, at, view), to.precision(), bytes);
                out.append(bytes);
                NestedValues.endSlice(begin, out);
            }
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> NestedValues.appendLong(time(in, at, from, to), out);
            case INTERVAL_DAY_TIME -> NestedValues.appendLong(
                    Casts.stringToDayTime(NestedValues.sliceAt(in, at, view)), out);
            case INTERVAL_YEAR_MONTH -> NestedValues.appendLong(
                    Casts.stringToYearMonth(NestedValues.sliceAt(in, at, view)), out);
            case ARRAY, MAP, ROW -> throw none(from, to);
        }
    }

    private static IllegalStateException none(DataType from, DataType to) {
        return new IllegalStateException("no cast from %s to %s".formatted(from, to));
    }

    private void text(Utf8 in, int at, DataType from, int length) {
        Utf8 text = new Utf8();
        new NestedText(context, text).value(in, at, from);
        if (length != DataType.UNBOUNDED) {
            Casts.cut(text, length);
        }
        NestedValues.appendSlice(text, out);
    }

    private BigDecimal decimal(Utf8 in, int at, DataType type) {
        return type.isWide()
                ? NestedValues.decimalAt(in, at, type.scale())
                : BigDecimal.valueOf(NestedValues.longAt(in, at), type.scale());
    }

    private boolean truth(Utf8 in, int at, DataType from) {
        return switch (from.kind()) {
            case STRING -> Casts.stringToBoolean(NestedValues.sliceAt(in, at, view));
            case FLOAT, DOUBLE -> Casts.doubleToBoolean(NestedValues.doubleAt(in, at));
            case DECIMAL -> Casts.decimalToBoolean(decimal(in, at, from));
            default -> Casts.longToBoolean(NestedValues.longAt(in, at));
        };
    }

    private long whole(Utf8 in, int at, DataType from, long max) {
        return switch (from.kind()) {
            case STRING -> Casts.stringToLong(NestedValues.sliceAt(in, at, view), -max - 1, max);
            case BOOLEAN -> Casts.booleanToLong(NestedValues.booleanAt(in, at));
            case FLOAT, DOUBLE -> Casts.doubleToLong(NestedValues.doubleAt(in, at), -max - 1, max);
            case DECIMAL -> Casts.decimalToLong(decimal(in, at, from), -max - 1, max);
            default -> Casts.narrow(NestedValues.longAt(in, at), -max - 1, max);
        };
    }

    private double floating(Utf8 in, int at, DataType from) {
        return switch (from.kind()) {
            case STRING -> Casts.stringToDouble(NestedValues.sliceAt(in, at, view));
            case BOOLEAN -> Casts.booleanToDouble(NestedValues.booleanAt(in, at));
            case FLOAT, DOUBLE -> NestedValues.doubleAt(in, at);
            case DECIMAL -> Casts.decimalToDouble(decimal(in, at, from));
            default -> NestedValues.longAt(in, at);
        };
    }

    private void decimal(Utf8 in, int at, DataType from, DataType to) {
        int digits = to.precision();
        int scale = to.scale();
        BigDecimal value =
                switch (from.kind()) {
                    case STRING -> Casts.stringToDecimal(NestedValues.sliceAt(in, at, view), digits, scale);
                    case BOOLEAN -> Casts.booleanToDecimal(NestedValues.booleanAt(in, at), digits, scale);
                    case FLOAT -> Casts.floatToDecimal(NestedValues.doubleAt(in, at), digits, scale);
                    case DOUBLE -> Casts.doubleToDecimal(NestedValues.doubleAt(in, at), digits, scale);
                    case DECIMAL -> Casts.rescale(decimal(in, at, from), digits, scale);
                    default -> Casts.longToDecimal(NestedValues.longAt(in, at), digits, scale);
                };
        if (to.isWide()) {
            NestedValues.appendDecimal(value, out);
        } else {
            NestedValues.appendLong(Decimals.toLong(value, scale), out);
        }
    }

    private long time(Utf8 in, int at, DataType from, DataType to) {
        if (from.kind() == TypeKind.STRING) {
            Utf8 text = NestedValues.sliceAt(in, at, view);
            return switch (to.kind()) {
                case DATE -> Casts.stringToDate(text);
                case TIME -> Casts.stringToTime(text, to.precision());
                case TIMESTAMP -> Casts.stringToTimestamp(text, to.precision());
                default -> Casts.stringToLtz(context, text, to.precision());
            };
        }
        long value = NestedValues.longAt(in, at);
        boolean instant = from.kind() == TypeKind.TIMESTAMP_LTZ;
        return switch (to.kind()) {
            case DATE -> instant ? Casts.ltzToDate(context, value) : Casts.timestampToDate(value);
            case TIME -> from.kind() == TypeKind.TIME
                    ? Casts.truncateTimestamp(value, to.precision())
                    : instant
                            ? Casts.ltzToTime(context, value, to.precision())
                            : Casts.timestampToTime(value, to.precision());
            case TIMESTAMP -> from.kind() == TypeKind.DATE
                    ? Casts.dateToTimestamp(value)
                    : instant
                            ? Casts.ltzToTimestamp(context, value, to.precision())
                            : Casts.truncateTimestamp(value, to.precision());
            default -> from.kind() == TypeKind.DATE
                    ? Casts.dateToLtz(context, value)
                    : instant
                            ? Casts.truncateTimestamp(value, to.precision())
                            : Casts.timestampToLtz(context, value, to.precision());
        };
    }
}
