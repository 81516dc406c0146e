package io.sluice.planner.incremental;

import io.sluice.planner.plan.PlanNode;

/** What can be computed over rows that are taken back. */
final class Retraction {
    private Retraction() {}

    /** Whether a node can take back a row that came to it. */
    static boolean isPossibleOver(PlanNode node) {
        return !(node instanceof PlanNode.TemporalFilter);
    }
}
