package io.sluice.runtime.codegen;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What depends on one text only is computed once for each entry of the text's dictionary, where it comes with one. */
final class DictionaryMemo {
    private static final Set<String> CHEAP = Set.of(CoreOperator.IS_NULL.symbol(), CoreOperator.IS_NOT_NULL.symbol());

    private DictionaryMemo() {}

    /** The one column, a text read from the batch, that the expression depends on. */
    static Optional<RowColumn.Read> text(Expr expression, List<RowColumn> row) {
        if (JavaType.of(expression.type()) == JavaType.TEXT || JavaType.of(expression.type()) == JavaType.DECIMAL) {
            return Optional.empty();
        }
        if (expression instanceof Expr.Call call && CHEAP.contains(call.function())) {
            return Optional.empty();
        }
        RowColumn[] only = {null};
        boolean[] fits = {true};
        Expressions.forEach(expression, each -> {
            if (each instanceof Expr.Input input) {
                RowColumn column = row.get(input.index());
                fits[0] &= only[0] == null || only[0] == column;
                only[0] = column;
            } else {
                fits[0] &= Expressions.isDeterministic(each);
            }
        });
        return fits[0]
                        && !Expressions.hasFreeVariables(expression)
                        && only[0] instanceof RowColumn.Read read
                        && JavaType.of(read.type()) == JavaType.TEXT
                        && !read.type().kind().isNested()
                ? Optional.of(read)
                : Optional.empty();
    }

    /** @param computing a method that computes the value for row {@code r} */
    static Value compile(RowColumn.Read text, ClassText.ColumnInFields computing, MethodText body) {
        ClassText owner = body.owner();
        Value computed = computing.value();
        JavaType type = computed.javaType();
        int index = text.index();
        body.read(index, text.type());
        owner.readDictionary(index);
        String values = owner.field(type.text() + "[]", "d", "new " + type.text() + "[0]");
        String states = owner.field("byte[]", "s", "new byte[0]");
        owner.atNewDictionary(index, "%s = new %s[size]; %s = new byte[size];".formatted(values, type.text(), states));
        String value = body.declare(type, "v", type.initial());
        String isNull = computed.neverNull() ? "false" : body.declare(JavaType.BOOLEAN, "n", "false");
        String present = text.type().nullable() ? " && !(" + ColumnReads.isNull(index) + ")" : "";
        String call = computing.method().orElseThrow() + "(r);";
        body.open("if (c%dg > 0%s)".formatted(index, present));
        body.line("int e = c%di[r]; byte s = %s[e];".formatted(index, states));
        body.line("if (s == 0) { %s s = (byte) (%s ? 2 : 1); %s[e] = s; %s[e] = %s; }"
                .formatted(call, computed.isNull(), states, values, computed.code()));
        body.line("%s = %s[e];".formatted(value, values));
        if (!computed.neverNull()) {
            body.line(isNull + " = s == 2;");
        }
        body.close();
        body.open("else");
        body.line("%s %s = %s;".formatted(call, value, computed.code()));
        if (!computed.neverNull()) {
            body.line(isNull + " = " + computed.isNull() + ";");
        }
        body.close();
        return new Value(value, isNull, computed.type());
    }
}
