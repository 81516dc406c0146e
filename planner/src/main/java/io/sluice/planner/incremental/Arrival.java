package io.sluice.planner.incremental;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Rank;
import io.sluice.planner.plan.SortKey;
import java.util.List;
import java.util.Set;

/** Finds the ranks that go by when rows come: those without sort keys, and those by the clock. */
final class Arrival {
    private static final Set<String> CLOCKS = Set.of("PROCTIME", "NOW", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP");

    private Arrival() {}

    /** Whether a rank goes by arrival. */
    static boolean orders(Rank node, Facts input) {
        return !input.retracts() && (node.order().isEmpty() || isByClock(node));
    }

    private static boolean isByClock(Rank node) {
        SortKey first = node.order().get(0);
        return !first.descending() && isClock(node.input(), first.column());
    }

    /** Those that decide between rows of one batch. */
    static List<SortKey> withinBatch(Rank node) {
        return node.order().isEmpty()
                ? node.order()
                : node.order().subList(1, node.order().size());
    }

    /** Whether a column has the time of the batch. */
    private static boolean isClock(PlanNode node, int column) {
        if (node instanceof PlanNode.Project project) {
            Expr expr = project.expressions().get(column);
            if (expr instanceof Expr.Input input) {
                return isClock(project.input(), input.index());
            }
            return expr instanceof Expr.Call call && CLOCKS.contains(call.function());
        }
        boolean passes = node instanceof PlanNode.Filter
                || node instanceof PlanNode.AssignWatermark
                || node instanceof PlanNode.AssignWindows
                || node instanceof PlanNode.Unnest;
        return passes
                && column < node.inputs().get(0).columns().size()
                && isClock(node.inputs().get(0), column);
    }
}
