package io.sluice.planner.rules;

import io.sluice.planner.plan.PlanNode;

/**
 * The phases in which a plan becomes simpler. {@link #simplify} may run at any time; {@link #finish} is the last, after
 * windows were taken into group-bys.
 */
public final class Normalization {
    private static final int MAX_ROUNDS = 10;

    private Normalization() {}

    /** Conditions as far down as they may go, projections merged. */
    public static PlanNode simplify(PlanNode plan) {
        PlanNode before = plan;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            PlanNode after = MergeProjects.in(PushFilters.in(before));
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
        return before;
    }

    /** Also without the columns that nobody reads, and scans told what is asked of them. */
    public static PlanNode finish(PlanNode plan) {
        return ScanPredicates.in(MergeProjects.in(TrimColumns.in(simplify(plan))));
    }
}
