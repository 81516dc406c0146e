package io.sluice.runtime.codegen;

import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.ScalarFunction;
import io.sluice.planner.function.ScalarFunction.Trait;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes calls of the functions in the register, by the convention in {@link ScalarFunction}. */
final class FunctionCalls {
    private final ExpressionCompiler compiler;

    FunctionCalls(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    Value compile(Expr.Call call, List<RowColumn> row, MethodText body) {
        ScalarFunction function = FunctionRegister.find(call.function())
                .orElseThrow(() -> new IllegalStateException("no function is named " + call.function()));
        List<Value> values = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        if (function.usesContext()) {
            passed.add("context");
        }
        if (function.has(Trait.TYPED)) {
            passed.add(compiler.owner()
                    .constant(DataType.class, call.arguments().get(0).type()));
        }
        int first = passed.size();
        for (int i = 0; i < call.arguments().size(); i++) {
            Value value = compiler.compile(call.arguments().get(i), row, body);
            if (function.encodes(i)) {
                passed.add(encoded(value, body));
                continue;
            }
            values.add(value);
            Class<?> prepared = function.prepared().get(i);
            passed.add(
                    prepared == null
                            ? passed(function, value)
                            : prepared(prepared, call.arguments().get(i), value, body));
        }
        if (function.variadic()) {
            passed = variadic(first, passed, body);
        }
        if (!function.seesNulls() && Value.anyNull(values).equals("true")) {
            return Value.ofNull(call.type());
        }
        return result(function, call.type(), function.seesNulls() ? List.of() : values, passed, body);
    }

    private String encoded(Value value, MethodText body) {
        String out = compiler.owner().textField();
        body.line("%s.clear(); %s".formatted(out, NestedCalls.append(value, out)));
        return out;
    }

    private static String passed(ScalarFunction function, Value value) {
        String code = value.type().kind() == TypeKind.DECIMAL ? value.asBigDecimal() : value.code();
        if (!function.seesNulls()) {
            return code;
        }
        String boxed =
                switch (value.type().kind()) {
                    case BOOLEAN -> "Boolean.valueOf(" + code + ")";
                    case FLOAT, DOUBLE -> "Double.valueOf(" + code + ")";
                    case STRING, BINARY, ARRAY, MAP, ROW, DECIMAL -> code;
                    default -> "Long.valueOf(" + code + ")";
                };
        return value.neverNull() ? boxed : "(" + value.isNull() + " ? null : " + boxed + ")";
    }

    /** All arguments in an array that is used for every row. */
    private List<String> variadic(int first, List<String> passed, MethodText body) {
        int count = passed.size() - first;
        String array = compiler.owner().field("final Utf8[]", "a", "new Utf8[" + count + "]");
        for (int i = 0; i < count; i++) {
            body.line("%s[%d] = %s;".formatted(array, i, passed.get(first + i)));
        }
        List<String> result = new ArrayList<>(passed.subList(0, first));
        result.add(array);
        return result;
    }

    /** The object made from a pattern or format: once for a literal, else when the text is another than last time. */
    private String prepared(Class<?> type, Expr argument, Value value, MethodText body) {
        if (argument instanceof Expr.Literal literal) {
            return literal.value().isEmpty()
                    ? "null"
                    : compiler.owner().constant(type, prepare(type, (String)
                            literal.value().get()));
        }
        String name = type.getCanonicalName();
        String last = compiler.owner().textField();
        String object = compiler.owner().field(name, "o", "null");
        String differs = "%s == null || !%s.contentEquals(%s)".formatted(object, last, value.code());
        String guard = value.neverNull() ? differs : "!" + value.isNull() + " && (" + differs + ")";
        body.line("if (%s) { %s = new %s(%s.toString()); %s.clear().append(%s); }"
                .formatted(guard, object, name, value.code(), last, value.code()));
        return object;
    }

    private static Object prepare(Class<?> type, String text) {
        try {
            Constructor<?> constructor = type.getConstructor(String.class);
            return constructor.newInstance(text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot prepare '" + text + "'", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public constructor that takes a text", e);
        }
    }

    private Value result(
            ScalarFunction function, DataType type, List<Value> strict, List<String> passed, MethodText body) {
        Class<?> returned = method(function).getReturnType();
        String name = function.owner().getCanonicalName() + "." + function.method();
        if (function.has(Trait.ENCODED)) {
            return decoded(type, strict, name, passed, body);
        }
        if (type.kind().isSlice()) {
            return text(type, strict, name, passed, returned == boolean.class, body);
        }
        String call = name + "(" + String.join(", ", passed) + ")";
        if (!function.mayBeNull() && returned.isPrimitive()) {
            return compiler.strict(type, strict, call, false, body);
        }
        if (!function.mayBeNull()) {
            return compiler.strict(type, strict, unboxed(call, type), false, body);
        }
        return nullable(type, strict, call, returned, body);
    }

    private static Method method(ScalarFunction function) {
        return Arrays.stream(function.owner().getMethods())
                .filter(method -> method.getName().equals(function.method()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "%s has no public method %s".formatted(function.owner(), function.method())));
    }

    /** What the method writes, encoded, as a value. */
    private Value decoded(DataType type, List<Value> strict, String name, List<String> passed, MethodText body) {
        String out = compiler.owner().textField();
        List<String> all = new ArrayList<>(passed);
        all.add(out);
        Value written = compiler.strictText(type, strict, out, name + "(" + String.join(", ", all) + ");", body);
        return new NestedCalls(compiler).decoded(written, type, body);
    }

    private Value text(
            DataType type, List<Value> strict, String name, List<String> passed, boolean saysNull, MethodText body) {
        String text = compiler.owner().textField();
        List<String> all = new ArrayList<>(passed);
        all.add(text);
        String call = name + "(" + String.join(", ", all) + ")";
        if (!saysNull) {
            return compiler.strictText(type, strict, text, call + ";", body);
        }
        String isNull = body.declare(JavaType.BOOLEAN, "n", Value.anyNull(strict));
        body.line("if (!%s) { %s.clear(); %s = !%s; }".formatted(isNull, text, isNull, call));
        return new Value(text, isNull, type);
    }

    private Value nullable(DataType type, List<Value> strict, String call, Class<?> returned, MethodText body) {
        JavaType javaType = JavaType.of(type);
        String isNull = body.declare(JavaType.BOOLEAN, "n", Value.anyNull(strict));
        String value = body.declare(javaType, "v", javaType.initial());
        String given = compiler.owner().name("g");
        String test = returned == long.class ? given + " == Long.MIN_VALUE" : given + " == null";
        body.line("if (!%s) { %s %s = %s; if (%s) %s = true; else %s = %s; }"
                .formatted(
                        isNull,
                        returned.getCanonicalName(),
                        given,
                        call,
                        test,
                        isNull,
                        value,
                        unboxed(given, returned, type)));
        return new Value(value, isNull, type);
    }

    private static String unboxed(String code, DataType type) {
        return type.kind() == TypeKind.DECIMAL ? decimal(code, type) : code;
    }

    private static String unboxed(String code, Class<?> returned, DataType type) {
        if (returned == Long.class) {
            return code + ".longValue()";
        }
        if (returned == Double.class) {
            return code + ".doubleValue()";
        }
        return returned == Boolean.class ? code + ".booleanValue()" : unboxed(code, type);
    }

    private static String decimal(String code, DataType type) {
        return type.isWide() ? code : "Decimals.toLong(" + code + ", " + type.scale() + ")";
    }
}
