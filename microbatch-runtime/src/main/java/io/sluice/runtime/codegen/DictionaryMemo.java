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

    /** An expression that depends on this column only. */
    record Key(int column, Expr expression) {}

    /**
     * What is remembered of an expression.
     *
     * @param computing a method that computes the value for row {@code r}
     * @param values the field with the values of the entries
     * @param states the field that says which of them are there; of a text the same
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
            return computing.value().javaType() == JavaType.TEXT ? ofText(body) : ofNumber(body);
        }

        private Value ofNumber(MethodText body) {
            Value computed = computing.value();
            String value =
                    body.declare(computed.javaType(), "v", computed.javaType().initial());
            String isNull = computed.neverNull() ? "false" : body.declare(JavaType.BOOLEAN, "n", "false");
            String call = computing.method().orElseThrow() + "(r);";
            body.open("if (" + hasEntry() + ")");
            body.line("int e = c%di[r]; byte s = %s[e];".formatted(text.index(), states));
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

        private Value ofText(MethodText body) {
            Value computed = computing.value();
            String value = body.declare(JavaType.TEXT, "v", JavaType.TEXT.initial());
            String isNull = computed.neverNull() ? "false" : body.declare(JavaType.BOOLEAN, "n", "false");
            String entry = body.owner().name("e");
            body.line("int %s = %s ? c%di[r] : -1;".formatted(entry, hasEntry(), text.index()));
            body.open("if (%s >= 0 && %s.has(%1$s))".formatted(entry, values));
            body.line("%s = %s.get(%s);".formatted(value, values, entry));
            if (!computed.neverNull()) {
                body.line("%s = %s.isNull(%s);".formatted(isNull, values, entry));
            }
            body.close();
            body.open("else");
            body.line("%s(r); %s = %s;".formatted(computing.method().orElseThrow(), value, computed.code()));
            if (!computed.neverNull()) {
                body.line(isNull + " = " + computed.isNull() + ";");
            }
            body.line("if (%s >= 0) %s.put(%1$s, %s, %s);".formatted(entry, values, isNull, value));
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
