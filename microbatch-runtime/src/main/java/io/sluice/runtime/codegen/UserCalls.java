package io.sluice.runtime.codegen;

import io.sluice.planner.function.JavaObject;
import io.sluice.planner.function.RowCollector;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.plan.UserMethod;
import io.sluice.planner.udf.UserFunction;
import io.sluice.planner.udf.UserInstance;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes calls of functions that users have written: straight to the method, of an instance that belongs to this place of the
 * generated class. Primitive values are passed as they are; others are made into objects.
 */
final class UserCalls {
    private final ExpressionCompiler compiler;

    UserCalls(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    Value compile(Expr.UserCall call, List<RowColumn> row, MethodText body) {
        UserMethod method = call.method();
        ClassText owner = compiler.owner();
        owner.useClass(method.type());
        List<Type> parameters =
                UserFunction.parameters(method.method(), call.arguments().size());
        List<Value> needed = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Value value = compiler.compile(call.arguments().get(i), row, body);
            Class<?> type = erased(parameters.get(i));
            if (type.isPrimitive()) {
                needed.add(value);
            }
            passed.add(passed(value, parameters.get(i), type));
        }
        String instance = owner.constant(method.type(), new UserInstance(method.function(), method.type()));
        String invocation = "%s.%s(%s)"
                .formatted(instance, method.method().getName(), String.join(", ", arguments(method, passed)));
        String anyNull = Value.anyNull(needed);
        if (anyNull.equals("true")) {
            return Value.ofNull(call.type());
        }
        return method.collects()
                ? collected(call, instance, invocation, anyNull, body)
                : result(call, invocation, anyNull, body);
    }

    /** A row of a group that comes to the accumulator at {@code w[b]}, which is an object. */
    void accumulate(UserAggregate user, int number, List<Value> values, MethodText body) {
        ClassText owner = compiler.owner();
        owner.useClass(user.type());
        Class<?> accumulator = user.create().getReturnType();
        if (!accumulator.isArray()) {
            owner.useClass(accumulator);
        }
        Passed passed = passed(user, values);
        String instance = owner.constant(user.type(), new UserInstance(user));
        List<String> arguments = new ArrayList<>();
        arguments.add("(%s) table.users().at(%d, w, b)".formatted(accumulator.getCanonicalName(), number));
        arguments.addAll(repeated(user.accumulate(), 1, passed.arguments()));
        body.line(
                "if (!(%s)) { try { %s.accumulate(%s); } catch (Exception e) { throw JavaValues.failed(\"%s\", e); } }"
                        .formatted(passed.anyNull(), instance, String.join(", ", arguments), user.function()));
    }

    /** A row of a group that is kept, since it may be taken back, or accumulators are not merged. */
    void keep(UserAggregate user, int number, List<Value> values, String weight, MethodText body) {
        Passed passed = passed(user, values);
        List<String> arguments = repeated(user.accumulate(), 1, passed.arguments());
        Class<?>[] types = user.accumulate().getParameterTypes();
        List<String> objects = new ArrayList<>(List.of("null"));
        for (int i = 0; i < arguments.size(); i++) {
            objects.add(boxed(types[i + 1], arguments.get(i)));
        }
        body.line("if (!(%s)) { table.users().add(%d, w, b, new Object[] { %s }, %s); }"
                .formatted(passed.anyNull(), number, String.join(", ", objects), weight));
    }

    private static String boxed(Class<?> type, String code) {
        return type.isPrimitive()
                ? "%s.valueOf(%s)"
                        .formatted(
                                java.lang.invoke.MethodType.methodType(type)
                                        .wrap()
                                        .returnType()
                                        .getName(),
                                code)
                : code;
    }

    /** @param anyNull a Java condition: a primitive parameter has no value */
    private record Passed(List<String> arguments, String anyNull) {}

    private Passed passed(UserAggregate user, List<Value> values) {
        List<Type> parameters = UserFunction.parameters(user.accumulate(), values.size() + 1);
        List<Value> needed = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Class<?> type = erased(parameters.get(i + 1));
            if (type.isPrimitive()) {
                needed.add(values.get(i));
            }
            passed.add(passed(values.get(i), parameters.get(i + 1), type));
        }
        return new Passed(passed, Value.anyNull(needed));
    }

    private static Class<?> erased(Type type) {
        return type instanceof Class<?> plain
                ? plain
                : type instanceof java.lang.reflect.ParameterizedType parameterized
                        ? erased(parameterized.getRawType())
                        : type instanceof java.lang.reflect.GenericArrayType array
                                ? erased(array.getGenericComponentType()).arrayType()
                                : Object.class;
    }

    /** What a call takes: of varargs an array of the last arguments. */
    private static List<String> arguments(UserMethod method, List<String> passed) {
        return repeated(method.method(), 0, passed);
    }

    /** @param first parameters that are not among what is passed */
    private static List<String> repeated(Method method, int first, List<String> passed) {
        if (!method.isVarArgs()) {
            return passed;
        }
        Class<?>[] types = method.getParameterTypes();
        int fixed = types.length - 1 - first;
        List<String> arguments = new ArrayList<>(passed.subList(0, fixed));
        arguments.add("new %s { %s }"
                .formatted(
                        types[fixed + first].getCanonicalName(),
                        String.join(", ", passed.subList(fixed, passed.size()))));
        return arguments;
    }

    private String passed(Value value, Type parameter, Class<?> type) {
        if (type.isPrimitive()) {
            return type == boolean.class ? value.code() : "(%s) %s".formatted(type.getName(), value.code());
        }
        String object = object(value, parameter, type);
        if (value.alwaysNull()) {
            return "(%s) null".formatted(type.getCanonicalName());
        }
        return value.neverNull() ? object : "(%s ? null : %s)".formatted(value.isNull(), object);
    }

    private String object(Value value, Type parameter, Class<?> type) {
        String code = value.code();
        return switch (value.type().kind()) {
            case BOOLEAN -> "Boolean.valueOf(%s)".formatted(code);
            case TINYINT -> "Byte.valueOf((byte) %s)".formatted(code);
            case SMALLINT -> "Short.valueOf((short) %s)".formatted(code);
            case INT -> "Integer.valueOf((int) %s)".formatted(code);
            case BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> "Long.valueOf(%s)".formatted(code);
            case FLOAT -> "Float.valueOf((float) %s)".formatted(code);
            case DOUBLE -> "Double.valueOf(%s)".formatted(code);
            case DECIMAL -> value.asBigDecimal();
            case STRING -> code + ".toString()";
            case BINARY -> code + ".toBytes()";
            case DATE -> "JavaValues.date(%s)".formatted(code);
            case TIME -> "JavaValues.time(%s)".formatted(code);
            case TIMESTAMP -> "JavaValues.timestamp(%s)".formatted(code);
            case TIMESTAMP_LTZ -> "JavaValues.instant(%s)".formatted(code);
            case ARRAY, MAP, ROW -> {
                if (type.isRecord()) {
                    compiler.owner().useClass(type);
                }
                JavaObject reader = new JavaObject(value.type(), parameter);
                yield "(%s) %s.read(%s)"
                        .formatted(type.getCanonicalName(), compiler.owner().constant(JavaObject.class, reader), code);
            }
        };
    }

    private Value collected(Expr.UserCall call, String instance, String invocation, String anyNull, MethodText body) {
        ClassText owner = compiler.owner();
        DataType row = call.type().element();
        Class<?> collected = erased(UserFunction.collected(call.method().type()));
        String collector = owner.constant(RowCollector.class, () -> new RowCollector(row, collected));
        String out = owner.textField();
        String isNull = anyNull.equals("false") ? "false" : body.declare(JavaType.BOOLEAN, "n", anyNull);
        body.line("if (!%s) {".formatted(isNull));
        body.line("%1$s.collectInto(%2$s); %2$s.begin(%3$s.clear());".formatted(instance, collector, out));
        guarded(call, invocation + ";", body);
        body.line("%s.end(); }".formatted(collector));
        return new Value(out, isNull, call.type());
    }

    private static void guarded(Expr.UserCall call, String statement, MethodText body) {
        body.line("try { %s } catch (Exception e) { throw JavaValues.failed(\"%s\", e); }"
                .formatted(statement, call.method().function()));
    }

    private Value result(Expr.UserCall call, String invocation, String anyNull, MethodText body) {
        Class<?> given = call.method().method().getReturnType();
        DataType type = call.type();
        JavaType javaType = JavaType.of(type);
        String value = javaType == JavaType.TEXT
                ? compiler.owner().textField()
                : body.declare(javaType, "v", javaType.initial());
        String isNull = type.nullable() ? body.declare(JavaType.BOOLEAN, "n", anyNull) : "false";
        body.line("if (!%s) {".formatted(isNull));
        if (given.isPrimitive()) {
            guarded(call, "%s = %s;".formatted(value, invocation), body);
        } else {
            String object = compiler.owner().name("o");
            body.line("%s %s = null;".formatted(given.getCanonicalName(), object));
            guarded(call, "%s = %s;".formatted(object, invocation), body);
            if (type.nullable()) {
                body.line("%s = %s == null;".formatted(isNull, object));
                body.line("if (!%s) { %s }".formatted(isNull, set(value, object, call)));
            } else {
                body.line(set(value, object, call));
            }
        }
        body.line("}");
        return new Value(value, isNull, type);
    }

    private String set(String value, String object, Expr.UserCall call) {
        DataType type = call.type();
        return switch (type.kind()) {
            case BOOLEAN -> "%s = %s.booleanValue();".formatted(value, object);
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> "%s = %s.longValue();"
                    .formatted(value, object);
            case FLOAT, DOUBLE -> "%s = %s.doubleValue();".formatted(value, object);
            case DECIMAL -> (type.isWide()
                            ? "%s = Casts.rescale(%s, %d, %d);"
                            : "%s = JavaValues.decimalLong(%s, %d, %d);")
                    .formatted(value, object, type.precision(), type.scale());
            case STRING -> "JavaValues.text(%s, %s.clear());".formatted(object, value);
            case BINARY -> "JavaValues.bytes(%s, %s.clear());".formatted(object, value);
            case DATE -> "%s = JavaValues.of(%s);".formatted(value, object);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> "%s = JavaValues.of(%s, %d);"
                    .formatted(value, object, type.precision());
            case ARRAY, MAP, ROW -> {
                Type given = call.method().method().getGenericReturnType();
                JavaObject writer = new JavaObject(type, given);
                yield "%s.write(%s, %s.clear());"
                        .formatted(compiler.owner().constant(JavaObject.class, writer), object, value);
            }
        };
    }
}
