package io.sluice.planner.incremental;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import java.util.Set;

/** Finds the columns that have the time of the batch. */
public final class ProcessingTime {
    private static final Set<String> CLOCKS = Set.of("PROCTIME", "NOW", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP");

    private ProcessingTime() {}

    /** Whether an expression over the columns of a node is that time, and nothing more; perhaps of an earlier batch. */
    public static boolean is(Expr expr, PlanNode node) {
        return is(expr, node, true);
    }

    /** Whether a column is the time of the batch in which its row is sent on. */
    static boolean isColumn(PlanNode node, int column) {
        return isColumn(node, column, false);
    }

    /** @param kept rows may have been kept since */
    private static boolean is(Expr expr, PlanNode node, boolean kept) {
        if (expr instanceof Expr.Input input) {
            return isColumn(node, input.index(), kept);
        }
        if (expr instanceof Expr.Cast cast) {
            return is(cast.value(), node, kept);
        }
        return expr instanceof Expr.Call call && CLOCKS.contains(call.function());
    }

    private static boolean isColumn(PlanNode node, int column, boolean kept) {
        if (node instanceof PlanNode.Project project) {
            return is(project.expressions().get(column), project.input(), kept);
        }
        if (node instanceof PlanNode.Join join) {
            boolean ofLeft = column < join.left().columns().size();
            return (kept || join.lookup().isPresent()) && ofLeft && isColumn(join.left(), column, kept);
        }
        if (node instanceof PlanNode.Union union) {
            return union.inputs().stream().allMatch(input -> isColumn(input, column, kept));
        }
        boolean passes = node instanceof PlanNode.Filter
                || node instanceof PlanNode.AssignWatermark
                || node instanceof PlanNode.AssignWindows
                || node instanceof PlanNode.Unnest;
        return passes
                && column < node.inputs().get(0).columns().size()
                && isColumn(node.inputs().get(0), column, kept);
    }
}
