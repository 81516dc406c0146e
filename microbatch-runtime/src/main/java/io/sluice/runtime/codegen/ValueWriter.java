package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.state.Accumulator;
import io.sluice.runtime.state.AccumulatorKind;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Writes the fold of a row into a table of values: a method of its own, which is given the words of the group's key. */
final class ValueWriter {
    private final int number;
    private final ValueLayout values;
    private final List<RowColumn> row;
    private final boolean weighted;
    private final ExpressionCompiler expressions;

    /** @param number of the table among those beside the table of groups */
    ValueWriter(int number, ValueLayout values, List<RowColumn> row, boolean weighted, ExpressionCompiler expressions) {
        this.number = number;
        this.values = values;
        this.row = row;
        this.weighted = weighted;
        this.expressions = expressions;
    }

    /** @param group whose words and hash are variables of the loop */
    void write(KeyWriter group, MethodText loop) {
        ClassText owner = expressions.owner();
        String name = owner.name("value");
        List<String> given = new ArrayList<>(group.words().values());
        StringBuilder parameters = new StringBuilder("int r, long hash, byte[] weights");
        StringBuilder arguments = new StringBuilder("r, hash, weights");
        for (String each : given) {
            parameters.append(", long ").append(each);
            arguments.append(", ").append(each);
        }
        loop.line("%s(%s);".formatted(name, arguments));
        MethodText body = owner.method("private void " + name, parameters.toString(), false);
        List<String> conditions = writeConditions(body);
        writeLookUp(group, body);
        for (int i = 0; i < conditions.size(); i++) {
            String guard = conditions.get(i).equals("true") ? "" : "if (%s) ".formatted(conditions.get(i));
            Accumulator count = values.layout().accumulators().get(i);
            body.line(guard
                    + (count.kind() == AccumulatorKind.FLAG
                            ? "w[b + %d] = 1L;".formatted(count.word())
                            : count(count.word())));
        }
        if (values.layout().countsRows()) {
            body.line(count(values.layout().rowCountWord()));
        }
    }

    private String count(int word) {
        return "w[b + %d] += %s;".formatted(word, weighted ? "weights[r]" : "1L");
    }

    /** For each count a Java condition for the row to count; a row that counts for none is done with. */
    private List<String> writeConditions(MethodText body) {
        List<String> conditions = new ArrayList<>();
        for (OptionalInt filter : values.filters()) {
            if (filter.isEmpty()) {
                conditions.add("true");
            } else {
                Value condition = expressions.column(row.get(filter.getAsInt()), body);
                conditions.add(body.declare(JavaType.BOOLEAN, "f", condition.isTrue()));
            }
        }
        if (!conditions.contains("true")) {
            body.line("if (!(%s)) return;".formatted(String.join(" || ", conditions)));
        }
        return conditions;
    }

    private void writeLookUp(KeyWriter group, MethodText body) {
        RowColumn column = row.get(values.column());
        DataType type = column.type();
        GroupLayout single = new GroupLayout(List.of(type), List.of(), List.of(), false);
        KeyWriter value = new KeyWriter(List.of(column), single, expressions);
        body.line("final StringPool strings = table.strings();");
        value.writeWords(body);
        value.isNull().ifPresent(isNull -> body.line("if (%s) return;".formatted(isNull)));
        body.line("final GroupTable values = table.values(%d);".formatted(number));
        body.line("long full = hash;");
        TreeMap<Integer, String> words = new TreeMap<>(group.words());
        if (values.isByArrival()) {
            String place = body.declare(JavaType.LONG, "k", "values.size()");
            words.put(values.arrivalWord(), place);
            body.line("full = KeyHash.combine(full, %s);".formatted(place));
        }
        value.hashed().forEach(word -> body.line("full = KeyHash.combine(full, %s);".formatted(word)));
        int shift = values.valueWord() - single.keyWord(0);
        value.words().forEach((word, code) -> words.put(word + shift, code));
        body.line("long[] slots = values.slots();");
        body.line("int mask = slots.length - 1;");
        body.line("long[][] segments = values.segments();");
        new LookUpWriter(values.layout(), words, "values", "full").write(body);
    }
}
