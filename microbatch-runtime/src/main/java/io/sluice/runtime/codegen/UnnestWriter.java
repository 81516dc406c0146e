package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.RowErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the loop over the elements of a row's collections. What is in an element is in fields; a method for each collection
 * sets them. A collection that a source gives as columns is read from there; any other is walked in its encoding.
 */
final class UnnestWriter {
    private final PlanNode.Unnest node;
    private final List<RowColumn> row;
    private final ExpressionCompiler expressions;
    private final RowErrors rowErrors;
    private final List<RowColumn> above;
    private final List<Collection> collections = new ArrayList<>();
    private final String place;

    /** One of the collections, and the fields of the generated class for it. */
    private record Collection(
            Expr expression,
            List<RowColumn.OfElement> columns,
            String size,
            String slice,
            String at,
            String first,
            String columnar) {}

    /** @param row below the node */
    UnnestWriter(PlanNode.Unnest node, List<RowColumn> row, ExpressionCompiler expressions, RowErrors rowErrors) {
        this.node = node;
        this.row = row;
        this.expressions = expressions;
        this.rowErrors = rowErrors;
        above = new ArrayList<>(row);
        ClassText owner = expressions.owner();
        for (Expr expression : node.collections()) {
            List<RowColumn.OfElement> columns = new ArrayList<>();
            for (int i = PlanNode.Unnest.elements(expression.type()).size(); i > 0; i--) {
                columns.add(element(node.columns().get(above.size()).type()));
                above.add(columns.get(columns.size() - 1));
            }
            collections.add(new Collection(
                    expression,
                    columns,
                    owner.field("int", "size", "0"),
                    owner.field("Utf8", "list", "null"),
                    owner.field("int", "at", "0"),
                    owner.field("int", "first", "0"),
                    owner.field("boolean", "columnar", "false")));
            Expressions.use(expression, row);
        }
        place = owner.field("long", "place", "0L");
        if (node.ordinality()) {
            String isNull = node.outer() ? owner.field("boolean", "none", "false") : "false";
            DataType type = node.columns().get(above.size()).type();
            above.add(new RowColumn.OfElement(new Value(place, isNull, type)));
        }
        node.condition().ifPresent(condition -> Expressions.use(condition, above));
    }

    private RowColumn.OfElement element(DataType type) {
        ClassText owner = expressions.owner();
        JavaType javaType = JavaType.of(type);
        String code =
                javaType == JavaType.TEXT ? owner.textField() : owner.field(javaType.text(), "e", javaType.initial());
        String isNull = type.nullable() ? owner.field("boolean", "n", "false") : "false";
        return new RowColumn.OfElement(new Value(code, isNull, type));
    }

    /** The row with what is appended. */
    List<RowColumn> above() {
        return above;
    }

    /** Opens the loop; returns what closes it. */
    Runnable write(MethodText loop) {
        hoist(row, loop, expressions);
        String count = expressions.owner().name("count");
        loop.line(
                "int %s = %d;".formatted(count, node.outer() && node.condition().isEmpty() ? 1 : 0));
        for (Collection collection : collections) {
            writeSize(collection, loop);
            loop.line("%1$s = Math.max(%1$s, %2$s);".formatted(count, collection.size()));
        }
        String index = expressions.owner().name("j");
        String hit = expressions.owner().name("hit");
        boolean conditional = node.condition().isPresent();
        if (conditional) {
            loop.line("boolean %s = false;".formatted(hit));
        }
        String going = index + " < " + count + (conditional ? " || !" + hit : "");
        Runnable close = open(loop, index, going);
        loop.markTick();
        writeElement(loop, index, count);
        node.condition().ifPresent(condition -> {
            loop.open("if (%s < %s)".formatted(index, count));
            Value value = expressions.compile(condition, above, loop);
            loop.line("if (!%s) continue;".formatted(value.isTrue()));
            loop.close();
            loop.line(hit + " = true;");
        });
        return close;
    }

    /** What was computed of a row is the same for all that it is repeated to. */
    static void hoist(List<RowColumn> row, MethodText loop, ExpressionCompiler expressions) {
        for (RowColumn column : row) {
            if (column instanceof RowColumn.Computed && column.uses() > 0) {
                column.use();
                expressions.column(column, loop);
            }
        }
    }

    /** An element for which an expression fails is left out, and the loop goes on behind it. */
    private Runnable open(MethodText loop, String index, String going) {
        if (rowErrors == RowErrors.FAIL) {
            loop.openLoop("for (int %1$s = 0; %2$s; %1$s++)".formatted(index, going));
            return loop::closeLoop;
        }
        loop.line("int %s = 0;".formatted(index));
        loop.line("while (true) { try {");
        loop.openLoop("for (; %2$s; %1$s++)".formatted(index, going));
        String row = rowErrors == RowErrors.DEAD_LETTER ? ", i" : "";
        return () -> {
            loop.closeLoop();
            loop.line("break; } catch (RowException e) { leaveOut(e%s); %s++; } }".formatted(row, index));
        };
    }

    private void writeSize(Collection collection, MethodText loop) {
        boolean columns =
                collection.expression() instanceof Expr.Input input && row.get(input.index()) instanceof RowColumn.Read;
        if (columns) {
            writeColumnSize(collection, (RowColumn.Read) row.get(((Expr.Input) collection.expression()).index()), loop);
            return;
        }
        Value value = expressions.compile(collection.expression(), row, loop);
        String set = "%1$s = NestedValues.count(%4$s); %2$s = %4$s; %3$s = NestedValues.first(%4$s);"
                .formatted(collection.size(), collection.slice(), collection.at(), value.code());
        if (value.alwaysNull()) {
            loop.line(collection.size() + " = 0;");
        } else if (value.neverNull()) {
            loop.line(set);
        } else {
            loop.line("if (%s) %s = 0; else { %s }".formatted(value.isNull(), collection.size(), set));
        }
    }

    private void writeColumnSize(Collection collection, RowColumn.Read read, MethodText loop) {
        int index = read.index();
        loop.read(index, read.type());
        if (read.type().nullable()) {
            loop.line("if (%s) %s = 0; else".formatted(ColumnReads.isNull(index), collection.size()));
        }
        String view = expressions.owner().textField();
        loop.line("if (c%1$dv.children.length > 0) { %2$s = true; %3$s = c%1$dn[r]; %4$s = c%1$ds[r]; } else {"
                .formatted(index, collection.columnar(), collection.size(), collection.first()));
        loop.line("%s = false; %s = %s.set(c%4$db, c%4$ds[r], c%4$dn[r]);"
                .formatted(collection.columnar(), collection.slice(), view, index));
        loop.line("%1$s = NestedValues.count(%2$s); %3$s = NestedValues.first(%2$s); }"
                .formatted(collection.size(), view, collection.at()));
    }

    private void writeElement(MethodText loop, String index, String count) {
        for (Collection collection : collections) {
            String name = expressions.owner().name("element");
            loop.line("%s(r, %s);".formatted(name, index));
            MethodText method = expressions.owner().method("private void " + name, "int r, int j", false);
            if (node.outer() || collections.size() > 1) {
                method.line("if (j >= %s) { %s return; }".formatted(collection.size(), nulls(collection)));
            }
            writeColumnar(collection, method);
            writeEncoded(collection, method);
        }
        if (node.ordinality()) {
            loop.line("%s = %s + 1L;".formatted(place, index));
            if (node.outer()) {
                Value value = ((RowColumn.OfElement) above.get(above.size() - 1)).value();
                String none = node.condition().isPresent()
                        ? "%s >= %s".formatted(index, count)
                        : "%s >= Math.max(0, %s)".formatted(index, sizes());
                loop.line("%s = %s;".formatted(value.isNull(), none));
            }
        }
    }

    /** The length of the longest collection. */
    private String sizes() {
        return collections.stream()
                .map(Collection::size)
                .reduce("Math.max(%s, %s)"::formatted)
                .orElseThrow();
    }

    private static String nulls(Collection collection) {
        StringBuilder text = new StringBuilder();
        collection.columns().stream()
                .map(RowColumn.OfElement::value)
                .filter(value -> !value.neverNull())
                .forEach(value -> text.append(value.isNull()).append(" = true; "));
        return text.toString();
    }

    private static boolean isOfRows(Collection collection) {
        DataType type = collection.expression().type();
        return type.kind() == TypeKind.ARRAY && type.element().kind() == TypeKind.ROW;
    }

    private void writeColumnar(Collection collection, MethodText method) {
        boolean columns =
                collection.expression() instanceof Expr.Input input && row.get(input.index()) instanceof RowColumn.Read;
        if (!columns) {
            return;
        }
        int index = ((RowColumn.Read) row.get(((Expr.Input) collection.expression()).index())).index();
        method.read(index, collection.expression().type());
        method.line("if (%s) {".formatted(collection.columnar()));
        method.line("int x = %s + j;".formatted(collection.first()));
        String parent = "c%dv".formatted(index);
        if (isOfRows(collection)) {
            parent += ".children[0]";
            method.line("if (NestedColumns.isNull(%s, x)) { %s return; }".formatted(parent, nulls(collection)));
        }
        for (int i = 0; i < collection.columns().size(); i++) {
            RowColumn.OfElement column = collection.columns().get(i);
            if (column.uses() > 0) {
                writeColumnar(column, "%s.children[%d]".formatted(parent, i), method);
            }
        }
        method.line("return; }");
    }

    private void writeColumnar(RowColumn.OfElement column, String child, MethodText method) {
        Value value = column.value();
        DataType type = value.type();
        String variable = expressions.owner().name("f");
        method.line("ColumnVector %s = %s;".formatted(variable, child));
        String read =
                switch (value.javaType()) {
                    case BOOLEAN -> "%s.longs[x] != 0L".formatted(variable);
                    case LONG -> "%s.longs[x]".formatted(variable);
                    case DOUBLE -> "%s.doubles[x]".formatted(variable);
                    case DECIMAL -> "Wide.toDecimal(%1$s.longs[x], %1$s.highs[x], %2$d)"
                            .formatted(variable, type.scale());
                    case TEXT -> type.kind().isNested()
                            ? "NestedColumns.slice(%s, x, %s, %s, %s)"
                                    .formatted(
                                            variable,
                                            expressions.owner().constant(DataType.class, type),
                                            expressions.owner().textField(),
                                            expressions.owner().textField())
                            : "%2$s.set(%1$s.bytes, %1$s.starts[x], %1$s.lengths[x])".formatted(variable, value.code());
                };
        writeValue(value, "NestedColumns.isNull(%s, x)".formatted(variable), read, method);
    }

    private void writeEncoded(Collection collection, MethodText method) {
        String in = collection.slice();
        method.line("int p = %s;".formatted(collection.at()));
        if (isOfRows(collection)) {
            method.line("%s = NestedValues.skip(%s.bytes, p);".formatted(collection.at(), in));
            method.line("if (NestedValues.isNull(%s, p)) { %s return; }".formatted(in, nulls(collection)));
            String view = expressions.owner().textField();
            method.line("p = NestedValues.sliceAt(%s, p, %s).start;".formatted(in, view));
            in = view;
        }
        for (RowColumn.OfElement column : collection.columns()) {
            if (column.uses() > 0) {
                writeEncoded(column, in, method);
            }
            method.line("p = NestedValues.skip(%s.bytes, p);".formatted(in));
        }
        if (!isOfRows(collection)) {
            method.line("%s = p;".formatted(collection.at()));
        }
    }

    private static void writeEncoded(RowColumn.OfElement column, String in, MethodText method) {
        Value value = column.value();
        String read =
                switch (value.javaType()) {
                    case BOOLEAN -> "NestedValues.booleanAt(%s, p)".formatted(in);
                    case LONG -> "NestedValues.longAt(%s, p)".formatted(in);
                    case DOUBLE -> "NestedValues.doubleAt(%s, p)".formatted(in);
                    case DECIMAL -> "NestedValues.decimalAt(%s, p, %d)"
                            .formatted(in, value.type().scale());
                    case TEXT -> "NestedValues.sliceAt(%s, p, %s)".formatted(in, value.code());
                };
        writeValue(value, "NestedValues.isNull(%s, p)".formatted(in), read, method);
    }

    private static void writeValue(Value value, String isNull, String read, MethodText method) {
        String set = "%s = %s;".formatted(value.code(), read);
        method.line(value.neverNull() ? set : "%1$s = %2$s; if (!%1$s) %3$s".formatted(value.isNull(), isNull, set));
    }
}
