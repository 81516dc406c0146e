package io.sluice.runtime.codegen;

import io.sluice.planner.function.Determinism;
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
        if (JavaType.of(expression.type()) == JavaType.DECIMAL) {
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
                fits[0] &= Determinism.of(each);
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

    /** An expression that depends on this column only. */
    record Key(int column, Expr expression) {}

    /**
     * What is remembered of an expression.
     *
     * @param computing a method that computes the value for row {@code r}
     * @param values the field with the values of the entries
     * @param states the field that says which of them are there, and which are NULL; of a text the same
     */
    record Memo(RowColumn.Read text, ClassText.ColumnInFields computing, String values, String states) {
        static Memo of(RowColumn.Read text, ClassText.ColumnInFields computing, ClassText owner) {
            JavaType type = computing.value().javaType();
            int index = text.index();
            if (type == JavaType.TEXT) {
                String memo = owner.field("final TextMemo", "d", "new TextMemo()");
                owner.atNewDictionary(index, memo + ".start(size);");
                return new Memo(text, computing, memo, memo);
            }
            String values = owner.field(type.text() + "[]", "d", "new " + type.text() + "[0]");
            String states = owner.field("byte[]", "s", "new byte[0]");
            owner.atNewDictionary(
                    index, "%s = new %s[size]; %s = new byte[size];".formatted(values, type.text(), states));
            return new Memo(text, computing, values, states);
        }

        /** The value for row {@code r}. */
        Value value(MethodText body) {
            body.read(text.index(), text.type());
            Value computed = computing.value();
            JavaType type = computed.javaType();
            boolean isText = type == JavaType.TEXT;
            String value = body.declare(type, "v", type.initial());
            String isNull = computed.neverNull() ? "false" : body.declare(JavaType.BOOLEAN, "n", "false");
            String entry = body.owner().name("e");
            body.line("int %s = %s ? c%di[r] : -1;".formatted(entry, hasEntry(), text.index()));
            String has = (isText ? "%s.has(%s)" : "%s[%s] != 0").formatted(states, entry);
            body.open("if (%s >= 0 && %s)".formatted(entry, has));
            body.line(value + " = " + (isText ? "%s.get(%s);" : "%s[%s];").formatted(values, entry));
            if (!computed.neverNull()) {
                body.line(isNull + " = " + (isText ? "%s.isNull(%s);" : "%s[%s] == 2;").formatted(states, entry));
            }
            body.close();
            body.open("else");
            body.line("%s(r); %s = %s;".formatted(computing.method().orElseThrow(), value, computed.code()));
            if (!computed.neverNull()) {
                body.line(isNull + " = " + computed.isNull() + ";");
            }
            String put = isText
                    ? "%s.put(%s, %s, %s);".formatted(values, entry, isNull, value)
                    : "{ %s[%s] = (byte) (%s ? 2 : 1); %s[%2$s] = %s; }"
                            .formatted(states, entry, isNull, values, value);
            body.line("if (%s >= 0) %s".formatted(entry, put));
            body.close();
            return new Value(value, isNull, computed.type());
        }

        /** Java for whether the text of the row is an entry of a dictionary. */
        private String hasEntry() {
            String present = text.type().nullable() ? " && !(" + ColumnReads.isNull(text.index()) + ")" : "";
            return "c%dg > 0%s".formatted(text.index(), present);
        }
    }
}
