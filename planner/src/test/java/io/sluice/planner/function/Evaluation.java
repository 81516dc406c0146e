package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes an expression by calling the register's methods and the casts as generated code would, and checks that each
 * value is one of its type. Values are as in {@link Expr.Literal}.
 */
final class Evaluation implements Expr.Visitor<Optional<Object>> {
    private final FunctionContext context;
    private final Set<String> called = new TreeSet<>();

    Evaluation(FunctionContext context) {
        this.context = context;
    }

    /** The value as the console prints it. */
    String print(String sql) {
        Expr expr = SqlCall.parse(sql);
        return evaluate(expr).map(value -> text(value, expr.type())).orElse("NULL");
    }

    /** The names of the functions that were called. */
    Set<String> called() {
        return called;
    }

    private Optional<Object> evaluate(Expr expr) {
        Optional<Object> value = expr.accept(this);
        assertThat(value.isPresent() || expr.type().nullable())
                .as("%s may be NULL", expr)
                .isTrue();
        value.ifPresent(present -> checkType(expr, present));
        return value;
    }

    private static void checkType(Expr expr, Object value) {
        DataType type = expr.type();
        switch (type.kind()) {
            case TINYINT -> assertThat((Long) value).isBetween(-128L, 127L);
            case SMALLINT -> assertThat((Long) value).isBetween(-32768L, 32767L);
            case INT -> assertThat((Long) value).isBetween((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
            case FLOAT -> assertThat((Double) value).isEqualTo((double) ((Double) value).floatValue());
            case DECIMAL -> {
                assertThat(((BigDecimal) value).scale()).as("scale of %s", expr).isEqualTo(type.scale());
                assertThat(Decimals.fits((BigDecimal) value, type.precision()))
                        .as("precision of %s", expr)
                        .isTrue();
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> assertThat(Casts.truncateTimestamp((Long) value, type.precision()))
                    .as("precision of %s", expr)
                    .isEqualTo(value);
            default -> assertThat(value).isNotNull();
        }
    }

    private String text(Object value, DataType type) {
        Utf8 out = new Utf8();
        castToText(value, type, out);
        return out.toString();
    }

    @Override
    public Optional<Object> userCall(Expr.UserCall expr) {
        throw new IllegalArgumentException("no function of the register: " + expr);
    }

    @Override
    public Optional<Object> lambda(Expr.Lambda expr) {
        throw new IllegalArgumentException("there are no lambdas");
    }

    @Override
    public Optional<Object> variable(Expr.Variable expr) {
        throw new IllegalArgumentException("there are no lambdas");
    }

    @Override
    public Optional<Object> input(Expr.Input expr) {
        throw new IllegalArgumentException("there is no input");
    }

    @Override
    public Optional<Object> literal(Expr.Literal expr) {
        return expr.value();
    }

    @Override
    public Optional<Object> conditional(Expr.Conditional expr) {
        throw new IllegalArgumentException("there are no conditions");
    }

    @Override
    public Optional<Object> call(Expr.Call expr) {
        ScalarFunction function = FunctionRegister.find(expr.function()).orElseThrow();
        called.add(function.name());
        List<Object> values = new ArrayList<>();
        for (Expr argument : expr.arguments()) {
            Optional<Object> value = evaluate(argument);
            if (value.isEmpty() && !function.seesNulls()) {
                return Optional.empty();
            }
            values.add(passed(value));
        }
        DataType first = expr.arguments().isEmpty()
                ? expr.type()
                : expr.arguments().get(0).type();
        return invoke(function, first, values, expr.type());
    }

    private static Object passed(Optional<Object> value) {
        return value.map(present -> present instanceof String text ? padded(text) : present)
                .orElse(null);
    }

    /** In the middle of other bytes, so that reading beyond the text shows. */
    private static Utf8 padded(String text) {
        Utf8 out = new Utf8();
        out.append("%").append(text).append("%");
        return new Utf8(out.bytes, 1, out.length - 2);
    }

    private Optional<Object> invoke(ScalarFunction function, DataType first, List<Object> values, DataType type) {
        List<Object> arguments = new ArrayList<>();
        if (function.usesContext()) {
            arguments.add(context);
        }
        if (function.has(ScalarFunction.Trait.TYPED)) {
            arguments.add(first);
        }
        if (function.variadic()) {
            arguments.add(values.toArray(Utf8[]::new));
        } else {
            arguments.addAll(values);
            function.prepared().forEach((index, prepared) -> {
                int at = index + (function.usesContext() ? 1 : 0);
                arguments.set(at, prepare(prepared, arguments.get(at).toString()));
            });
        }
        Utf8 out = new Utf8();
        if (type.kind().isSlice()) {
            arguments.add(out);
        }
        Object result = invoke(method(function), arguments);
        if (type.kind().isSlice()) {
            Object value = type.kind() == TypeKind.STRING ? out.toString() : out;
            return Boolean.FALSE.equals(result) ? Optional.empty() : Optional.of(value);
        }
        boolean isNull = function.mayBeNull() && (result == null || result.equals(ScalarFunction.NULL_LONG));
        return isNull ? Optional.empty() : Optional.of(result);
    }

    static Method method(ScalarFunction function) {
        List<Method> methods = Arrays.stream(function.owner().getMethods())
                .filter(method -> method.getName().equals(function.method()))
                .toList();
        assertThat(methods).as(function.name()).hasSize(1);
        return methods.get(0);
    }

    private static Object prepare(Class<?> type, String text) {
        try {
            return type.getConstructor(String.class).newInstance(text);
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object invoke(Method method, List<Object> arguments) {
        try {
            return method.invoke(null, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException(method + " with " + arguments, e);
        }
    }

    private static RuntimeException rethrown(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    @Override
    public Optional<Object> cast(Expr.Cast expr) {
        Optional<Object> value = evaluate(expr.value());
        if (value.isEmpty()) {
            return value;
        }
        try {
            return Optional.of(cast(value.get(), expr.value().type(), expr.type()));
        } catch (RowException e) {
            if (expr.safe()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Object cast(Object value, DataType from, DataType to) {
        int precision = to.precision();
        return switch (to.kind()) {
            case BOOLEAN -> toBoolean(value);
            case TINYINT -> toLong(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> toLong(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> toLong(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> toFloat(value);
            case DOUBLE -> toDouble(value);
            case DECIMAL -> toDecimal(value, from, to);
            case STRING -> toText(value, from, to);
            case DATE -> switch (from.kind()) {
                case STRING -> Casts.stringToDate(Utf8.of((String) value));
                case TIMESTAMP -> Casts.timestampToDate((Long) value);
                case TIMESTAMP_LTZ -> Casts.ltzToDate(context, (Long) value);
                default -> value;
            };
            case TIMESTAMP -> switch (from.kind()) {
                case STRING -> Casts.stringToTimestamp(Utf8.of((String) value), precision);
                case DATE -> Casts.dateToTimestamp((Long) value);
                case TIMESTAMP_LTZ -> Casts.ltzToTimestamp(context, (Long) value, precision);
                default -> Casts.truncateTimestamp((Long) value, precision);
            };
            case TIMESTAMP_LTZ -> switch (from.kind()) {
                case STRING -> Casts.stringToLtz(context, Utf8.of((String) value), precision);
                case DATE -> Casts.dateToLtz(context, (Long) value);
                case TIMESTAMP -> Casts.timestampToLtz(context, (Long) value, precision);
                default -> Casts.truncateTimestamp((Long) value, precision);
            };
            case TIME -> from.kind() == TypeKind.STRING
                    ? Casts.stringToTime(Utf8.of((String) value), precision)
                    : Casts.timestampToTime((Long) value, precision);
            case INTERVAL_DAY_TIME -> value instanceof String text ? Casts.stringToDayTime(Utf8.of(text)) : value;
            case INTERVAL_YEAR_MONTH -> value instanceof String text ? Casts.stringToYearMonth(Utf8.of(text)) : value;
            case BINARY -> value;
            case ARRAY, MAP, ROW -> throw new IllegalStateException("a cast to " + to);
        };
    }

    private static boolean toBoolean(Object value) {
        if (value instanceof String text) {
            return Casts.stringToBoolean(Utf8.of(text));
        }
        if (value instanceof BigDecimal decimal) {
            return Casts.decimalToBoolean(decimal);
        }
        return value instanceof Double number ? Casts.doubleToBoolean(number) : Casts.longToBoolean((Long) value);
    }

    private static long toLong(Object value, long min, long max) {
        if (value instanceof String text) {
            return Casts.stringToLong(Utf8.of(text), min, max);
        }
        if (value instanceof BigDecimal decimal) {
            return Casts.decimalToLong(decimal, min, max);
        }
        if (value instanceof Boolean truth) {
            return Casts.booleanToLong(truth);
        }
        return value instanceof Double number
                ? Casts.doubleToLong(number, min, max)
                : Casts.narrow((Long) value, min, max);
    }

    private static double toFloat(Object value) {
        if (value instanceof String text) {
            return Casts.stringToFloat(Utf8.of(text));
        }
        if (value instanceof BigDecimal decimal) {
            return Casts.decimalToFloat(decimal);
        }
        if (value instanceof Boolean truth) {
            return Casts.booleanToDouble(truth);
        }
        return value instanceof Double number ? Casts.doubleToFloat(number) : Casts.longToFloat((Long) value);
    }

    private static double toDouble(Object value) {
        if (value instanceof String text) {
            return Casts.stringToDouble(Utf8.of(text));
        }
        if (value instanceof BigDecimal decimal) {
            return Casts.decimalToDouble(decimal);
        }
        if (value instanceof Boolean truth) {
            return Casts.booleanToDouble(truth);
        }
        return value instanceof Double number ? number : (double) (Long) value;
    }

    private static BigDecimal toDecimal(Object value, DataType from, DataType to) {
        int precision = to.precision();
        int scale = to.scale();
        if (value instanceof String text) {
            return Casts.stringToDecimal(Utf8.of(text), precision, scale);
        }
        if (value instanceof BigDecimal decimal) {
            return Casts.rescale(decimal, precision, scale);
        }
        if (value instanceof Boolean truth) {
            return Casts.booleanToDecimal(truth, precision, scale);
        }
        if (value instanceof Long number) {
            return Casts.longToDecimal(number, precision, scale);
        }
        return from.kind() == TypeKind.FLOAT
                ? Casts.floatToDecimal((Double) value, precision, scale)
                : Casts.doubleToDecimal((Double) value, precision, scale);
    }

    private String toText(Object value, DataType from, DataType to) {
        Utf8 out = new Utf8();
        if (value instanceof String text) {
            Casts.stringToString(Utf8.of(text), to.precision(), out);
        } else {
            castToText(value, from, out);
            Casts.cut(out, to.precision());
        }
        return out.toString();
    }

    private void castToText(Object value, DataType from, Utf8 out) {
        switch (from.kind()) {
            case BOOLEAN -> Casts.booleanToString((Boolean) value, out);
            case TINYINT, SMALLINT, INT, BIGINT -> Casts.longToString((Long) value, out);
            case FLOAT -> Casts.floatToString((Double) value, out);
            case DOUBLE -> Casts.doubleToString((Double) value, out);
            case DECIMAL -> Casts.decimalToString((BigDecimal) value, out);
            case STRING -> out.append((String) value);
            case DATE -> Casts.dateToString((Long) value, out);
            case TIME -> Casts.timeToString((Long) value, from.precision(), out);
            case TIMESTAMP -> Casts.timestampToString((Long) value, from.precision(), out);
            case TIMESTAMP_LTZ -> Casts.ltzToString(context, (Long) value, from.precision(), out);
            case INTERVAL_DAY_TIME -> Casts.dayTimeToString((Long) value, out);
            case INTERVAL_YEAR_MONTH -> Casts.yearMonthToString((Long) value, out);
            case BINARY -> Casts.binaryToString((Utf8) value, out);
            case ARRAY, MAP, ROW -> throw new IllegalStateException("a cast of " + from);
        }
    }
}
