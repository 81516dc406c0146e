package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Where the conditions on a join, and those above it, go: those on one input into that input where the rows that they drop
 * have no other effect; of an inner join, all others into the join. A condition above that no row without a partner meets
 * makes an outer join an inner one.
 */
final class JoinConditions {
    /** Not TRUE when an argument is NULL. */
    private static final Set<String> STRICT = Set.of("=", "<>", "<", "<=", ">", ">=", "IN", "IS NOT NULL");

    private final Join join;
    private final JoinType type;
    private final int width;
    private final int all;

    private final List<Expr> left = new ArrayList<>();
    private final List<Expr> right = new ArrayList<>();
    private final List<Expr> on = new ArrayList<>();
    private final List<Expr> above = new ArrayList<>();

    JoinConditions(Join join, List<Expr> conditions) {
        this.join = join;
        width = join.left().columns().size();
        all = width + join.right().columns().size();
        type = narrowed(conditions);
        join.condition().ifPresent(condition -> Expressions.conjuncts(condition).forEach(this::place));
        conditions.forEach(this::placeAbove);
    }

    /** For the left input. */
    List<Expr> left() {
        return left;
    }

    /** For the right input. */
    List<Expr> right() {
        return right;
    }

    /** That stay above the join. */
    List<Expr> above() {
        return above;
    }

    /** The join over new inputs with the same columns; itself if nothing changes. */
    PlanNode over(PlanNode newLeft, PlanNode newRight) {
        PlanNode placed = Joins.of(newLeft, newRight, type, join.keys(), on, PlanNodes.names(join), join.lookup());
        return placed.equals(join) ? join : placed;
    }

    private JoinType narrowed(List<Expr> conditions) {
        boolean needsLeft = conditions.stream().anyMatch(condition -> rejectsNulls(condition, 0, width));
        boolean needsRight = conditions.stream().anyMatch(condition -> rejectsNulls(condition, width, all));
        return switch (join.type()) {
            case LEFT -> needsRight ? JoinType.INNER : JoinType.LEFT;
            case RIGHT -> needsLeft ? JoinType.INNER : JoinType.RIGHT;
            case FULL -> needsLeft && needsRight
                    ? JoinType.INNER
                    : needsLeft ? JoinType.LEFT : needsRight ? JoinType.RIGHT : JoinType.FULL;
            case INNER, SEMI, ANTI -> join.type();
        };
    }

    /** Whether a condition is not TRUE where some of these columns are all NULL. */
    private static boolean rejectsNulls(Expr condition, int from, int to) {
        return condition instanceof Expr.Call call
                && STRICT.contains(call.function())
                && call.arguments().stream().anyMatch(argument -> isColumn(argument, from, to));
    }

    private static boolean isColumn(Expr expr, int from, int to) {
        if (expr instanceof Expr.Cast cast) {
            return isColumn(cast.value(), from, to);
        }
        if (expr instanceof Expr.Call call
                && (call.function().equals(CoreOperator.PLUS.symbol())
                        || call.function().equals(CoreOperator.MINUS.symbol()))) {
            return call.arguments().stream().anyMatch(argument -> isColumn(argument, from, to));
        }
        return expr instanceof Expr.Input input && from <= input.index() && input.index() < to;
    }

    /** Of the join itself: a row of an input that is kept without a partner stays, whatever its columns are. */
    private void place(Expr condition) {
        if (Expressions.isOfClock(condition) && join.lookup().isEmpty()) {
            placeClock(condition);
        } else if (!type.keepsLeft() && Joins.isOf(condition, 0, width)) {
            left.add(ofLeft(condition));
        } else if (!type.keepsRight() && isOfRight(condition)) {
            right.add(ofRight(condition));
        } else {
            on.add(ofInputs(condition));
        }
    }

    /** Rows come and go by the clock, which a join does not look at: below it, or above it if that is the same. */
    private void placeClock(Expr condition) {
        BitSet inputs = Expressions.inputs(condition);
        boolean ofLeft = !inputs.isEmpty() && inputs.length() <= width;
        boolean ofRight = !inputs.isEmpty() && inputs.nextSetBit(0) >= width;
        if (ofLeft && !type.keepsLeft()) {
            left.add(ofLeft(condition));
        } else if (ofRight && !type.keepsRight()) {
            right.add(ofRight(condition));
        } else if (type == JoinType.INNER) {
            above.add(typed(condition));
        } else {
            on.add(ofInputs(condition));
        }
    }

    private void placeAbove(Expr condition) {
        if (!type.keepsRight() && Joins.isOf(condition, 0, width)) {
            left.add(ofLeft(condition));
        } else if (!type.keepsLeft() && isOfRight(condition)) {
            right.add(ofRight(condition));
        } else if (type == JoinType.INNER && Expressions.isDeterministic(condition)) {
            on.add(ofInputs(condition));
        } else {
            above.add(typed(condition));
        }
    }

    /** Asked below the join, a row that is left out there would not replace an older one. */
    private boolean isOfRight(Expr condition) {
        boolean replaces =
                join.lookup().filter(lookup -> !lookup.replaced().isEmpty()).isPresent();
        return !replaces && Joins.isOf(condition, width, all);
    }

    private Expr ofLeft(Expr condition) {
        return Expressions.substitute(condition, input -> PlanNodes.input(join.left(), input.index()));
    }

    private Expr ofRight(Expr condition) {
        return Expressions.substitute(condition, input -> PlanNodes.input(join.right(), input.index() - width));
    }

    /** Over the columns of both inputs, which may be less nullable than those of the join. */
    private Expr ofInputs(Expr condition) {
        return Expressions.substitute(
                condition,
                input -> input.index() < width
                        ? PlanNodes.input(join.left(), input.index())
                        : new Expr.Input(
                                input.index(),
                                join.right()
                                        .columns()
                                        .get(input.index() - width)
                                        .type()));
    }

    /** Over the columns of the join as it is now. */
    private Expr typed(Expr condition) {
        var columns = Joins.columns(join.left(), join.right(), type, PlanNodes.names(join));
        return Expressions.substitute(
                condition,
                input ->
                        new Expr.Input(input.index(), columns.get(input.index()).type()));
    }
}
