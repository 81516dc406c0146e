package io.sluice.planner.translate;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Joins;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows with a mark that says whether some row of another input meets a condition with them: TRUE if one does, else NULL if
 * for one it is not known, else FALSE. That is what {@code x IN (query)} is. Made of semi and anti joins: those that have a
 * partner, those that may have one, those that have none.
 */
final class MarkJoins {
    private static final DataType TRUTH = DataType.of(TypeKind.BOOLEAN, false);

    private final PlanNode left;
    private final PlanNode right;
    private final List<Expr> conditions;

    /** @param condition over the columns of both inputs */
    MarkJoins(PlanNode left, PlanNode right, Expr condition) {
        this.left = left;
        this.right = right;
        conditions = Expressions.conjuncts(condition);
    }

    /** The rows of the left input, and the mark as a further column. */
    PlanNode marked() {
        PlanNode with = marked(joined(left, right, JoinType.SEMI, conditions), Optional.of(true));
        List<PlanNode> parts = new ArrayList<>(List.of(with, marked(without(), Optional.of(false))));
        if (isNullable()) {
            PlanNode rest = joined(left, right, JoinType.ANTI, conditions);
            Expr unknown = truth(CoreOperator.IS_NULL, Expressions.and(conditions));
            parts.add(marked(joined(rest, right, JoinType.SEMI, List.of(unknown)), Optional.empty()));
        }
        return SetOperations.union(parts, with.columns());
    }

    /** Those whose mark is FALSE, with it. */
    PlanNode withoutMarked() {
        return marked(without(), Optional.of(false));
    }

    private PlanNode without() {
        if (!isNullable()) {
            return joined(left, right, JoinType.ANTI, conditions);
        }
        List<Expr> unsure =
                conditions.stream().filter(each -> each.type().nullable()).toList();
        Expr first = unsure.get(0);
        boolean equality = unsure.size() == 1
                && first instanceof Expr.Call call
                && call.function().equals(CoreOperator.EQUAL.symbol());
        if (!equality) {
            Expr maybe = truth(CoreOperator.IS_NOT_FALSE, Expressions.and(conditions));
            return joined(left, right, JoinType.ANTI, List.of(maybe));
        }
        return withoutEqual((Expr.Call) first);
    }

    /** An equality is not known where a side is NULL: so no partner may be equal, none be NULL, and none be there for NULL. */
    private PlanNode withoutEqual(Expr.Call equality) {
        List<Expr> others =
                conditions.stream().filter(each -> !each.equals(equality)).toList();
        PlanNode rest = joined(left, right, JoinType.ANTI, conditions);
        for (Expr side : equality.arguments()) {
            if (!side.type().nullable()) {
                continue;
            }
            Expr isNull = truth(CoreOperator.IS_NULL, side);
            boolean ofRight = Expressions.inputs(side).stream()
                    .allMatch(index -> index >= left.columns().size());
            if (!others.isEmpty()) {
                List<Expr> all = new ArrayList<>(others);
                all.add(isNull);
                rest = joined(rest, right, JoinType.ANTI, all);
            } else if (ofRight) {
                int width = left.columns().size();
                Expr own = Expressions.substitute(isNull, input -> PlanNodes.input(right, input.index() - width));
                rest = joined(rest, isThere(new PlanNode.Filter(right, own)), JoinType.ANTI, List.of());
            } else {
                rest = joined(rest, isThere(right), JoinType.ANTI, List.of(isNull));
            }
        }
        return rest;
    }

    /** One row if there is any. */
    private static PlanNode isThere(PlanNode input) {
        Expr one = new Expr.Literal(Optional.of(true), TRUTH);
        return SetOperations.distinct(PlanNodes.project(input, List.of(one), List.of("found")));
    }

    private boolean isNullable() {
        return conditions.stream().anyMatch(each -> each.type().nullable());
    }

    private static Expr truth(CoreOperator operator, Expr argument) {
        return new Expr.Call(operator.symbol(), List.of(argument), TRUTH);
    }

    private static PlanNode joined(PlanNode from, PlanNode with, JoinType type, List<Expr> by) {
        return Joins.of(from, with, type, List.of(), by, PlanNodes.names(from));
    }

    /** @param mark empty: not known */
    private PlanNode marked(PlanNode rows, Optional<Object> mark) {
        List<Expr> columns = new ArrayList<>(PlanNodes.inputs(rows));
        columns.add(new Expr.Literal(mark, TRUTH.withNullable(mark.isEmpty())));
        List<String> names = new ArrayList<>(PlanNodes.names(rows));
        names.add("mark");
        return PlanNodes.project(rows, columns, names);
    }
}
