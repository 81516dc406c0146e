package io.sluice.planner.incremental;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills in what an output mode decides: when each group-by sends its groups on, and by which watermark its windows close.
 * A group-by that feeds another, or a temporal filter, always waits until its groups are final. While an input that ends is
 * read the clock stands still, so that no row leaves; only a changelog may have to take back what was sent before.
 */
final class Completion {
    private final Emission.Mode mode;
    private final ZoneId zone;
    private final boolean bounded;
    private int count;

    /**
     * @param first the number of the first group-by, counted through all outputs of a query
     * @param bounded the input ends
     */
    Completion(Emission.Mode mode, int first, ZoneId zone, boolean bounded) {
        this.bounded = bounded;
        this.mode = mode;
        this.zone = zone;
        this.count = first;
    }

    PlanNode complete(PlanNode plan) {
        return complete(plan, false);
    }

    private PlanNode complete(PlanNode node, boolean feeds) {
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : node.inputs()) {
            inputs.add(complete(input, feeds || node instanceof Aggregate || node instanceof TemporalFilter));
        }
        PlanNode rebuilt = PlanNodes.withInputs(node, inputs);
        if (rebuilt instanceof TemporalFilter filter) {
            boolean stands = bounded && (mode == Emission.Mode.APPEND || feeds);
            return new TemporalFilter(filter.input(), filter.uid(), filter.bounds(), filter.leaves() && !stands);
        }
        return rebuilt instanceof Aggregate aggregate ? completed(aggregate, feeds) : rebuilt;
    }

    private PlanNode completed(Aggregate node, boolean feeds) {
        Facts input = new PlanAnalysis(zone).of(node.input());
        Optional<GroupWindow> window = node.window()
                .map(group -> new GroupWindow(
                        group.timeColumn(),
                        group.assigned(),
                        group.spec(),
                        PlanAnalysis.eventTime(group, input).map(TimeBound::watermark)));
        Emit emit = mode == Emission.Mode.APPEND || feeds ? Emit.ON_CLOSE : Emit.ON_CHANGE;
        return new Aggregate(
                node.input(),
                "aggregate-" + count++,
                window,
                node.keys(),
                node.calls(),
                emit,
                node.lateColumns(),
                node.columns());
    }
}
