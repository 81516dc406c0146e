package io.sluice.runtime.codegen;

import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes functions that take lambdas as loops over the elements, with the body of the lambda in them. What a lambda is given is in
 * fields of the generated class, since the body may be cut into several methods.
 */
final class LambdaCalls {
    private final ExpressionCompiler compiler;

    LambdaCalls(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    static boolean isOne(Expr.Call call) {
        return call.arguments().stream().anyMatch(Expr.Lambda.class::isInstance);
    }

    Value compile(Expr.Call call, List<RowColumn> row, MethodText body) {
        LambdaFunction function = LambdaFunction.find(call.function())
                .orElseThrow(() -> new IllegalStateException("no function with lambdas is " + call.function()));
        List<Value> values = new ArrayList<>();
        for (Expr argument : call.arguments().subList(0, function.valueCount())) {
            values.add(compiler.compile(argument, row, body));
        }
        boolean gathers = function.finishes();
        List<Value> needed = gathers ? values.subList(0, 1) : values;
        String anyNull = Value.anyNull(needed);
        if (anyNull.equals("true")) {
            return Value.ofNull(call.type());
        }
        hoist(call, row, body);
        Writer writer = new Writer(function, call, values, row, body);
        String isNull = call.type().nullable() ? body.declare(JavaType.BOOLEAN, "n", anyNull) : "false";
        return gathers ? writer.gathered(isNull) : writer.written(isNull);
    }

    /** Columns that lambdas read are the same for all elements. */
    private void hoist(Expr.Call call, List<RowColumn> row, MethodText body) {
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.Lambda) {
                Expressions.forEach(argument, each -> {
                    if (each instanceof Expr.Input input) {
                        compiler.column(row.get(input.index()), body);
                    }
                });
            }
        }
    }

    /** One call while it is written. */
    private final class Writer {
        private final LambdaFunction function;
        private final Expr.Call call;
        private final List<Value> values;
        private final List<RowColumn> row;
        private final MethodText body;
        private final ClassText owner = compiler.owner();

        Writer(LambdaFunction function, Expr.Call call, List<Value> values, List<RowColumn> row, MethodText body) {
            this.function = function;
            this.call = call;
            this.values = values;
            this.row = row;
            this.body = body;
        }

        private Expr.Lambda lambda(int index) {
            return (Expr.Lambda) call.arguments().get(function.valueCount() + index);
        }

        private DataType parameter(int index) {
            return lambda(0).parameters().get(index).type();
        }

        /** A function that writes a collection, or tests elements. */
        Value written(String isNull) {
            boolean asks = function == LambdaFunction.EXISTS || function == LambdaFunction.FORALL;
            String result = asks
                    ? body.declare(JavaType.BOOLEAN, "v", function == LambdaFunction.FORALL ? "true" : "false")
                    : owner.textField();
            body.open("if (!%s)".formatted(isNull));
            switch (function) {
                case TRANSFORM -> transformed(result);
                case FILTER -> filtered(result);
                case EXISTS -> asked(result, isNull, "true");
                case FORALL -> asked(result, isNull, "false");
                case ZIP_WITH -> zipped(result);
                case ARRAY_SORT -> sorted(result);
                case MAP_FILTER -> filteredEntries(result);
                case TRANSFORM_KEYS, TRANSFORM_VALUES -> transformedEntries(result);
                case MAP_ZIP_WITH -> zippedMaps(result);
                default -> throw new IllegalStateException("not written: " + function);
            }
            body.close();
            return new Value(result, isNull, call.type());
        }

        /** Fields for a parameter of the lambda. */
        private Value field(DataType type) {
            JavaType javaType = JavaType.of(type);
            String code = javaType == JavaType.TEXT
                    ? owner.textField()
                    : owner.field(javaType.text(), "e", javaType.initial());
            return new Value(code, type.nullable() ? owner.field("boolean", "n", "false") : "false", type);
        }

        /** The value at a position of an encoded one, in fields. */
        private Value at(String in, String position, DataType type) {
            Value field = field(type);
            String read = "%s = %s;".formatted(field.code(), NestedCalls.read(in, position, type, field.code()));
            body.line(
                    field.neverNull()
                            ? read
                            : "%1$s = NestedValues.isNull(%2$s, %3$s); if (!%1$s) %4$s"
                                    .formatted(field.isNull(), in, position, read));
            return field;
        }

        private String declareInt(String prefix, String value) {
            String name = owner.name(prefix);
            body.line("int %s = %s;".formatted(name, value));
            return name;
        }

        /** The lambda of an element and, if it wants it, its index. */
        private Value ofElement(String in, String at, String index) {
            List<Value> given = new ArrayList<>();
            given.add(at(in, at, parameter(0)));
            if (lambda(0).parameters().size() > 1) {
                Value place = field(parameter(1));
                body.line("%s = %s;".formatted(place.code(), index));
                given.add(place);
            }
            return compiler.lambda(lambda(0), given, row, body);
        }

        private Value ofEntry(String in, String key, String value) {
            List<Value> given = List.of(at(in, key, parameter(0)), at(in, value, parameter(1)));
            return compiler.lambda(lambda(0), given, row, body);
        }

        private String skipped(String in, String at) {
            return "NestedValues.skip(%s.bytes, %s)".formatted(in, at);
        }

        private void begin(String out, String count) {
            body.line("%s.clear(); NestedValues.appendCount(%s, %s);".formatted(out, count, out));
        }

        private void transformed(String out) {
            String array = values.get(0).code();
            String count = declareInt("count", "NestedValues.count(%s)".formatted(array));
            String at = declareInt("p", "NestedValues.first(%s)".formatted(array));
            String index = owner.name("j");
            begin(out, count);
            body.open("for (int %1$s = 0; %1$s < %2$s; %1$s++)".formatted(index, count));
            body.line(NestedCalls.append(ofElement(array, at, index), out));
            body.line("%s = %s;".formatted(at, skipped(array, at)));
            body.close();
        }

        private void filtered(String out) {
            String array = values.get(0).code();
            String count = declareInt("count", "NestedValues.count(%s)".formatted(array));
            String at = declareInt("p", "NestedValues.first(%s)".formatted(array));
            String kept = declareInt("kept", "0");
            String index = owner.name("j");
            begin(out, "0");
            body.open("for (int %1$s = 0; %1$s < %2$s; %1$s++)".formatted(index, count));
            Value fits = ofElement(array, at, index);
            body.line("if (%s) { NestedValues.appendValue(%s, %s, %s); %s++; }"
                    .formatted(fits.isTrue(), array, at, out, kept));
            body.line("%s = %s;".formatted(at, skipped(array, at)));
            body.close();
            body.line("NestedValues.setCount(%s, %s);".formatted(kept, out));
        }

        /** @param decisive the value of the condition that decides */
        private void asked(String result, String isNull, String decisive) {
            String array = values.get(0).code();
            String count = declareInt("count", "NestedValues.count(%s)".formatted(array));
            String at = declareInt("p", "NestedValues.first(%s)".formatted(array));
            String index = owner.name("j");
            body.open("for (int %1$s = 0; %1$s < %2$s; %1$s++)".formatted(index, count));
            Value fits = ofElement(array, at, index);
            String decides = decisive.equals("true") ? fits.code() : "!" + fits.code();
            String decided = "if (%s) { %s = %s; %sbreak; }"
                    .formatted(decides, result, decisive, isNull.equals("false") ? "" : isNull + " = false; ");
            body.line(
                    fits.neverNull()
                            ? decided
                            : "if (%s) %s = true; else %s".formatted(fits.isNull(), isNull, decided));
            body.line("%s = %s;".formatted(at, skipped(array, at)));
            body.close();
        }

        private void zipped(String out) {
            String left = values.get(0).code();
            String right = values.get(1).code();
            String ofLeft = declareInt("count", "NestedValues.count(%s)".formatted(left));
            String ofRight = declareInt("count", "NestedValues.count(%s)".formatted(right));
            String count = declareInt("count", "Math.max(%s, %s)".formatted(ofLeft, ofRight));
            String atLeft = declareInt("p", "NestedValues.first(%s)".formatted(left));
            String atRight = declareInt("p", "NestedValues.first(%s)".formatted(right));
            String index = owner.name("j");
            begin(out, count);
            body.open("for (int %1$s = 0; %1$s < %2$s; %1$s++)".formatted(index, count));
            body.line("if (%s >= %s) %s = -1; if (%1$s >= %4$s) %5$s = -1;"
                    .formatted(index, ofLeft, atLeft, ofRight, atRight));
            List<Value> given = List.of(at(left, atLeft, parameter(0)), at(right, atRight, parameter(1)));
            body.line(NestedCalls.append(compiler.lambda(lambda(0), given, row, body), out));
            body.line("if (%1$s >= 0) %1$s = %2$s; if (%3$s >= 0) %3$s = %4$s;"
                    .formatted(atLeft, skipped(left, atLeft), atRight, skipped(right, atRight)));
            body.close();
        }

        /** Merges runs of 1, 2, 4 … elements; the order of equal ones stays. */
        private void sorted(String out) {
            String array = values.get(0).code();
            String count = declareInt("count", "NestedValues.count(%s)".formatted(array));
            String from = owner.field("int[]", "o", "new int[8]");
            String to = owner.field("int[]", "o", "new int[8]");
            body.line("if (%1$s.length < %3$s) { %1$s = new int[%3$s * 2]; %2$s = new int[%3$s * 2]; }"
                    .formatted(from, to, count));
            String at = declareInt("p", "NestedValues.first(%s)".formatted(array));
            String i = owner.name("i");
            body.line("for (int %1$s = 0; %1$s < %2$s; %1$s++) { %3$s[%1$s] = %4$s; %4$s = %5$s; }"
                    .formatted(i, count, from, at, skipped(array, at)));
            String width = owner.name("width");
            String low = owner.name("low");
            body.open("for (int %1$s = 1; %1$s < %2$s; %1$s *= 2)".formatted(width, count));
            body.open("for (int %1$s = 0; %1$s < %2$s; %1$s += 2 * %3$s)".formatted(low, count, width));
            String middle = declareInt("middle", "Math.min(%s + %s, %s)".formatted(low, width, count));
            String high = declareInt("high", "Math.min(%s + 2 * %s, %s)".formatted(low, width, count));
            String left = declareInt("left", low);
            String right = declareInt("right", middle);
            String place = owner.name("j");
            body.open("for (int %1$s = %2$s; %1$s < %3$s; %1$s++)".formatted(place, low, high));
            String leftFirst =
                    body.declare(JavaType.BOOLEAN, "b", "%s < %s && %s >= %s".formatted(left, middle, right, high));
            body.open("if (%s < %s && %s < %s)".formatted(left, middle, right, high));
            Value order = compiler.lambda(
                    lambda(0),
                    List.of(
                            at(array, "%s[%s]".formatted(from, left), parameter(0)),
                            at(array, "%s[%s]".formatted(from, right), parameter(1))),
                    row,
                    body);
            if (!order.neverNull()) {
                body.line(
                        "if (%s) throw io.sluice.planner.function.LambdaFunction.noOrder();".formatted(order.isNull()));
            }
            body.line("%s = %s <= 0L;".formatted(leftFirst, order.code()));
            body.close();
            body.line("%s[%s] = %s ? %s[%s++] : %4$s[%6$s++];".formatted(to, place, leftFirst, from, left, right));
            body.close();
            body.close();
            String swapped = owner.name("o");
            body.line("int[] %1$s = %2$s; %2$s = %3$s; %3$s = %1$s;".formatted(swapped, from, to));
            body.close();
            begin(out, count);
            body.line("for (int %1$s = 0; %1$s < %2$s; %1$s++) NestedValues.appendValue(%3$s, %4$s[%1$s], %5$s);"
                    .formatted(owner.name("i"), count, array, from, out));
        }

        private void filteredEntries(String out) {
            String kept = declareInt("kept", "0");
            begin(out, "0");
            forEachEntry((map, key, value, next) -> {
                Value fits = ofEntry(map, key, value);
                body.line("if (%s) { %s.append(%s.bytes, %s, %s - %4$s); %6$s++; }"
                        .formatted(fits.isTrue(), out, map, key, next, kept));
            });
            body.line("NestedValues.setCount(%s, %s);".formatted(kept, out));
        }

        private void transformedEntries(String out) {
            boolean keys = function == LambdaFunction.TRANSFORM_KEYS;
            begin(out, "NestedValues.count(%s)".formatted(values.get(0).code()));
            forEachEntry((map, key, value, next) -> {
                Value result = ofEntry(map, key, value);
                String append = NestedCalls.append(result, out);
                body.line(keys ? append : "NestedValues.appendValue(%s, %s, %s);".formatted(map, key, out));
                body.line(keys ? "NestedValues.appendValue(%s, %s, %s);".formatted(map, value, out) : append);
            });
            if (keys) {
                body.line("NestedValues.finishMap(%s);".formatted(out));
            }
        }

        private interface Entry {
            void write(String map, String key, String value, String next);
        }

        private void forEachEntry(Entry entry) {
            forEachEntry(values.get(0).code(), entry);
        }

        private void forEachEntry(String map, Entry entry) {
            String key = declareInt("p", "NestedValues.first(%s)".formatted(map));
            String left = owner.name("j");
            body.open("for (int %1$s = NestedValues.count(%2$s); %1$s > 0; %1$s--)".formatted(left, map));
            String value = declareInt("p", skipped(map, key));
            String next = declareInt("p", skipped(map, value));
            entry.write(map, key, value, next);
            body.line("%s = %s;".formatted(key, next));
            body.close();
        }

        /** The keys of the first map, then those that only the second one has. */
        private void zippedMaps(String out) {
            String left = values.get(0).code();
            String right = values.get(1).code();
            String count = declareInt("kept", "0");
            String view = owner.textField();
            begin(out, "0");
            Value key = field(parameter(0));
            Value ofLeft = field(parameter(1));
            Value ofRight = field(parameter(2));
            String turn = owner.name("turn");
            body.open("for (int %1$s = 0; %1$s < 2; %1$s++)".formatted(turn));
            String map = owner.field("Utf8", "t", "null");
            String other = owner.field("Utf8", "t", "null");
            body.line("%s = %s == 0 ? %s : %s; %s = %2$s == 0 ? %4$s : %3$s;".formatted(map, turn, left, right, other));
            forEachEntry(map, (in, atKey, value, next) -> {
                body.line("%s.set(%s.bytes, %s, %s - %3$s);".formatted(view, in, atKey, value));
                String found = declareInt("p", "NestedValues.find(%s, %s)".formatted(other, view));
                body.open("if (%s == 0 || %s < 0)".formatted(turn, found));
                body.line("%s = %s;".formatted(key.code(), NestedCalls.read(in, atKey, key.type(), key.code())));
                either(ofLeft, turn, in, value, other, found);
                either(ofRight, "1 - " + turn, in, value, other, found);
                Value result = compiler.lambda(lambda(0), List.of(key, ofLeft, ofRight), row, body);
                body.line("NestedValues.appendValue(%s, %s, %s);".formatted(in, atKey, out));
                body.line(NestedCalls.append(result, out));
                body.line(count + "++;");
                body.close();
            });
            body.close();
            body.line("NestedValues.setCount(%s, %s);".formatted(count, out));
        }

        /** A value of the map that the loop is at where {@code which} is 0, else of the other one. */
        private void either(Value field, String which, String in, String at, String other, String found) {
            body.open("if (%s == 0)".formatted(which));
            set(field, in, at);
            body.close();
            body.open("else");
            set(field, other, found);
            body.close();
        }

        private void set(Value field, String in, String at) {
            body.line("%1$s = NestedValues.isNull(%2$s, %3$s);".formatted(field.isNull(), in, at));
            body.line("if (!%s) %s = %s;"
                    .formatted(field.isNull(), field.code(), NestedCalls.read(in, at, field.type(), field.code())));
        }

        /** What is gathered goes from element to element in fields; a text in two buffers by turns. */
        Value gathered(String isNull) {
            DataType type = lambda(0).parameters().get(0).type();
            Expr.Lambda finish = call.arguments().size() > function.valueCount() + 1 ? lambda(1) : null;
            Value sum = gathering(type);
            JavaType javaType = JavaType.of(call.type());
            String result = body.declare(javaType, "v", javaType.initial());
            body.open("if (!%s)".formatted(isNull));
            gather(values.get(1), sum);
            String array = values.get(0).code();
            String at = declareInt("p", "NestedValues.first(%s)".formatted(array));
            body.open("for (int %1$s = NestedValues.count(%2$s); %1$s > 0; %1$s--)".formatted(owner.name("j"), array));
            Value element = at(array, at, parameter(1));
            gather(compiler.lambda(lambda(0), List.of(sum, element), row, body), sum);
            body.line("%s = %s;".formatted(at, skipped(array, at)));
            body.close();
            Value last = finish == null ? sum : compiler.lambda(finish, List.of(sum), row, body);
            body.line("%s = %s; %s = %s;".formatted(result, last.code(), isNull, last.isNull()));
            body.close();
            return new Value(result, isNull, call.type());
        }

        private Value gathering(DataType type) {
            JavaType javaType = JavaType.of(type);
            boolean text = javaType == JavaType.TEXT;
            String code = owner.field(javaType.text(), "sum", text ? "new Utf8()" : javaType.initial());
            return new Value(code, owner.field("boolean", "n", "false"), type);
        }

        private void gather(Value value, Value sum) {
            if (value.alwaysNull()) {
                body.line(sum.isNull() + " = true;");
                return;
            }
            if (sum.javaType() != JavaType.TEXT) {
                body.line("%s = %s; %s = %s;".formatted(sum.code(), value.code(), sum.isNull(), value.isNull()));
                return;
            }
            String buffer = owner.field("Utf8", "sum", "new Utf8()");
            String swapped = owner.name("t");
            body.line("%s = %s;".formatted(sum.isNull(), value.isNull()));
            body.line("if (!%1$s) { %2$s.clear().append(%3$s); Utf8 %4$s = %5$s; %5$s = %2$s; %2$s = %4$s; }"
                    .formatted(sum.isNull(), buffer, value.code(), swapped, sum.code()));
        }
    }
}
