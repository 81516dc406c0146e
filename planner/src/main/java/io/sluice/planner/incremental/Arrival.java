package io.sluice.planner.incremental;

import io.sluice.planner.plan.PlanNode.Rank;
import io.sluice.planner.plan.SortKey;
import java.util.List;

/** Finds the ranks that go by when rows come: those without sort keys, and those by the clock. */
final class Arrival {
    private Arrival() {}

    /** Whether a rank goes by arrival. */
    static boolean orders(Rank node, Facts input) {
        return !input.retracts() && (node.order().isEmpty() || isByClock(node));
    }

    private static boolean isByClock(Rank node) {
        SortKey first = node.order().get(0);
        return !first.descending() && ProcessingTime.isColumn(node.input(), first.column());
    }

    /** Those that decide between rows of one batch. */
    static List<SortKey> withinBatch(Rank node) {
        return node.order().isEmpty()
                ? node.order()
                : node.order().subList(1, node.order().size());
    }
}
