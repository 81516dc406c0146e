package io.sluice.planner.incremental;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills in what an output mode decides: when each group-by sends its groups on, and by which watermark its windows close.
 * A group-by that feeds another always waits until its groups are final.
 */
final class Completion {
    private final Emission.Mode mode;
    private final ZoneId zone;
    private int count;

    /** @param first the number of the first group-by, counted through all outputs of a query */
    Completion(Emission.Mode mode, int first, ZoneId zone) {
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
            inputs.add(complete(input, feeds || node instanceof Aggregate));
        }
        PlanNode rebuilt = PlanNodes.withInputs(node, inputs);
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
