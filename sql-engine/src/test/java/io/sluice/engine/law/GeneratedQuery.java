package io.sluice.engine.law;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query as a tree, so that it can be made smaller. The columns of each part are named c0, c1 and so on.
 *
 * @param template its text; {@code {0}}, {@code {1}} are its inputs, as queries in parentheses
 * @param columns what it gives
 * @param inputs the parts below
 * @param choices clauses that may be left out; {@code {a}}, {@code {b}} and so on in the template
 */
record GeneratedQuery(String template, List<Kind> columns, List<GeneratedQuery> inputs, List<String> choices) {
    /** Of a column. What is inexact is only carried along. */
    enum Kind {
        INT("INT"),
        BIGINT("BIGINT"),
        TEXT("STRING"),
        DECIMAL("DECIMAL(10, 2)"),
        DATE("DATE"),
        TIME("TIMESTAMP(3)"),
        INEXACT("DOUBLE");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }

        boolean isNumber() {
            return this == INT || this == BIGINT;
        }
    }

    GeneratedQuery {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
        choices = List.copyOf(choices);
    }

    String sql() {
        String text = template;
        for (int i = 0; i < choices.size(); i++) {
            text = text.replace("{" + (char) ('a' + i) + "}", choices.get(i));
        }
        for (int i = 0; i < inputs.size(); i++) {
            text = text.replace("{" + i + "}", "(" + inputs.get(i).sql() + ")");
        }
        return text;
    }

    /** Smaller ones: a part of it alone, or one with less in it. */
    Stream<GeneratedQuery> smaller() {
        List<GeneratedQuery> all = new ArrayList<>(inputs);
        for (int i = 0; i < choices.size(); i++) {
            if (!choices.get(i).isEmpty()) {
                List<String> fewer = new ArrayList<>(choices);
                fewer.set(i, "");
                all.add(new GeneratedQuery(template, columns, inputs, fewer));
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            int place = i;
            inputs.get(i)
                    .smaller()
                    .filter(input -> startsWith(input.columns, inputs.get(place).columns))
                    .forEach(input -> {
                        List<GeneratedQuery> other = new ArrayList<>(inputs);
                        other.set(place, input);
                        all.add(new GeneratedQuery(template, columns, other, choices));
                    });
        }
        return all.stream();
    }

    private static boolean startsWith(List<Kind> all, List<Kind> wanted) {
        return all.size() >= wanted.size() && all.subList(0, wanted.size()).equals(wanted);
    }
}
