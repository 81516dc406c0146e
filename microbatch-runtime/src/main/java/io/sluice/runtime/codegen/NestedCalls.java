package io.sluice.runtime.codegen;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Writes the constructors of ARRAY, MAP and ROW, and the access to what is in them. */
final class NestedCalls {
    private final ExpressionCompiler compiler;

    NestedCalls(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    Value compile(CoreOperator operator, Expr.Call call, List<RowColumn> row, MethodText body) {
        return switch (operator) {
            case FIELD -> field(call, row, body);
            case ITEM -> item(call, row, body);
            default -> constructed(operator, call, row, body);
        };
    }

    private Value constructed(CoreOperator operator, Expr.Call call, List<RowColumn> row, MethodText body) {
        List<Value> values = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            values.add(compiler.compile(argument, row, body));
        }
        String out = compiler.owner().textField();
        body.line(out + ".clear();");
        if (operator != CoreOperator.ROW) {
            int count = operator == CoreOperator.MAP ? values.size() / 2 : values.size();
            body.line("NestedValues.appendCount(%d, %s);".formatted(count, out));
        }
        values.forEach(value -> body.line(append(value, out)));
        if (operator == CoreOperator.MAP) {
            body.line("NestedValues.finishMap(%s);".formatted(out));
        }
        return Value.of(out, call.type());
    }

    /** A statement that appends the encoded value, which may be NULL. */
    static String append(Value value, String out) {
        if (value.alwaysNull()) {
            return "NestedValues.appendNull(%s);".formatted(out);
        }
        String kind =
                switch (value.javaType()) {
                    case BOOLEAN -> "Boolean";
                    case LONG -> "Long";
                    case DOUBLE -> "Double";
                    case DECIMAL -> "Decimal";
                    case TEXT -> "Slice";
                };
        String append = "NestedValues.append%s(%s, %s);".formatted(kind, value.code(), out);
        return value.neverNull()
                ? append
                : "if (%s) NestedValues.appendNull(%s); else %s".formatted(value.isNull(), out, append);
    }

    private Value item(Expr.Call call, List<RowColumn> row, MethodText body) {
        Value from = compiler.compile(call.arguments().get(0), row, body);
        Value which = compiler.compile(call.arguments().get(1), row, body);
        String find;
        String before = "";
        if (from.type().kind() == TypeKind.ARRAY) {
            find = "NestedValues.element(%s, %s)".formatted(from.code(), which.code());
        } else {
            String key = compiler.owner().textField();
            before = "%s.clear(); %s ".formatted(key, append(which, key));
            find = "NestedValues.find(%s, %s)".formatted(from.code(), key);
        }
        return at(from, List.of(from, which), before, find, call.type(), body);
    }

    /** Of a column that a source gives as columns, the field is read without packing the rest. */
    private Value field(Expr.Call call, List<RowColumn> row, MethodText body) {
        List<Integer> path = new ArrayList<>();
        Expr base = call;
        while (base instanceof Expr.Call access
                && access.function().equals(CoreOperator.FIELD.symbol())
                && path.size() < Byte.MAX_VALUE) {
            Expr.Literal place = (Expr.Literal) access.arguments().get(1);
            path.add(0, ((Long) place.value().orElseThrow()).intValue());
            base = access.arguments().get(0);
        }
        if (base instanceof Expr.Input input && row.get(input.index()) instanceof RowColumn.Read read) {
            return ofColumn(read, path, call.type(), body);
        }
        Value from = compiler.compile(call.arguments().get(0), row, body);
        String find = "NestedValues.field(%s, %d)".formatted(from.code(), path.get(path.size() - 1));
        return at(from, List.of(from), "", find, call.type(), body);
    }

    private Value ofColumn(RowColumn.Read read, List<Integer> path, DataType type, MethodText body) {
        int index = read.index();
        body.read(index, read.type());
        String isNull =
                body.declare(JavaType.BOOLEAN, "n", read.type().nullable() ? ColumnReads.isNull(index) : "false");
        JavaType javaType = JavaType.of(type);
        String value = body.declare(javaType, "v", javaType.initial());
        body.open("if (!%s)".formatted(isNull));
        body.open("if (c%dv.children.length > 0)".formatted(index));
        String from = "c%dv".formatted(index);
        for (int place : path) {
            String child = compiler.owner().name("f");
            body.line("ColumnVector %s = %s.children[%d];".formatted(child, from, place));
            body.line("if (%1$s.hasNulls) %2$s |= %1$s.nulls[r];".formatted(child, isNull));
            from = child;
        }
        body.line("if (!%s) %s = %s;".formatted(isNull, value, columnar(from, type)));
        body.close();
        body.open("else");
        String slice = compiler.owner().textField();
        body.line("%s.set(c%db, c%ds[r], c%dn[r]);".formatted(slice, index, index, index));
        for (int i = 0; i < path.size() - 1; i++) {
            String at = compiler.owner().name("p");
            body.line("int %s = %s ? -1 : NestedValues.field(%s, %d);".formatted(at, isNull, slice, path.get(i)));
            body.line("if (NestedValues.isNull(%1$s, %2$s)) %3$s = true; else NestedValues.sliceAt(%1$s, %2$s, %1$s);"
                    .formatted(slice, at, isNull));
        }
        String at = compiler.owner().name("p");
        body.line("int %s = %s ? -1 : NestedValues.field(%s, %d);"
                .formatted(at, isNull, slice, path.get(path.size() - 1)));
        body.line("%s = NestedValues.isNull(%s, %s);".formatted(isNull, slice, at));
        body.line("if (!%s) %s = %s;".formatted(isNull, value, encoded(slice, at, type)));
        body.close();
        body.close();
        return new Value(value, isNull, type);
    }

    private String columnar(String column, DataType type) {
        return switch (JavaType.of(type)) {
            case BOOLEAN -> column + ".longs[r] != 0L";
            case LONG -> column + ".longs[r]";
            case DOUBLE -> column + ".doubles[r]";
            case DECIMAL -> "Wide.toDecimal(%1$s.longs[r], %1$s.highs[r], %2$d)".formatted(column, type.scale());
            case TEXT -> type.kind().isNested()
                    ? slice(column, type)
                    : "%2$s.set(%1$s.bytes, %1$s.starts[r], %1$s.lengths[r])"
                            .formatted(column, compiler.owner().textField());
        };
    }

    /** A Java expression: the nested value in row {@code r} of a column vector. */
    private String slice(String column, DataType type) {
        ClassText owner = compiler.owner();
        return slice(column, type, owner);
    }

    static String slice(String column, DataType type, ClassText owner) {
        return "NestedColumns.slice(%s, r, %s, %s, %s)"
                .formatted(column, owner.constant(DataType.class, type), owner.textField(), owner.textField());
    }

    private String encoded(String in, String at, DataType type) {
        return read(
                in,
                at,
                type,
                JavaType.of(type) == JavaType.TEXT ? compiler.owner().textField() : "");
    }

    /**
     * A Java expression: the value at a position, which is not NULL.
     *
     * @param view the Utf8 that shows it, where it is a slice
     */
    static String read(String in, String at, DataType type, String view) {
        return switch (JavaType.of(type)) {
            case BOOLEAN -> "NestedValues.booleanAt(%s, %s)".formatted(in, at);
            case LONG -> "NestedValues.longAt(%s, %s)".formatted(in, at);
            case DOUBLE -> "NestedValues.doubleAt(%s, %s)".formatted(in, at);
            case DECIMAL -> "NestedValues.decimalAt(%s, %s, %d)".formatted(in, at, type.scale());
            case TEXT -> "NestedValues.sliceAt(%s, %s, %s)".formatted(in, at, view);
        };
    }

    /** Decodes the value at the position that {@code find} gives, unless an argument is NULL. */
    private Value at(Value from, List<Value> arguments, String before, String find, DataType type, MethodText body) {
        String anyNull = Value.anyNull(arguments);
        if (anyNull.equals("true")) {
            return Value.ofNull(type);
        }
        JavaType javaType = JavaType.of(type);
        String isNull = body.declare(JavaType.BOOLEAN, "n", anyNull);
        String value = body.declare(javaType, "v", javaType.initial());
        String at = compiler.owner().name("p");
        body.open("if (!%s)".formatted(isNull));
        body.line("%sint %s = %s;".formatted(before, at, find));
        body.line("%s = NestedValues.isNull(%s, %s);".formatted(isNull, from.code(), at));
        body.line("if (!%s) %s = %s;".formatted(isNull, value, encoded(from.code(), at, type)));
        body.close();
        return new Value(value, isNull, type);
    }

    /** The value that a function has written, encoded; NULL where the function was not called. */
    Value decoded(Value written, DataType type, MethodText body) {
        return at(written, List.of(written), "", written.code() + ".start", type, body);
    }
}
