package io.sluice.planner.incremental;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Keyed;
import io.sluice.planner.plan.PlanNode.Recurrence;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes operators with state that are equal, and read equal inputs, one node of the plan: it runs once, has one state, and
 * sends its rows to all that read it. A WITH query that is used twice is such a one, and what two INSERTs of a statement set
 * have in common.
 *
 * <pre>
 *   join                     join
 *   ├ max ─ count ─ scan     ├ max ─┐
 *   └ count ─ scan           └───── count ─ scan
 * </pre>
 *
 * Not what is computed by chance or by the clock, and not the groups that a complete output writes whole.
 */
public final class SharedPlans {
    /** A node without its uid, and where its late rows go. */
    private record Key(PlanNode node, Optional<String> lateSink) {}

    private final Map<Key, PlanNode> known = new HashMap<>();

    private SharedPlans() {}

    /** The outputs of one query, in their order. */
    public static List<Write> in(List<Write> writes) {
        if (!hasTwins(writes)) {
            return writes;
        }
        SharedPlans plans = new SharedPlans();
        return writes.stream().map(plans::shared).toList();
    }

    /** Whether two operators look alike from afar; mostly none do. */
    private static boolean hasTwins(List<Write> writes) {
        Set<String> shapes = new HashSet<>();
        boolean[] twins = new boolean[1];
        writes.forEach(write -> PlanNodes.walk(write, node -> {
            if (isShareable(node)) {
                twins[0] |= !shapes.add(
                        node.getClass().getSimpleName() + node.columns().size());
            }
        }));
        return twins[0];
    }

    private static boolean isShareable(PlanNode node) {
        return node instanceof Aggregate || node instanceof Keyed;
    }

    private Write shared(Write write) {
        boolean whole = write.emission().mode() == Emission.Mode.COMPLETE;
        PlanNode input = shared(write.input(), whole, write.lateSink());
        return (Write) PlanNodes.withInputs(write, List.of(input));
    }

    /** @param whole no operator is between here and a complete output */
    private PlanNode shared(PlanNode node, boolean whole, Optional<String> lateSink) {
        boolean shareable = isShareable(node) && !Recurrence.isBelow(node);
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : node.inputs()) {
            inputs.add(shared(input, whole && !shareable, lateSink));
        }
        PlanNode rebuilt = PlanNodes.withInputs(node, inputs);
        return shareable && !whole && isFixed(rebuilt)
                ? known.computeIfAbsent(new Key(anonymous(rebuilt), lateSink), key -> rebuilt)
                : rebuilt;
    }

    private static boolean isFixed(PlanNode plan) {
        boolean[] fixed = {true};
        PlanNodes.walk(plan, node -> {
            if (node instanceof PlanNode.Filter filter) {
                fixed[0] &= Expressions.isDeterministic(filter.condition());
            } else if (node instanceof PlanNode.Project project) {
                fixed[0] &= project.expressions().stream().allMatch(Expressions::isDeterministic);
            } else if (node instanceof PlanNode.Join join) {
                fixed[0] &= join.condition().stream().allMatch(Expressions::isDeterministic);
            } else {
                fixed[0] &= !(node instanceof PlanNode.TemporalFilter);
            }
        });
        return fixed[0];
    }

    /** What is inside a recursion is shared with all of it, or not. */
    private static PlanNode goingRound(PlanNode node) {
        if (!Recurrence.isBelow(node)) {
            return node;
        }
        PlanNode rebuilt = PlanNodes.withInputs(
                node, node.inputs().stream().map(SharedPlans::goingRound).toList());
        return rebuilt instanceof Keyed keyed ? keyed.completed("", keyed.emit(), keyed.retracts()) : rebuilt;
    }

    private static PlanNode anonymous(PlanNode node) {
        if (node instanceof PlanNode.Recursion recursion) {
            PlanNode step = goingRound(recursion.step());
            return PlanNodes.withInputs(
                    recursion.completed("", recursion.emit(), false), List.of(recursion.seed(), step));
        }
        if (node instanceof Keyed keyed) {
            return keyed.completed("", keyed.emit(), keyed.retracts());
        }
        Aggregate aggregate = (Aggregate) node;
        return new Aggregate(
                aggregate.input(),
                "",
                aggregate.window(),
                aggregate.keys(),
                aggregate.calls(),
                aggregate.emit(),
                aggregate.overChanges(),
                aggregate.lateColumns(),
                aggregate.columns());
    }
}
