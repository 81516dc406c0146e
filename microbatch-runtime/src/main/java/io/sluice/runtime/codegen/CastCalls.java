package io.sluice.runtime.codegen;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.List;

/** Writes CAST and TRY_CAST as calls of {@link io.sluice.planner.function.Casts}. */
final class CastCalls {
    private final ExpressionCompiler compiler;
    private final boolean wrapIntegers;

    CastCalls(ExpressionCompiler compiler, boolean wrapIntegers) {
        this.compiler = compiler;
        this.wrapIntegers = wrapIntegers;
    }

    Value compile(Expr.Cast cast, List<RowColumn> row, MethodText body) {
        Value value = compiler.compile(cast.value(), row, body);
        DataType to = cast.type();
        if (isSame(value.type(), to)) {
            return new Value(value.code(), value.isNull(), to);
        }
        if (value.alwaysNull()) {
            return Value.ofNull(to);
        }
        String text = to.kind().isSlice() ? compiler.owner().textField() : "";
        String code = text.isEmpty() ? code(value, to) : statement(value, to, text);
        if (cast.safe()) {
            return tried(value, to, code, text, body);
        }
        return text.isEmpty()
                ? compiler.strict(to, List.of(value), code, false, body)
                : compiler.strictText(to, List.of(value), text, code, body);
    }

    private static Value tried(Value value, DataType to, String code, String text, MethodText body) {
        JavaType type = JavaType.of(to);
        String isNull = body.declare(JavaType.BOOLEAN, "n", value.isNull());
        String variable = text.isEmpty() ? body.declare(type, "v", type.initial()) : text;
        String run = text.isEmpty() ? variable + " = " + code + ";" : text + ".clear(); " + code;
        body.line("if (!%s) { try { %s } catch (RowException e) { %s = true; } }".formatted(isNull, run, isNull));
        return new Value(variable, isNull, to);
    }

    /** Whether the values of one type are values of the other as they are. */
    private static boolean isSame(DataType from, DataType to) {
        if (from.kind() == to.kind()) {
            return switch (to.kind()) {
                case STRING, BINARY -> to.precision() >= from.precision();
                case DECIMAL -> from.scale() == to.scale()
                        && from.precision() <= to.precision()
                        && from.isWide() == to.isWide();
                case TIME, TIMESTAMP, TIMESTAMP_LTZ -> from.precision() <= to.precision();
                case ARRAY, MAP, ROW -> NestedValues.isSame(from.withNullable(true), to.withNullable(true));
                case BOOLEAN,
                        TINYINT,
                        SMALLINT,
                        INT,
                        BIGINT,
                        FLOAT,
                        DOUBLE,
                        DATE,
                        INTERVAL_DAY_TIME,
                        INTERVAL_YEAR_MONTH -> true;
            };
        }
        return from.kind() == TypeKind.FLOAT && to.kind() == TypeKind.DOUBLE
                || from.kind().isInteger()
                        && to.kind().isInteger()
                        && from.kind().ordinal() < to.kind().ordinal();
    }

    private String code(Value value, DataType to) {
        return switch (to.kind()) {
            case BOOLEAN -> toBoolean(value);
            case TINYINT, SMALLINT, INT, BIGINT -> toInteger(value, to.kind());
            case FLOAT, DOUBLE -> toFloating(value, to.kind() == TypeKind.FLOAT ? "Float" : "Double");
            case DECIMAL -> toDecimal(value, to);
            case DATE -> toDate(value);
            case TIMESTAMP -> toTimestamp(value, to.precision());
            case TIMESTAMP_LTZ -> toInstant(value, to.precision());
            case TIME -> toTime(value, to.precision());
            case INTERVAL_DAY_TIME -> call("stringToDayTime", value.code());
            case INTERVAL_YEAR_MONTH -> call("stringToYearMonth", value.code());
            case STRING, BINARY, ARRAY, MAP, ROW -> throw none(value.type(), to);
        };
    }

    private static IllegalStateException none(DataType from, DataType to) {
        return new IllegalStateException("no cast from %s to %s".formatted(from, to));
    }

    private static String toBoolean(Value value) {
        return switch (value.type().kind()) {
            case STRING -> call("stringToBoolean", value.code());
            case TINYINT, SMALLINT, INT, BIGINT -> call("longToBoolean", value.code());
            case FLOAT, DOUBLE -> call("doubleToBoolean", value.code());
            case DECIMAL -> value.type().isWide()
                    ? call("decimalToBoolean", value.code())
                    : call("longToBoolean", value.code());
            default -> throw none(value.type(), DataType.of(TypeKind.BOOLEAN, true));
        };
    }

    private String toInteger(Value value, TypeKind to) {
        String range = ArithmeticCalls.range(to);
        return switch (value.type().kind()) {
            case STRING -> call("stringToLong", value.code(), range);
            case BOOLEAN -> call("booleanToLong", value.code());
            case TINYINT, SMALLINT, INT, BIGINT -> wrapIntegers
                    ? "(long) (" + ArithmeticCalls.javaKind(to) + ") " + value.code()
                    : call("narrow", value.code(), range);
            case FLOAT, DOUBLE -> call("doubleToLong", value.code(), range);
            case DECIMAL -> value.type().isWide()
                    ? call("decimalToLong", value.code(), range)
                    : call("decimalLongToLong", value.code(), value.type().scale(), range);
            default -> throw none(value.type(), DataType.of(to, true));
        };
    }

    private static String toFloating(Value value, String to) {
        return switch (value.type().kind()) {
            case STRING -> call("stringTo" + to, value.code());
            case BOOLEAN -> call("booleanToDouble", value.code());
            case TINYINT, SMALLINT, INT, BIGINT -> to.equals("Float")
                    ? call("longToFloat", value.code())
                    : "(double) " + value.code();
            case FLOAT, DOUBLE -> call("doubleToFloat", value.code());
            case DECIMAL -> value.type().isWide()
                    ? call("decimalTo" + to, value.code())
                    : call("decimalLongTo" + to, value.code(), value.type().scale());
            default -> throw none(value.type(), DataType.of(TypeKind.DOUBLE, true));
        };
    }

    private static String toDecimal(Value value, DataType to) {
        String digits = to.precision() + ", " + to.scale();
        String suffix = to.isWide() ? "" : "Long";
        return switch (value.type().kind()) {
            case STRING -> call("stringToDecimal" + suffix, value.code(), digits);
            case BOOLEAN -> narrowed(call("booleanToDecimal", value.code(), digits), to);
            case TINYINT, SMALLINT, INT, BIGINT -> call("longToDecimal" + suffix, value.code(), digits);
            case FLOAT -> narrowed(call("floatToDecimal", value.code(), digits), to);
            case DOUBLE -> narrowed(call("doubleToDecimal", value.code(), digits), to);
            case DECIMAL -> value.type().isWide() || to.isWide()
                    ? narrowed(call("rescale", value.asBigDecimal(), digits), to)
                    : "Decimals.rescaleLong(%s, %d, %s)"
                            .formatted(value.code(), value.type().scale(), digits);
            default -> throw none(value.type(), to);
        };
    }

    private static String narrowed(String decimal, DataType to) {
        return to.isWide() ? decimal : "Decimals.toLong(" + decimal + ", " + to.scale() + ")";
    }

    private static String toDate(Value value) {
        return switch (value.type().kind()) {
            case STRING -> call("stringToDate", value.code());
            case TIMESTAMP -> call("timestampToDate", value.code());
            case TIMESTAMP_LTZ -> call("ltzToDate", "context", value.code());
            default -> throw none(value.type(), DataType.of(TypeKind.DATE, true));
        };
    }

    private static String toTime(Value value, int precision) {
        return switch (value.type().kind()) {
            case STRING -> call("stringToTime", value.code(), precision);
            case TIME -> call("truncateTimestamp", value.code(), precision);
            case TIMESTAMP -> call("timestampToTime", value.code(), precision);
            case TIMESTAMP_LTZ -> call("ltzToTime", "context", value.code(), precision);
            default -> throw none(value.type(), DataType.of(TypeKind.TIME, true));
        };
    }

    private static String toTimestamp(Value value, int precision) {
        return switch (value.type().kind()) {
            case STRING -> call("stringToTimestamp", value.code(), precision);
            case DATE -> call("dateToTimestamp", value.code());
            case TIMESTAMP -> call("truncateTimestamp", value.code(), precision);
            case TIMESTAMP_LTZ -> call("ltzToTimestamp", "context", value.code(), precision);
            default -> throw none(value.type(), DataType.of(TypeKind.TIMESTAMP, true));
        };
    }

    private static String toInstant(Value value, int precision) {
        return switch (value.type().kind()) {
            case STRING -> call("stringToLtz", "context", value.code(), precision);
            case DATE -> call("dateToLtz", "context", value.code());
            case TIMESTAMP -> call("timestampToLtz", "context", value.code(), precision);
            case TIMESTAMP_LTZ -> call("truncateTimestamp", value.code(), precision);
            default -> throw none(value.type(), DataType.of(TypeKind.TIMESTAMP_LTZ, true));
        };
    }

    private String statement(Value value, DataType to, String out) {
        DataType from = value.type();
        if (to.kind() == TypeKind.BINARY) {
            return call("toBinary", value.code(), to.precision(), out) + ";";
        }
        if (from.kind() == TypeKind.STRING) {
            return call("stringToString", value.code(), to.precision(), out) + ";";
        }
        String code = value.code();
        if (to.kind().isNested()) {
            return call(
                            "nestedToNested",
                            "context",
                            code,
                            compiler.owner().constant(DataType.class, from),
                            compiler.owner().constant(DataType.class, to),
                            out)
                    + ";";
        }
        String call =
                switch (from.kind()) {
                    case BOOLEAN -> call("booleanToString", code, out);
                    case TINYINT, SMALLINT, INT, BIGINT -> call("longToString", code, out);
                    case FLOAT -> call("floatToString", code, out);
                    case DOUBLE -> call("doubleToString", code, out);
                    case DECIMAL -> from.isWide()
                            ? call("decimalToString", code, out)
                            : call("decimalLongToString", code, from.scale(), out);
                    case DATE -> call("dateToString", code, out);
                    case TIMESTAMP -> call("timestampToString", code, from.precision(), out);
                    case TIMESTAMP_LTZ -> call("ltzToString", "context", code, from.precision(), out);
                    case INTERVAL_DAY_TIME -> call("dayTimeToString", code, out);
                    case INTERVAL_YEAR_MONTH -> call("yearMonthToString", code, out);
                    case BINARY -> call("binaryToString", code, out);
                    case TIME -> call("timeToString", code, from.precision(), out);
                    case ARRAY, MAP, ROW -> call(
                            "nestedToString", "context", code, compiler.owner().constant(DataType.class, from), out);
                    case STRING -> throw none(from, to);
                };
        String cut = to.precision() == DataType.UNBOUNDED ? "" : " " + call("cut", out, to.precision()) + ";";
        return call + ";" + cut;
    }

    private static String call(String method, Object... arguments) {
        StringBuilder text = new StringBuilder("Casts.").append(method).append('(');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ", ").append(arguments[i]);
        }
        return text.append(')').toString();
    }
}
