package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.Optional;

/** Reads a column of the batch into variables. */
final class ColumnReads {
    private ColumnReads() {}

    static Value read(RowColumn.Read column, MethodText body) {
        DataType type = column.type();
        int index = column.index();
        body.read(index, type);
        String isNull = type.nullable() ? body.declare(JavaType.BOOLEAN, "n", isNull(index)) : "false";
        String guard = type.nullable() ? "if (!" + isNull + ") " : "";
        return switch (JavaType.of(type)) {
            case BOOLEAN -> new Value(
                    body.declare(JavaType.BOOLEAN, "v", "c%dl[r] != 0L".formatted(index)), isNull, type);
            case LONG -> new Value(body.declare(JavaType.LONG, "v", "c%dl[r]".formatted(index)), isNull, type);
            case DOUBLE -> new Value(body.declare(JavaType.DOUBLE, "v", "c%dd[r]".formatted(index)), isNull, type);
            case DECIMAL -> {
                String value = body.declare(JavaType.DECIMAL, "v", "null");
                body.line("%s%s = Wide.toDecimal(c%dl[r], c%dh[r], %d);"
                        .formatted(guard, value, index, index, type.scale()));
                yield new Value(value, isNull, type);
            }
            case TEXT -> {
                if (type.kind().isNested()) {
                    String value = body.declare(JavaType.TEXT, "v", "null");
                    String slice = NestedCalls.slice("c%dv".formatted(index), type, body.owner());
                    body.line("%s%s = %s;".formatted(guard, value, slice));
                    yield new Value(value, isNull, type);
                }
                String text = body.owner().textField();
                body.line("%s%s.set(c%db, c%ds[r], c%dn[r]);".formatted(guard, text, index, index, index));
                yield new Value(text, isNull, type);
            }
        };
    }

    /** A Java condition: the column is NULL in row {@code r}. */
    static String isNull(int index) {
        return "c%dx && c%dz[r]".formatted(index, index);
    }

    /** The two words of a wide DECIMAL: straight from the batch where they are read from there, or those of a product. */
    static WideWords wide(RowColumn column, ExpressionCompiler compiler, MethodText body) {
        if (column instanceof RowColumn.Read read) {
            body.read(read.index(), read.type());
            String isNull = read.type().nullable() ? "(" + isNull(read.index()) + ")" : "false";
            return new WideWords("c%dl[r]".formatted(read.index()), "c%dh[r]".formatted(read.index()), isNull);
        }
        Optional<WideWords> product =
                column instanceof RowColumn.Computed computed ? compiler.product(computed, body) : Optional.empty();
        if (product.isPresent()) {
            return product.get();
        }
        Value value = compiler.column(column, body);
        return new WideWords("Wide.low(" + value.code() + ")", "Wide.high(" + value.code() + ")", value.isNull());
    }

    record WideWords(String low, String high, String isNull) {}
}
