package io.sluice.engine.law;

import io.sluice.engine.law.LawOperators.InputKind;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Operators by the kind of their input and the output mode: what must be legal, and how many queries say so. */
final class LawMatrix {
    static final int ENOUGH = 3;

    private static final Set<String> NEVER_FINAL = Set.of(
            "GROUP BY",
            "aggregates of all rows",
            "EXCEPT",
            "EXCEPT ALL",
            "left join",
            "right join",
            "full join",
            "anti join",
            "ROW_NUMBER",
            "RANK",
            "DENSE_RANK",
            "ORDER BY, LIMIT",
            "the nth row",
            "OVER");

    private final Map<String, Map<InputKind, Map<LawMode, Integer>>> counts =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int queries;
    private int runs;

    /** @param changelog gives the plan of a query that sends a changelog */
    static LawMatrix of(List<LawQuery> all, Function<LawQuery, PlanNode> changelog) {
        LawMatrix matrix = new LawMatrix();
        all.forEach(query -> matrix.add(query, changelog.apply(query)));
        return matrix;
    }

    private void add(LawQuery query, PlanNode plan) {
        queries++;
        LawOperators.of(plan)
                .forEach((operator, kinds) -> kinds.forEach(kind -> {
                    for (LawMode mode : LawMode.values()) {
                        if (query.runsIn(mode)) {
                            counts.computeIfAbsent(operator, key -> LawOperators.none())
                                    .get(kind)
                                    .merge(mode, 1, Integer::sum);
                        }
                    }
                }));
        for (LawMode mode : LawMode.values()) {
            runs += query.runsIn(mode) ? 1 : 0;
        }
    }

    int queries() {
        return queries;
    }

    int runs() {
        return runs;
    }

    /** Why there is nothing in a cell; empty: it must be legal. */
    static Optional<String> exception(String operator, InputKind kind, LawMode mode) {
        if (kind != InputKind.APPEND && operator.equals("WITH RECURSIVE")) {
            return Optional.of("w");
        }
        if (mode == LawMode.APPEND && NEVER_FINAL.contains(operator)) {
            return Optional.of("n");
        }
        return Optional.empty();
    }

    /** Cells that must be legal and have less than {@link #ENOUGH} queries. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        counts.forEach((operator, kinds) -> {
            for (InputKind kind : InputKind.values()) {
                for (LawMode mode : LawMode.values()) {
                    int count = kinds.get(kind).getOrDefault(mode, 0);
                    if (count < ENOUGH && exception(operator, kind, mode).isEmpty()) {
                        gaps.add("%s over %s in %s: %d".formatted(operator, kind, mode, count));
                    }
                }
            }
        });
        return gaps;
    }

    /** As a table of the docs; numbers in steps, so that it does not change with each query. */
    String table() {
        StringBuilder text =
                new StringBuilder("| operator | input | append | update | changelog | complete | bounded |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        counts.forEach((operator, kinds) -> {
            for (InputKind kind : InputKind.values()) {
                text.append("| ")
                        .append(kind == InputKind.APPEND ? operator : "")
                        .append(" | ")
                        .append(kind);
                for (LawMode mode : LawMode.values()) {
                    int count = kinds.get(kind).getOrDefault(mode, 0);
                    text.append(" | ")
                            .append(
                                    count > 0
                                            ? steps(count)
                                            : exception(operator, kind, mode).orElse("!"));
                }
                text.append(" |\n");
            }
        });
        return text.toString();
    }

    private static String steps(int count) {
        for (int step : new int[] {100, 50, 20, 10, 5, 3}) {
            if (count >= step) {
                return step + "+";
            }
        }
        return Integer.toString(count);
    }
}
