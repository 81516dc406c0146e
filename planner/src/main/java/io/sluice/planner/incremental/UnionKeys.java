package io.sluice.planner.incremental;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What identifies a row of a union: the keys of its branches, and columns that tell from which branch it comes. They do so where
 * branches have different constants in them, as grouping sets have in GROUPING_ID; or where one has NULL and the other never has.
 */
final class UnionKeys {
    private final PlanNode.Union node;

    private UnionKeys(PlanNode.Union node) {
        this.node = node;
    }

    static List<BitSet> of(PlanNode.Union node, List<Facts> inputs) {
        if (inputs.stream().anyMatch(facts -> facts.keys().isEmpty())) {
            return List.of();
        }
        BitSet ofBranches = new BitSet();
        inputs.forEach(facts -> ofBranches.or(facts.keys().get(0)));
        return new UnionKeys(node)
                .discriminators().stream()
                        .map(columns -> {
                            columns.or(ofBranches);
                            return columns;
                        })
                        .distinct()
                        .toList();
    }

    /** Each column that tells all branches apart, or else all that tell some apart, if together they do. */
    private List<BitSet> discriminators() {
        List<BitSet> single = new ArrayList<>();
        BitSet some = new BitSet();
        for (int column = 0; column < node.columns().size(); column++) {
            int pairs = apart(column);
            if (pairs == node.inputs().size() * (node.inputs().size() - 1) / 2) {
                BitSet alone = new BitSet();
                alone.set(column);
                single.add(alone);
            }
            if (pairs > 0) {
                some.set(column);
            }
        }
        return !single.isEmpty() || !areApart(some) ? single : List.of(some);
    }

    private int apart(int column) {
        int pairs = 0;
        for (int left = 0; left < node.inputs().size(); left++) {
            for (int right = left + 1; right < node.inputs().size(); right++) {
                pairs += areApart(node.inputs().get(left), node.inputs().get(right), column) ? 1 : 0;
            }
        }
        return pairs;
    }

    private boolean areApart(BitSet columns) {
        for (int left = 0; left < node.inputs().size(); left++) {
            for (int right = left + 1; right < node.inputs().size(); right++) {
                PlanNode one = node.inputs().get(left);
                PlanNode other = node.inputs().get(right);
                if (columns.stream().noneMatch(column -> areApart(one, other, column))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean areApart(PlanNode left, PlanNode right, int column) {
        Expr one = expression(left, column);
        Expr other = expression(right, column);
        if (one instanceof Expr.Literal literal && other instanceof Expr.Literal otherLiteral) {
            return !literal.value().equals(otherLiteral.value());
        }
        return isNull(one) && !other.type().nullable()
                || isNull(other) && !one.type().nullable();
    }

    private static boolean isNull(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value().isEmpty();
    }

    /** What a branch has in a column, as far as projections and filters tell. */
    private static Expr expression(PlanNode branch, int column) {
        if (branch instanceof PlanNode.Filter filter) {
            return expression(filter.input(), column);
        }
        if (branch instanceof PlanNode.Project project) {
            Expr expression = project.expressions().get(column);
            return expression instanceof Expr.Input input ? expression(project.input(), input.index()) : expression;
        }
        return new Expr.Input(column, branch.columns().get(column).type());
    }
}
