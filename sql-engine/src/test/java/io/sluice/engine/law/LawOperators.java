package io.sluice.engine.law;

import io.sluice.planner.incremental.Facts;
import io.sluice.planner.incremental.PlanAnalysis;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.PlanNode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan is made of: its operators, and of what kind the rows are that come to each. */
final class LawOperators {
    /** What an operator's inputs send: the worst of them counts. */
    enum InputKind {
        /** Rows that stay. */
        APPEND,
        /** Rows of which one of each key is replaced or deleted: of a group-by, or the last of each key. */
        UPDATE,
        /** Rows that are taken back as such: of an outer join, EXCEPT, a top-N. */
        RETRACT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PlanAnalysis analysis = new PlanAnalysis();
    private final Map<String, Set<InputKind>> found = new TreeMap<>();
    private InputKind ofSessions = InputKind.APPEND;

    private LawOperators() {}

    /** By operator, in a plan that sends a changelog. */
    static Map<String, Set<InputKind>> of(PlanNode plan) {
        LawOperators operators = new LawOperators();
        operators.walk(plan);
        return operators.found;
    }

    /** Gives what the node sends. */
    private InputKind walk(PlanNode node) {
        InputKind kind = InputKind.APPEND;
        for (PlanNode input : node.inputs()) {
            InputKind sent = walk(input);
            kind = sent.compareTo(kind) > 0 ? sent : kind;
        }
        for (String name : names(node)) {
            found.computeIfAbsent(name, key -> new TreeSet<>()).add(kind);
        }
        if (node instanceof PlanNode.AssignSessions) {
            ofSessions = kind;
        } else if (node instanceof PlanNode.Aggregate aggregate && isOverSessions(aggregate.input())) {
            found.computeIfAbsent("GROUP BY SESSION", key -> new TreeSet<>()).add(ofSessions);
        }
        Facts facts = analysis.of(node);
        if (!facts.retracts()) {
            return InputKind.APPEND;
        }
        if (node instanceof PlanNode.Aggregate
                || node instanceof PlanNode.Rank && !facts.keys().isEmpty()) {
            return InputKind.UPDATE;
        }
        boolean loses = node instanceof PlanNode.Join join && join.keepsUnmatched()
                || node instanceof PlanNode.SetOperation
                || node instanceof PlanNode.Rank
                || node instanceof PlanNode.Over
                || node instanceof PlanNode.AssignSessions;
        return loses ? InputKind.RETRACT : kind;
    }

    /** Its rows come with their sessions: what comes to these counts. */
    private static boolean isOverSessions(PlanNode node) {
        boolean passes = node instanceof PlanNode.Filter || node instanceof PlanNode.Project;
        return node instanceof PlanNode.AssignSessions
                || passes && isOverSessions(node.inputs().get(0));
    }

    private static Set<String> names(PlanNode node) {
        if (node instanceof PlanNode.Filter) {
            return Set.of("WHERE");
        }
        if (node instanceof PlanNode.Project) {
            return Set.of("expressions");
        }
        if (node instanceof PlanNode.AssignWindows) {
            return Set.of("rows of windows");
        }
        if (node instanceof PlanNode.AssignSessions) {
            return Set.of("rows of sessions");
        }
        if (node instanceof PlanNode.Union) {
            return Set.of("UNION ALL");
        }
        if (node instanceof PlanNode.SetOperation set) {
            return Set.of(set.operation() + (set.all() ? " ALL" : ""));
        }
        if (node instanceof PlanNode.Recursion) {
            return Set.of("WITH RECURSIVE");
        }
        if (node instanceof PlanNode.Aggregate aggregate) {
            return names(aggregate);
        }
        if (node instanceof PlanNode.Join join) {
            return names(join);
        }
        if (node instanceof PlanNode.Rank rank) {
            return names(rank);
        }
        if (node instanceof PlanNode.Over over) {
            return Set.of(over.expiry().isPresent() ? "OVER in time or windows" : "OVER");
        }
        return Set.of();
    }

    private static Set<String> names(PlanNode.Aggregate node) {
        Set<String> names = new TreeSet<>();
        if (node.window().isPresent() && !isOverSessions(node.input())) {
            names.add("GROUP BY " + window(node.window().get()));
        } else if (node.isGlobal()) {
            names.add("aggregates of all rows");
        } else if (!isOverSessions(node.input())) {
            names.add(node.calls().isEmpty() ? "DISTINCT" : "GROUP BY");
        }
        for (AggregateCall call : node.calls()) {
            names.add(
                    isApproximate(call)
                            ? "approximate aggregates"
                            : call.distinct() ? "DISTINCT in an aggregate" : names(call.function()));
            if (call.filter().isPresent()) {
                names.add("FILTER");
            }
        }
        return names;
    }

    private static boolean isApproximate(AggregateCall call) {
        return call.approximate()
                || call.user()
                        .filter(user -> user.function().startsWith("APPROX_"))
                        .isPresent();
    }

    private static String names(AggregateCall.Function function) {
        return switch (function.name()) {
            case "COUNT", "SUM", "AVG" -> "COUNT, SUM, AVG";
            case "MIN", "MAX" -> "MIN, MAX";
            case "VAR_POP", "VAR_SAMP", "STDDEV_POP", "STDDEV_SAMP" -> "VARIANCE, STDDEV";
            case "USER" -> "aggregates of users";
            default -> "other aggregates";
        };
    }

    private static String window(PlanNode.GroupWindow window) {
        return switch (window.spec().kind()) {
            case SLIDING -> window.spec().size() == window.spec().slide() ? "TUMBLE" : "HOP";
            case CUMULATIVE -> "CUMULATE";
            case SESSION -> "SESSION";
        };
    }

    private static Set<String> names(PlanNode.Join node) {
        Set<String> names = new TreeSet<>();
        String type = node.type().name().toLowerCase(Locale.ROOT) + " join";
        boolean ends = node.times()
                .filter(times -> times.dropsLeft() && times.dropsRight())
                .isPresent();
        names.add(ends ? type + " in time" : type);
        if (node.keys().isEmpty()) {
            names.add("join without equal columns");
        }
        if (node.condition().isPresent()) {
            names.add("join with a condition");
        }
        return names;
    }

    private static Set<String> names(PlanNode.Rank node) {
        if (node.isByArrival()) {
            return Set.of("DISTINCT");
        }
        String name = node.limits().isOneRow()
                ? "the nth row"
                : node.limits().function().name();
        if (node.partition().isEmpty() && !node.numbered() && name.equals("ROW_NUMBER")) {
            return Set.of("ORDER BY, LIMIT");
        }
        return Set.of(node.expiry().isPresent() ? name + " in time or windows" : name);
    }

    /** How many queries run in each mode, by kind. */
    static Map<InputKind, Map<LawMode, Integer>> none() {
        Map<InputKind, Map<LawMode, Integer>> counts = new EnumMap<>(InputKind.class);
        for (InputKind kind : InputKind.values()) {
            counts.put(kind, new EnumMap<>(LawMode.class));
        }
        return counts;
    }
}
