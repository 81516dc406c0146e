package io.sluice.planner.incremental;

import io.sluice.planner.plan.PlanNode;
import java.util.List;

/** What can be computed over rows that are taken back. */
final class Retraction {
    private Retraction() {}

    /** The inputs whose rows a node cannot take back. */
    static List<PlanNode> finalInputs(PlanNode node) {
        if (node instanceof PlanNode.Join join) {
            return isLookedUpInChanges(join) ? List.of(join.left()) : List.of();
        }
        boolean none = node instanceof PlanNode.TemporalFilter || node instanceof PlanNode.Recursion;
        return none ? node.inputs() : List.of();
    }

    /** When a row is taken back, it may find others than those with which it was sent. */
    private static boolean isLookedUpInChanges(PlanNode.Join join) {
        return join.lookup().filter(lookup -> !lookup.isWhole()).isPresent();
    }

    /** What a node is that makes it impossible. */
    static String name(PlanNode node) {
        if (node instanceof PlanNode.Join) {
            return "FOR SYSTEM_TIME AS OF PROCTIME()";
        }
        if (node instanceof PlanNode.Recursion) {
            return "WITH RECURSIVE";
        }
        return "a condition on the clock";
    }
}
