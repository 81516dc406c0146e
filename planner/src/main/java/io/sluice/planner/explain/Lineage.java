package io.sluice.planner.explain;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.UserAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What each column of a node is, as text over the columns of the sources, such as {@code EXTRACT/HOUR(flights.date)}. Two
 * columns with equal text have equal values, however the plan between them looks.
 */
final class Lineage implements PlanNode.Visitor<List<String>> {
    private static final Lineage INSTANCE = new Lineage();

    private Lineage() {}

    static List<String> of(PlanNode node) {
        return node.accept(INSTANCE);
    }

    @Override
    public List<String> scan(PlanNode.Scan node) {
        return node.columns().stream()
                .map(column -> node.source() + "." + column.name())
                .toList();
    }

    @Override
    public List<String> filter(PlanNode.Filter node) {
        return of(node.input());
    }

    /** What rows must meet. */
    static String condition(PlanNode.Filter node) {
        return node.condition().accept(new ExprText(of(node.input())));
    }

    @Override
    public List<String> temporalFilter(PlanNode.TemporalFilter node) {
        return of(node.input());
    }

    /** The comparisons with the clock. */
    static List<String> bounds(PlanNode.TemporalFilter node) {
        ExprText text = new ExprText(of(node.input()));
        return node.bounds().stream()
                .map(bound -> "%s %s %s"
                        .formatted(
                                bound.time().accept(text),
                                bound.operator().symbol(),
                                bound.clock().accept(text)))
                .toList();
    }

    @Override
    public List<String> project(PlanNode.Project node) {
        ExprText text = new ExprText(of(node.input()));
        return node.expressions().stream()
                .map(expression -> expression.accept(text))
                .toList();
    }

    @Override
    public List<String> assignWatermark(PlanNode.AssignWatermark node) {
        return of(node.input());
    }

    @Override
    public List<String> assignWindows(PlanNode.AssignWindows node) {
        List<String> columns = new ArrayList<>(of(node.input()));
        String partition = node.partition().stream().map(columns::get).collect(Collectors.joining(", "));
        String windows = "windows(%s, %s%s)"
                .formatted(
                        columns.get(node.timeColumn()),
                        WindowText.of(node.window()),
                        partition.isEmpty() ? "" : " by " + partition);
        for (String property : List.of("start", "end", "time")) {
            columns.add(windows + "." + property);
        }
        return columns;
    }

    @Override
    public List<String> unnest(PlanNode.Unnest node) {
        List<String> columns = new ArrayList<>(of(node.input()));
        ExprText text = new ExprText(of(node.input()));
        String collections = node.collections().stream()
                .map(collection -> collection.accept(text))
                .collect(Collectors.joining(", ", node.outer() ? "left unnest(" : "unnest(", ")"));
        int before = columns.size();
        for (int i = before; i < node.columns().size(); i++) {
            boolean place = node.ordinality() && i == node.columns().size() - 1;
            columns.add(collections + (place ? ".place" : "." + (i - before + 1)));
        }
        if (node.condition().isEmpty()) {
            return columns;
        }
        String condition = node.condition().get().accept(new ExprText(columns));
        for (int i = before; i < columns.size(); i++) {
            columns.set(i, columns.get(i) + " on " + condition);
        }
        return columns;
    }

    @Override
    public List<String> aggregate(PlanNode.Aggregate node) {
        List<String> columns = new ArrayList<>(keys(node));
        columns.addAll(calls(node));
        return columns;
    }

    /** The keys of a group-by. */
    static List<String> keys(PlanNode.Aggregate node) {
        List<String> input = of(node.input());
        return node.keys().stream().map(key -> key(node, key, input)).toList();
    }

    private static String key(PlanNode.Aggregate node, GroupKey key, List<String> input) {
        if (key instanceof GroupKey.InputColumn column) {
            return input.get(column.index());
        }
        return window(node) + "."
                + ((GroupKey.WindowProperty) key).property().name().toLowerCase(Locale.ROOT);
    }

    /** The windows of a group-by; empty for none. */
    static String window(PlanNode.Aggregate node) {
        return node.window()
                .map(window -> "%s on %s%s"
                        .formatted(
                                WindowText.of(window.spec()),
                                of(node.input()).get(window.timeColumn()),
                                window.assigned()
                                        ? window.spec().isCumulative() ? ", which is its end" : ", which is its start"
                                        : ""))
                .orElse("");
    }

    /** The aggregates of a group-by, with the type that their state has. */
    static List<String> calls(PlanNode.Aggregate node) {
        List<String> input = of(node.input());
        return node.calls().stream()
                .map(call -> call(call, input, node.input().columns()))
                .toList();
    }

    private static String call(AggregateCall call, List<String> input, List<Column> columns) {
        String argument = AggregateText.arguments(
                call,
                "distinct ",
                index -> input.get(index) + " " + columns.get(index).type().withNullable(true));
        String filter =
                call.filter().isPresent() ? " where " + input.get(call.filter().getAsInt()) : "";
        return "%s(%s)%s %s"
                .formatted(
                        call.user()
                                .map(UserAggregate::qualifiedName)
                                .orElse(call.function().name()),
                        argument,
                        filter,
                        call.type().withNullable(true));
    }

    @Override
    public List<String> union(PlanNode.Union node) {
        List<List<String>> inputs = node.inputs().stream().map(Lineage::of).toList();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            int column = i;
            columns.add(inputs.stream().map(input -> input.get(column)).collect(Collectors.joining(" | ", "{", "}")));
        }
        return columns;
    }

    @Override
    public List<String> setOperation(PlanNode.SetOperation node) {
        List<String> left = of(node.left());
        List<String> right = of(node.right());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            columns.add("%s(%s, %s)".formatted(node.kind(), left.get(i), right.get(i)));
        }
        return columns;
    }

    @Override
    public List<String> recursion(PlanNode.Recursion node) {
        List<String> seed = of(node.seed());
        List<String> step = of(node.step());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < seed.size(); i++) {
            columns.add("recursion(%s, %s)".formatted(seed.get(i), step.get(i)));
        }
        return columns;
    }

    @Override
    public List<String> recurrence(PlanNode.Recurrence node) {
        return node.columns().stream()
                .map(column -> node.name() + "." + column.name())
                .toList();
    }

    @Override
    public List<String> join(PlanNode.Join node) {
        List<String> columns = new ArrayList<>(of(node.left()));
        if (node.type().givesRight()) {
            columns.addAll(of(node.right()));
        }
        return columns;
    }

    @Override
    public List<String> asOf(PlanNode.AsOfJoin node) {
        List<String> columns = new ArrayList<>(of(node.left()));
        columns.addAll(of(node.right()));
        return columns;
    }

    /** What a pair of an as-of join must meet. */
    static List<String> conditions(PlanNode.AsOfJoin node) {
        List<String> left = of(node.left());
        List<String> right = of(node.right());
        List<String> conditions = new ArrayList<>(keys(node.keys(), left, right));
        conditions.add("nearest %s %s %s"
                .formatted(
                        left.get(node.times().left()),
                        node.times().relation().symbol(),
                        right.get(node.times().right())));
        return conditions;
    }

    private static List<String> keys(List<PlanNode.JoinKey> keys, List<String> left, List<String> right) {
        return keys.stream()
                .map(key -> "%s %s %s"
                        .formatted(
                                left.get(key.left()),
                                key.nullsMatch() ? "IS NOT DISTINCT FROM" : "=",
                                right.get(key.right())))
                .toList();
    }

    @Override
    public List<String> rank(PlanNode.Rank node) {
        List<String> columns = new ArrayList<>(of(node.input()));
        if (node.numbered()) {
            columns.add(node.limits().function() + ranks(node));
        }
        return columns;
    }

    /** What a pair of a join must meet. */
    static List<String> conditions(PlanNode.Join node) {
        List<String> left = of(node.left());
        List<String> right = of(node.right());
        List<String> conditions = new ArrayList<>(keys(node.keys(), left, right));
        List<String> both = new ArrayList<>(left);
        both.addAll(right);
        node.condition().ifPresent(condition -> conditions.add(condition.accept(new ExprText(both))));
        return conditions;
    }

    /** Partitions, order and limits. */
    static String ranks(PlanNode.Rank node) {
        List<String> input = of(node.input());
        return "(%s by (%s) order %s)"
                .formatted(node.limits(), columns(node.partition(), input), order(node.order(), input));
    }

    private static String columns(List<Integer> columns, List<String> input) {
        return columns.stream().map(input::get).collect(Collectors.joining(", "));
    }

    private static String order(List<SortKey> order, List<String> input) {
        return order.stream()
                .map(key -> input.get(key.column())
                        + (key.descending() ? " desc" : "")
                        + (key.nullsLast() ? " nulls last" : ""))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public List<String> assignSessions(PlanNode.AssignSessions node) {
        List<String> columns = new ArrayList<>(of(node.input()));
        String sessions = "sessions(%s by (%s), %d)"
                .formatted(columns.get(node.timeColumn()), columns(node.partition(), columns), node.gap());
        for (String property : List.of("start", "end", "time")) {
            columns.add(sessions + "." + property);
        }
        return columns;
    }

    @Override
    public List<String> over(PlanNode.Over node) {
        List<String> columns = new ArrayList<>(of(node.input()));
        columns.addAll(calls(node));
        return columns;
    }

    /** The functions with their windows. */
    static List<String> calls(PlanNode.Over node) {
        List<String> input = of(node.input());
        List<Column> types = node.input().columns();
        return node.calls().stream()
                .map(call -> "%s over (by (%s) order %s %s) %s"
                        .formatted(
                                call.aggregate()
                                        .map(aggregate -> call(aggregate, input, types))
                                        .orElseGet(() -> call(call, input)),
                                columns(node.partition(), input),
                                order(node.order(), input),
                                call.frame(),
                                call.type().withNullable(true)))
                .toList();
    }

    private static String call(OverCall call, List<String> input) {
        return "%s(%s%s, %d)%s"
                .formatted(
                        call.user()
                                .map(UserAggregate::qualifiedName)
                                .orElse(call.function().name()),
                        call.distinct() ? "distinct " : "",
                        columns(call.arguments(), input),
                        call.parameter(),
                        call.ignoresNulls() ? " ignore nulls" : "");
    }

    @Override
    public List<String> write(PlanNode.Write node) {
        return of(node.input());
    }

    /** Expressions with the text of their inputs put in. */
    private record ExprText(List<String> inputs) implements Expr.Visitor<String> {
        @Override
        public String input(Expr.Input expr) {
            return inputs.get(expr.index());
        }

        @Override
        public String literal(Expr.Literal expr) {
            return expr.value().map(value -> value + ":" + expr.type().kind()).orElse("NULL");
        }

        @Override
        public String call(Expr.Call expr) {
            return expr.function() + list(expr.arguments());
        }

        @Override
        public String userCall(Expr.UserCall expr) {
            return expr.method().qualifiedName() + list(expr.arguments());
        }

        @Override
        public String cast(Expr.Cast expr) {
            String type = expr.type().withNullable(true).toString();
            return (expr.safe() ? "TRY_CAST(" : "CAST(") + expr.value().accept(this) + " AS " + type + ")";
        }

        @Override
        public String conditional(Expr.Conditional expr) {
            return expr.branches().stream()
                            .map(branch -> "WHEN " + branch.condition().accept(this) + " THEN "
                                    + branch.value().accept(this))
                            .collect(Collectors.joining(" ", "CASE ", " ELSE "))
                    + expr.otherwise().accept(this) + " END";
        }

        @Override
        public String lambda(Expr.Lambda expr) {
            return expr.parameters().stream().map(Expr.Variable::name).collect(Collectors.joining(", ", "(", ")"))
                    + " -> " + expr.body().accept(this);
        }

        @Override
        public String variable(Expr.Variable expr) {
            return expr.name();
        }

        private String list(List<Expr> expressions) {
            return expressions.stream()
                    .map(expression -> expression.accept(this))
                    .collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
