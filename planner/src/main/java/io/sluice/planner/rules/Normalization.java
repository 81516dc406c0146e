package io.sluice.planner.rules;

import io.sluice.planner.plan.PlanNode;

/**
 * The phases in which a plan becomes simpler. {@link #simplify} may run at any time; {@link #finish} is the last, after
 * windows were taken into group-bys.
 */
public final class Normalization {
    private static final int MAX_ROUNDS = 10;

    private Normalization() {}

    /** Joins by keys where they can be, conditions as far down as they may go, projections merged. */
    public static PlanNode simplify(PlanNode plan) {
        PlanNode before = JoinOrder.in(plan);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            PlanNode after = RankFilters.in(MergeProjects.in(PushFilters.in(before)));
            if (after == before) {
                return after;
            }
            before = after;
        }
        return before;
    }

    /** The same with inner joins in an order by the sizes of tables, where these are known. */
    public static PlanNode ordered(PlanNode plan, TableSizes sizes) {
        PlanNode ordered = new SizeOrder(new RowEstimates(sizes)).in(plan);
        return ordered == plan ? plan : simplify(ordered);
    }

    /** Also without the columns that nobody reads, and scans told what is asked of them. */
    public static PlanNode finish(PlanNode plan) {
        PlanNode trimmed = TrimColumns.in(simplify(plan));
        if (isRanked(trimmed)) {
            trimmed = TrimColumns.in(simplify(trimmed));
        }
        return ScanPredicates.in(MergeProjects.in(trimmed));
    }

    /** Where a function with OVER is not read, a condition on another may be one on a rank alone. */
    private static boolean isRanked(PlanNode plan) {
        return plan instanceof PlanNode.Over || plan.inputs().stream().anyMatch(Normalization::isRanked);
    }
}
