package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.List;

/** Writes a row to a batch of columns, which is sent on when it is full. */
final class AppendWriter implements PipelineEnd {
    /** The weights of the rows that are written. */
    enum Weights {
        /** There are none. */
        NONE,
        /** The changes of a group stay together: the output is sent on between batches only. */
        PAIRS,
        /** Each row has its own; there may be more of them than there are in a batch. */
        EACH
    }

    private final String prefix;
    private final String batch;
    private final String flush;
    private final List<RowColumn> row;
    private final List<DataType> types;
    private final Weights weights;
    private final boolean shares;
    private final ExpressionCompiler expressions;

    /**
     * @param prefix of the fields for the output's arrays
     * @param batch field of the loop that holds the output
     * @param flush method that sends it on
     * @param types of the output; a column of it may be nullable where the row's is not
     * @param sharing texts of columns that are sent on as they came need not be copied
     */
    AppendWriter(
            String prefix,
            String batch,
            String flush,
            List<RowColumn> row,
            List<DataType> types,
            Weights weights,
            boolean sharing,
            ExpressionCompiler expressions) {
        this.prefix = prefix;
        this.batch = batch;
        this.flush = flush;
        this.row = row;
        this.types = types;
        this.weights = weights;
        this.expressions = expressions;
        shares = sharing && row.stream().anyMatch(AppendWriter::isText);
    }

    /** Whether a column is a text of the input. */
    private static boolean isText(RowColumn column) {
        return column instanceof RowColumn.Read
                && column.type().kind().isSlice()
                && !column.type().kind().isNested();
    }

    @Override
    public void use() {
        row.forEach(RowColumn::use);
    }

    @Override
    public void writeProlog(MethodText loop) {
        loop.line("int n = " + batch + ".rows();");
        loop.line("final int capacity = " + batch + ".capacity();");
        if (shares) {
            loop.line("final boolean sharing = this.sharing;");
        }
        if (weights != Weights.NONE) {
            loop.line("final byte[] sign = " + batch + ".weights();");
        }
    }

    @Override
    public void write(MethodText loop) {
        writeColumns(loop);
        if (weights == Weights.PAIRS) {
            loop.line("sign[n++] = weights[r];");
        } else {
            if (weights == Weights.EACH) {
                loop.line("sign[n] = weights[r];");
            }
            String again = shares ? " if (sharing) share();" : "";
            loop.line("if (++n == capacity) { %s.setRows(n); %s(); n = 0;%s }".formatted(batch, flush, again));
        }
    }

    @Override
    public void writeEpilog(MethodText loop) {
        loop.line(batch + ".setRows(n);");
        if (weights != Weights.NONE) {
            loop.line("if (n > 0) " + flush + "();");
        }
        if (shares) {
            loop.line("if (sharing) endSharing();");
        }
    }

    @Override
    public void writeBinding(MethodText process) {
        MethodText bind = process;
        for (int i = 0; i < row.size(); i++) {
            if (bind == process || bind.weight() >= expressions.owner().budget()) {
                String method = expressions.owner().name("bind");
                bind = expressions.owner().method("private void " + method, "", false);
                process.line(method + "();");
            }
            bind.addWeight(5);
            String name = prefix + i;
            bind.line("%sv = %s.column(%d);".formatted(name, batch, i));
            for (String array : arrays(row.get(i).type())) {
                bind.line("%1$s%2$s = %1$sv.%3$s;".formatted(name, array.substring(0, 1), array.substring(1)));
            }
        }
        if (shares) {
            writeShare();
            process.line("startSharing();");
        }
    }

    /** Texts of state are copied by an exchange: where it refers to them, as to a dictionary, Nexmark's q9 takes 1.8 times as long. */
    private void writeShare() {
        MethodText share = expressions.owner().method("protected void share", "", false);
        for (int i = 0; i < row.size(); i++) {
            if (isText(row.get(i))) {
                share.line("output.share(%1$d, c%2$db, c%2$dg > 0 ? c%2$dt : null);"
                        .formatted(i, ((RowColumn.Read) row.get(i)).index()));
            }
        }
    }

    /** Writes the columns of row {@code r} to row {@code n} of the output, in several methods if they are many. */
    void writeColumns(MethodText body) {
        ClassText owner = expressions.owner();
        MethodText target = body;
        for (int i = 0; i < row.size(); i++) {
            declare(owner, i);
            if (target.weight() > owner.budget()) {
                String name = owner.name("o");
                target = owner.method("private void " + name, "int r, int n", body.isIsolated());
                body.line(name + "(r, n);");
            }
            target.addWeight(3);
            writeColumn(i, target);
        }
    }

    private void declare(ClassText owner, int index) {
        owner.namedField("ColumnVector", prefix + index + "v", "null");
        for (String array : arrays(row.get(index).type())) {
            String type =
                    switch (array.charAt(0)) {
                        case 'z' -> "boolean[]";
                        case 'd' -> "double[]";
                        case 's', 'n' -> "int[]";
                        default -> "long[]";
                    };
            owner.namedField(type, prefix + index + array.charAt(0), "null");
        }
    }

    /** Suffix of the field, then name of the member. */
    private static List<String> arrays(DataType type) {
        return switch (JavaType.of(type)) {
            case BOOLEAN, LONG -> List.of("znulls", "llongs");
            case DOUBLE -> List.of("znulls", "ddoubles");
            case DECIMAL -> List.of("znulls", "llongs", "hhighs");
            case TEXT -> List.of("znulls", "sstarts", "nlengths");
        };
    }

    private void writeColumn(int index, MethodText body) {
        RowColumn column = row.get(index);
        String name = prefix + index;
        if (column.type().isWide()) {
            ColumnReads.WideWords words = ColumnReads.wide(column, expressions, body);
            writeNull(name, words.isNull(), types.get(index), body);
            body.line("if (!(%1$s)) { %2$sl[n] = %3$s; %2$sh[n] = %4$s; }"
                    .formatted(words.isNull(), name, words.low(), words.high()));
            return;
        }
        if (shares && isText(column)) {
            writeShared(name, (RowColumn.Read) column, types.get(index), body);
            return;
        }
        Value value = expressions.column(column, body);
        writeNull(name, value.isNull(), types.get(index), body);
        switch (value.javaType()) {
            case BOOLEAN -> body.line("%sl[n] = %s ? 1L : 0L;".formatted(name, value.code()));
            case LONG -> body.line("%sl[n] = %s;".formatted(name, value.code()));
            case DOUBLE -> body.line("%sd[n] = %s;".formatted(name, value.code()));
            case TEXT -> writeText(name, value, body);
            case DECIMAL -> throw new IllegalStateException("a wide decimal as one value");
        }
    }

    private static void writeNull(String name, String isNull, DataType type, MethodText body) {
        if (!isNull.equals("false")) {
            body.line("if (%1$s) { %2$sz[n] = true; %2$sv.hasNulls = true; } else %2$sz[n] = false;"
                    .formatted(isNull, name));
        } else if (type.nullable()) {
            body.line("%sz[n] = false;".formatted(name));
        }
    }

    private static void writeShared(String name, RowColumn.Read column, DataType type, MethodText body) {
        int index = column.index();
        body.read(index, column.type());
        String isNull = column.type().nullable() ? ColumnReads.isNull(index) : "false";
        writeNull(name, isNull, type, body);
        if (column.type().nullable()) {
            body.line("if (%1$s) { if (sharing) { %2$ss[n] = 0; %2$sn[n] = 0; } else %3$s } else"
                    .formatted(isNull, name, append(name, "NONE", "0", "0")));
        }
        body.line("if (sharing) { %1$ss[n] = c%2$ds[r]; %1$sn[n] = c%2$dn[r]; } else %3$s"
                .formatted(
                        name,
                        index,
                        append(name, "c%db".formatted(index), "c%ds[r]".formatted(index), "c%dn[r]".formatted(index))));
    }

    private static String append(String name, String bytes, String start, String length) {
        return "ColumnBatch.appendText(%sv, n, %s, %s, %s);".formatted(name, bytes, start, length);
    }

    private static void writeText(String name, Value value, MethodText body) {
        String text = value.code();
        String append = append(name, text + ".bytes", text + ".start", text + ".length");
        String none = append(name, "NONE", "0", "0");
        if (value.alwaysNull()) {
            body.line(none);
        } else if (value.neverNull()) {
            body.line(append);
        } else {
            body.line("if (%s) { %s } else { %s }".formatted(value.isNull(), none, append));
        }
    }
}
