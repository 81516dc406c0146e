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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which state {@code table.exec.state.ttl} and hints are about: that which no watermark and no end of the input bounds. */
public final class StateTtls {
    private final long ttl;
    private final Map<String, Long> hints;

    private StateTtls(long ttl, Map<String, Long> hints) {
        this.ttl = ttl;
        this.hints = hints;
    }

    /**
     * By the uid of the operator.
     *
     * @param ttl microseconds
     * @param hints for each output another one for what is kept of a table alone
     */
    public static Map<String, StateTtl> of(
            List<Write> outputs, boolean bounded, long ttl, List<Map<String, Long>> hints) {
        Map<String, StateTtl> all = new HashMap<>();
        for (int i = 0; !bounded && i < outputs.size(); i++) {
            StateTtls each = new StateTtls(ttl, hints.get(i));
            PlanNodes.walk(outputs.get(i), node -> {
                if (node instanceof Aggregate aggregate && grows(aggregate)) {
                    add(aggregate.uid(), each.of(node), all);
                } else if (node instanceof Keyed keyed && grows(keyed)) {
                    add(keyed.uid(), each.of(keyed), all);
                }
            });
        }
        return all;
    }

    /** What two outputs share is kept as long as one of them wants. */
    private static void add(String uid, StateTtl ttl, Map<String, StateTtl> all) {
        StateTtl known = all.getOrDefault(uid, ttl);
        StateTtl longer = new StateTtl(Math.max(ttl.left(), known.left()), Math.max(ttl.right(), known.right()));
        if (longer.forgets()) {
            all.put(uid, longer);
        } else {
            all.remove(uid);
        }
    }

    private long ttl(PlanNode input) {
        Set<String> sources = new HashSet<>();
        PlanNodes.walk(input, node -> {
            if (node instanceof PlanNode.Scan scan) {
                sources.add(scan.source());
            }
        });
        return sources.size() == 1 ? hints.getOrDefault(sources.iterator().next(), ttl) : ttl;
    }

    private StateTtl of(PlanNode node) {
        long each = ttl(node);
        return new StateTtl(each, each);
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
                        || node instanceof PlanNode.AssignSessions
                        || node instanceof PlanNode.SetOperation;
        return takes && !StateBound.of(node, new PlanAnalysis(), false).isBounded();
    }

    private StateTtl of(Keyed node) {
        if (!(node instanceof Join join)) {
            return of((PlanNode) node);
        }
        boolean left = join.times().filter(JoinTimes::dropsLeft).isPresent() || StateBound.ends(join.left());
        boolean right = join.times().filter(JoinTimes::dropsRight).isPresent() || StateBound.ends(join.right());
        return new StateTtl(left ? StateTtl.FOREVER : ttl(join.left()), right ? StateTtl.FOREVER : ttl(join.right()));
    }
}
