package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.incremental.ProcessingTime;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Joins;
import io.sluice.planner.validate.AsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;

/**
 * Joins with a table as it was at a time: {@code FOR SYSTEM_TIME AS OF}, where the time is that of the clock or of the row, and
 * {@code ASOF JOIN}.
 */
final class TemporalJoins {
    private final org.apache.calcite.rel.core.Join join;
    private final PlanNode left;
    private final PlanNode right;
    private final List<String> names;
    private final ExprBuilder expressions;

    TemporalJoins(
            org.apache.calcite.rel.core.Join join,
            PlanNode left,
            PlanNode right,
            List<String> names,
            Constants constants) {
        this.join = join;
        this.left = left;
        this.right = right;
        this.names = names;
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        expressions = new ExprBuilder(both, constants);
    }

    PlanNode build() {
        Optional<RexNode> match = AsOf.match(join.getCondition());
        if (match.isPresent()) {
            return AsOfJoins.matching(left, right, keepsLeft(), conjuncts(List.of(match.get())), conditions(), names);
        }
        Expr time = expressions.build(AsOf.time(join.getCondition()).orElseThrow());
        if (!Expressions.inputs(time).stream()
                .allMatch(index -> index < left.columns().size())) {
            throw refused(
                    "FOR SYSTEM_TIME AS OF has a column of the table behind it as its time",
                    "Write a time of the row that looks it up, such as FOR SYSTEM_TIME AS OF a.ts.");
        }
        if (ProcessingTime.is(time, left)) {
            return newest();
        }
        Versions versions = Versions.of(join.getRight(), right);
        return AsOfJoins.of(left, versions, keepsLeft(), time, conditions(), names);
    }

    private boolean keepsLeft() {
        return join.getJoinType() == JoinRelType.LEFT;
    }

    private List<Expr> conditions() {
        return conjuncts(AsOf.others(join.getCondition()));
    }

    private List<Expr> conjuncts(List<RexNode> conditions) {
        return conditions.stream()
                .flatMap(condition -> Expressions.conjuncts(expressions.build(condition)).stream())
                .toList();
    }

    /** The rows that are there when a row comes; of a table with a primary key the last one of each key. */
    private PlanNode newest() {
        List<Integer> key = Versions.primaryKey(join.getRight());
        JoinType type = keepsLeft() ? JoinType.LEFT : JoinType.INNER;
        Lookup lookup = new Lookup(Lookup.Kind.NEWEST, key);
        PlanNode plan = Joins.of(left, right, type, List.of(), conditions(), names, Optional.of(lookup));
        Join made = (Join) (plan instanceof PlanNode.Project project ? project.input() : plan);
        AsOfJoins.checkKey(made, key);
        return plan;
    }

    private static PlanException refused(String message, String hint) {
        return new PlanException(message, hint, Optional.empty());
    }
}
