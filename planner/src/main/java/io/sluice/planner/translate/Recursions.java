package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Recurrence;
import io.sluice.planner.plan.PlanNode.Recursion;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Spool;

/**
 * Queries of WITH RECURSIVE. Its columns are those of the first query, as in other engines: what the second one makes of them
 * must have these types again. A row that the second query gives may hold NULL in any column.
 */
final class Recursions {
    private final Function<RelNode, PlanNode> build;
    private final Constants constants;
    private final Deque<Recurrence> open = new ArrayDeque<>();

    Recursions(Function<RelNode, PlanNode> build, Constants constants) {
        this.build = build;
        this.constants = constants;
    }

    PlanNode of(RepeatUnion union, String name) {
        List<String> names = union.getRowType().getFieldNames();
        PlanNode seed = build.apply(stripped(union.getSeedRel()));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new Column(names.get(i), seed.columns().get(i).type().withNullable(true)));
        }
        open.push(new Recurrence(name, columns));
        PlanNode step;
        try {
            step = build.apply(stripped(union.getIterativeRel()));
        } finally {
            open.pop();
        }
        int reads = check(step, name);
        if (reads > 1) {
            throw refused(
                    "\"%s\" is read %d times in its own query".formatted(name, reads),
                    "Read it once: FROM t JOIN %s ON ….".formatted(name));
        }
        return new Recursion(fitted(seed, columns, name), fitted(step, columns, name), name, "", union.all, columns);
    }

    /** Where the query reads itself. */
    PlanNode recurrence(String name) {
        return open.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "\"%s\" is read where it is not there".formatted(name),
                        "Read it in the second query of the UNION."));
    }

    private static RelNode stripped(RelNode rel) {
        return rel instanceof Spool spool ? stripped(spool.getInput()) : rel;
    }

    private PlanNode fitted(PlanNode query, List<Column> columns, String name) {
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Expr value = PlanNodes.input(query, i);
            Column column = columns.get(i);
            if (value.type().kind() != column.type().kind()) {
                throw refused(
                        "column \"%s\" of \"%s\" is %s in its first query, and %s in the second"
                                .formatted(
                                        column.name(),
                                        name,
                                        column.type().withNullable(true),
                                        value.type().withNullable(true)),
                        "Write CAST(… AS %s) in the first query, or in the second."
                                .formatted(value.type().withNullable(true)));
            }
            expressions.add(column.type().kind() == TypeKind.ROW ? value : constants.cast(value, column.type()));
        }
        return PlanNodes.project(
                query, expressions, columns.stream().map(Column::name).toList());
    }

    /** Rows go round only through what takes none of them back; gives how often the recurrence is read. */
    private static int check(PlanNode node, String name) {
        if (node instanceof Recurrence recurrence) {
            return recurrence.name().equals(name) ? 1 : 0;
        }
        if (!Recurrence.isBelow(node)) {
            return 0;
        }
        if (node instanceof Recursion) {
            throw refused(
                    "a WITH RECURSIVE inside \"%s\" reads it".formatted(name),
                    "Write both as one query, with a UNION.");
        }
        if (node instanceof PlanNode.Join join && !isMonotone(join)) {
            throw refused(
                    "\"%s\" is read in a %s JOIN in its own query"
                            .formatted(name, join.type().name()),
                    "Use JOIN, IN or EXISTS; a row without a partner might get one in a later round.");
        }
        boolean passes = node instanceof PlanNode.Filter
                || node instanceof PlanNode.Project
                || node instanceof PlanNode.Unnest
                || node instanceof PlanNode.Union
                || node instanceof PlanNode.Join;
        if (!passes) {
            throw refused(
                    "\"%s\" is read below %s in its own query".formatted(name, kind(node)),
                    "Compute it from the result: SELECT … FROM %s GROUP BY ….".formatted(name));
        }
        return node.inputs().stream().mapToInt(input -> check(input, name)).sum();
    }

    private static boolean isMonotone(PlanNode.Join join) {
        return join.lookup().isEmpty()
                && (join.type() == PlanNode.JoinType.INNER || join.type() == PlanNode.JoinType.SEMI);
    }

    private static String kind(PlanNode node) {
        return switch (node.getClass().getSimpleName()) {
            case "Aggregate" -> "an aggregate, GROUP BY or DISTINCT";
            case "SetOperation" -> "INTERSECT or EXCEPT";
            case "Rank" -> "ORDER BY, LIMIT or a rank";
            case "Over" -> "OVER";
            default -> "an operator that takes rows back";
        };
    }

    private static PlanException refused(String what, String hint) {
        return new PlanException(what, hint, Optional.empty());
    }
}
