package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition on a rank makes it a top-N: {@code WHERE rn <= 3}, and the like with =, &lt; and BETWEEN. */
final class RankFilters {
    private RankFilters() {}

    static PlanNode in(PlanNode plan) {
        PlanNode node = PlanNodes.withInputs(
                plan, plan.inputs().stream().map(RankFilters::in).toList());
        if (!(node instanceof PlanNode.Filter filter)) {
            return node;
        }
        if (filter.input() instanceof PlanNode.Over over && function(over).isPresent()) {
            return limited(filter, over);
        }
        return filter.input() instanceof PlanNode.Rank rank && rank.numbered() ? limited(filter, rank) : node;
    }

    private static Optional<RankLimits.Function> function(PlanNode.Over over) {
        if (over.calls().size() != 1) {
            return Optional.empty();
        }
        OverCall call = over.calls().get(0);
        return switch (call.function()) {
            case ROW_NUMBER -> Optional.of(RankLimits.Function.ROW_NUMBER);
            case RANK -> Optional.of(RankLimits.Function.RANK);
            case DENSE_RANK -> Optional.of(RankLimits.Function.DENSE_RANK);
            default -> Optional.empty();
        };
    }

    private static PlanNode limited(PlanNode.Filter filter, PlanNode.Over over) {
        RankLimits all = new RankLimits(function(over).orElseThrow(), 1, Long.MAX_VALUE);
        List<Expr> others = new ArrayList<>();
        RankLimits limits = limits(filter, over.input().columns().size(), all, others);
        if (limits.last() == Long.MAX_VALUE) {
            return filter;
        }
        PlanNode rank = new PlanNode.Rank(
                over.input(),
                over.uid(),
                over.partition(),
                over.order(),
                limits,
                true,
                over.expiry(),
                over.emit(),
                over.retracts(),
                over.columns());
        return others.isEmpty() ? rank : new PlanNode.Filter(rank, Expressions.and(others));
    }

    private static PlanNode limited(PlanNode.Filter filter, PlanNode.Rank rank) {
        List<Expr> others = new ArrayList<>();
        RankLimits limits = limits(filter, rank.columns().size() - 1, rank.limits(), others);
        if (limits.equals(rank.limits())) {
            return filter;
        }
        PlanNode smaller = new PlanNode.Rank(
                rank.input(),
                rank.uid(),
                rank.partition(),
                rank.order(),
                limits,
                true,
                rank.expiry(),
                rank.emit(),
                rank.retracts(),
                rank.columns());
        return others.isEmpty() ? smaller : new PlanNode.Filter(smaller, Expressions.and(others));
    }

    /** @param others gets the conditions that are not limits */
    private static RankLimits limits(PlanNode.Filter filter, int column, RankLimits all, List<Expr> others) {
        RankLimits limits = all;
        for (Expr condition : Expressions.conjuncts(filter.condition())) {
            Optional<long[]> range = range(condition, column);
            if (range.isPresent()) {
                limits = limits.and(range.get()[0], range.get()[1]);
            } else {
                others.add(condition);
            }
        }
        return limits;
    }

    /** First and last rank that pass a condition, if it is a comparison of the rank with a constant. */
    private static Optional<long[]> range(Expr condition, int column) {
        if (!(condition instanceof Expr.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        CoreOperator operator = CoreOperator.find(call.function()).orElse(CoreOperator.NOT);
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        if (isRank(left, column)) {
            return constant(right).flatMap(value -> range(operator, value));
        }
        return isRank(right, column)
                ? constant(left).flatMap(value -> range(turned(operator), value))
                : Optional.empty();
    }

    private static boolean isRank(Expr expr, int column) {
        return expr instanceof Expr.Input input && input.index() == column;
    }

    private static Optional<Long> constant(Expr expr) {
        boolean integer =
                expr instanceof Expr.Literal literal && literal.type().kind().isInteger();
        return integer ? ((Expr.Literal) expr).value().map(Long.class::cast) : Optional.empty();
    }

    private static Optional<long[]> range(CoreOperator operator, long value) {
        long bounded = Math.max(-1, Math.min(Long.MAX_VALUE - 1, value));
        return switch (operator) {
            case EQUAL -> Optional.of(new long[] {Math.max(1, bounded), Math.max(0, bounded)});
            case LESS_OR_EQUAL -> Optional.of(new long[] {1, Math.max(0, bounded)});
            case LESS -> Optional.of(new long[] {1, Math.max(0, bounded - 1)});
            case GREATER_OR_EQUAL -> Optional.of(new long[] {Math.max(1, bounded), Long.MAX_VALUE});
            case GREATER -> Optional.of(new long[] {Math.max(1, bounded + 1), Long.MAX_VALUE});
            default -> Optional.empty();
        };
    }

    private static CoreOperator turned(CoreOperator operator) {
        return switch (operator) {
            case LESS -> CoreOperator.GREATER;
            case LESS_OR_EQUAL -> CoreOperator.GREATER_OR_EQUAL;
            case GREATER -> CoreOperator.LESS;
            case GREATER_OR_EQUAL -> CoreOperator.LESS_OR_EQUAL;
            default -> operator;
        };
    }
}
