package io.sluice.planner.incremental;

import io.sluice.planner.plan.PlanNode;

/** What can be computed over rows that are taken back. */
final class Retraction {
    private Retraction() {}

    /** Whether a node can take back a row that came to it. */
    static boolean isPossibleOver(PlanNode node) {
        return !(node instanceof PlanNode.TemporalFilter)
                && !(node instanceof PlanNode.Aggregate aggregate && aggregate.isBySession());
    }

    /** What a node is that makes it impossible. */
    static String name(PlanNode node) {
        return node instanceof PlanNode.Aggregate ? "SESSION" : "a condition on the clock";
    }
}
