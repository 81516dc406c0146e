package io.sluice.planner.incremental;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.PlanNode.Keyed;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.rules.PlanNodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which state {@code table.exec.state.ttl} is about: that which no watermark and no end of the input bounds. */
public final class StateTtls {
    private StateTtls() {}

    /**
     * By the uid of the operator.
     *
     * @param ttl microseconds
     */
    public static Map<String, StateTtl> of(List<Write> outputs, boolean bounded, long ttl) {
        Map<String, StateTtl> all = new HashMap<>();
        if (bounded || ttl == StateTtl.FOREVER) {
            return all;
        }
        for (Write output : outputs) {
            PlanNodes.walk(output, node -> {
                if (node instanceof Aggregate aggregate && grows(aggregate)) {
                    all.put(aggregate.uid(), new StateTtl(ttl, ttl));
                } else if (node instanceof Keyed keyed && grows(keyed)) {
                    StateTtl each = of(keyed, ttl);
                    if (each.forgets()) {
                        all.put(keyed.uid(), each);
                    }
                }
            });
        }
        return all;
    }

    /** Its groups are not closed by a watermark. */
    private static boolean grows(Aggregate node) {
        boolean closes =
                node.window().filter(window -> window.watermark().isPresent()).isPresent();
        return node.emit() == Emit.ON_CHANGE
                && !node.isGlobal()
                && !node.isBySession()
                && !closes
                && !StateBound.ends(node.input());
    }

    private static boolean grows(Keyed node) {
        if (node.emit() != Emit.ON_CHANGE || StateBound.ends(node) || PlanNode.Recurrence.isBelow(node)) {
            return false;
        }
        boolean takes = node instanceof Join join
                ? join.lookup().isEmpty()
                : node instanceof PlanNode.Rank
                        || node instanceof PlanNode.Over
                        || node instanceof PlanNode.SetOperation;
        return takes && !StateBound.of(node, new PlanAnalysis(), false).isBounded();
    }

    private static StateTtl of(Keyed node, long ttl) {
        if (!(node instanceof Join join)) {
            return new StateTtl(ttl, ttl);
        }
        boolean left = join.times().filter(JoinTimes::dropsLeft).isPresent() || StateBound.ends(join.left());
        boolean right = join.times().filter(JoinTimes::dropsRight).isPresent() || StateBound.ends(join.right());
        return new StateTtl(left ? StateTtl.FOREVER : ttl, right ? StateTtl.FOREVER : ttl);
    }
}
