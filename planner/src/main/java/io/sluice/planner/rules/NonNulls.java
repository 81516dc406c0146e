package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of a node that are never NULL: by their type, or because a filter or watermark below lets no NULL pass. */
public final class NonNulls implements PlanNode.Visitor<BitSet> {
    private static final Set<CoreOperator> STRICT = Set.of(
            CoreOperator.EQUAL,
            CoreOperator.NOT_EQUAL,
            CoreOperator.LESS,
            CoreOperator.LESS_OR_EQUAL,
            CoreOperator.GREATER,
            CoreOperator.GREATER_OR_EQUAL,
            CoreOperator.IN,
            CoreOperator.IS_NOT_NULL,
            CoreOperator.IS_TRUE,
            CoreOperator.IS_FALSE);

    private static final NonNulls INSTANCE = new NonNulls();

    private NonNulls() {}

    public static BitSet of(PlanNode node) {
        BitSet found = node.accept(INSTANCE);
        for (int i = 0; i < node.columns().size(); i++) {
            if (!node.columns().get(i).type().nullable()) {
                found.set(i);
            }
        }
        return found;
    }

    @Override
    public BitSet scan(PlanNode.Scan node) {
        return new BitSet();
    }

    @Override
    public BitSet filter(PlanNode.Filter node) {
        BitSet found = of(node.input());
        for (Expr condition : Expressions.conjuncts(node.condition())) {
            if (condition instanceof Expr.Call call && isStrict(call)) {
                call.arguments().forEach(argument -> {
                    if (argument instanceof Expr.Input input) {
                        found.set(input.index());
                    }
                });
            }
        }
        return found;
    }

    @Override
    public BitSet temporalFilter(PlanNode.TemporalFilter node) {
        BitSet found = of(node.input());
        node.bounds().forEach(bound -> column(bound.time()).ifPresent(found::set));
        return found;
    }

    /** Not TRUE when an argument is NULL. */
    private static boolean isStrict(Expr.Call call) {
        return CoreOperator.find(call.function()).filter(STRICT::contains).isPresent();
    }

    @Override
    public BitSet project(PlanNode.Project node) {
        BitSet input = of(node.input());
        BitSet found = new BitSet();
        for (int i = 0; i < node.expressions().size(); i++) {
            if (column(node.expressions().get(i)).filter(input::get).isPresent()) {
                found.set(i);
            }
        }
        return found;
    }

    /** The column that an expression is, but for casts that fail rather than give NULL. */
    private static Optional<Integer> column(Expr expr) {
        if (expr instanceof Expr.Cast cast && !cast.safe()) {
            return column(cast.value());
        }
        return expr instanceof Expr.Input input ? Optional.of(input.index()) : Optional.empty();
    }

    @Override
    public BitSet assignWatermark(PlanNode.AssignWatermark node) {
        BitSet found = of(node.input());
        found.set(node.timeColumn());
        return found;
    }

    @Override
    public BitSet assignWindows(PlanNode.AssignWindows node) {
        BitSet found = of(node.input());
        found.set(node.timeColumn());
        return found;
    }

    @Override
    public BitSet unnest(PlanNode.Unnest node) {
        BitSet found = of(node.input());
        if (!node.outer()) {
            node.collections().forEach(collection -> column(collection)
                    .filter(index -> node.collections().size() == 1)
                    .ifPresent(found::set));
        }
        return found;
    }

    @Override
    public BitSet aggregate(PlanNode.Aggregate node) {
        BitSet input = of(node.input());
        BitSet found = new BitSet();
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof GroupKey.InputColumn column && input.get(column.index())) {
                found.set(i);
            }
        }
        return found;
    }

    @Override
    public BitSet union(PlanNode.Union node) {
        List<BitSet> inputs = node.inputs().stream().map(NonNulls::of).toList();
        BitSet found = (BitSet) inputs.get(0).clone();
        inputs.forEach(found::and);
        return found;
    }

    @Override
    public BitSet setOperation(PlanNode.SetOperation node) {
        BitSet found = of(node.left());
        if (node.operation() == PlanNode.SetOperation.Kind.INTERSECT) {
            found.or(of(node.right()));
        }
        return found;
    }

    /** What is true of each row must be so of those that the rounds find. */
    @Override
    public BitSet recursion(PlanNode.Recursion node) {
        BitSet found = of(node.seed());
        found.and(of(node.step()));
        return found;
    }

    @Override
    public BitSet recurrence(PlanNode.Recurrence node) {
        return new BitSet();
    }

    @Override
    public BitSet join(PlanNode.Join node) {
        BitSet left = of(node.left());
        BitSet right = of(node.right());
        node.keys().stream().filter(key -> !key.nullsMatch()).forEach(key -> {
            if (!node.type().keepsLeft()) {
                left.set(key.left());
            }
            if (!node.type().keepsRight()) {
                right.set(key.right());
            }
        });
        int width = node.left().columns().size();
        BitSet found = new BitSet();
        if (!node.type().keepsRight()) {
            found.or(left);
        }
        if (node.type().givesRight() && !node.type().keepsLeft()) {
            right.stream().forEach(index -> found.set(index + width));
        }
        return found;
    }

    @Override
    public BitSet asOf(PlanNode.AsOfJoin node) {
        BitSet found = of(node.left());
        if (!node.keepsLeft()) {
            int width = node.left().columns().size();
            BitSet right = of(node.right());
            node.keys().stream().filter(key -> !key.nullsMatch()).forEach(key -> {
                found.set(key.left());
                right.set(key.right());
            });
            found.set(node.times().left());
            right.set(node.times().right());
            right.stream().forEach(index -> found.set(index + width));
        }
        return found;
    }

    @Override
    public BitSet rank(PlanNode.Rank node) {
        return of(node.input());
    }

    @Override
    public BitSet over(PlanNode.Over node) {
        return of(node.input());
    }

    @Override
    public BitSet assignSessions(PlanNode.AssignSessions node) {
        BitSet found = of(node.input());
        found.set(node.timeColumn());
        return found;
    }

    @Override
    public BitSet write(PlanNode.Write node) {
        return of(node.input());
    }
}
