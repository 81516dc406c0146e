package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.PlanNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How group-bys are computed once more from the rows that were read before: a query of them and of what is below them, whose output
 * nobody wants.
 *
 * @param query with an output for each of the group-bys; its sinks are to take rows and forget them
 * @param targets the group-bys, by uid
 * @param below the group-bys below them that keep groups, by uid: theirs must come out as the checkpoint has them
 * @param byBatch why the rows must be read batch by batch, as they were read before; empty: they may be read in any portions, in which
 *     the watermarks stand where the checkpoint has them, so that rows count which belong to groups that are there
 * @param refusals why it cannot be
 */
public record Bootstrap(
        PlannedQuery query,
        Map<String, PlanNode.Aggregate> targets,
        Map<String, PlanNode.Aggregate> below,
        Optional<String> byBatch,
        List<String> refusals) {
    public Bootstrap {
        requireNonNull(query, "query");
        targets = Map.copyOf(targets);
        below = Map.copyOf(below);
        requireNonNull(byBatch, "byBatch");
        refusals = List.copyOf(refusals);
    }
}
