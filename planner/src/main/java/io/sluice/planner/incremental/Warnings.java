package io.sluice.planner.incremental;

import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.AssignWatermark;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the user should know about a plan that is legal. */
public final class Warnings {
    private Warnings() {}

    public static List<String> of(List<Write> outputs, boolean bounded, Map<String, StateTtl> ttls) {
        Set<String> warnings = new LinkedHashSet<>();
        for (Write output : outputs) {
            if (!bounded) {
                unboundedState(output, ttls, warnings);
                unusedWatermarks(output, warnings);
            } else if (output.lateSink().isPresent()) {
                warnings.add("LATE INTO \"%s\" gets no rows: the input is bounded, so none is late"
                        .formatted(output.lateSink().get()));
            }
        }
        return List.copyOf(warnings);
    }

    private static void unboundedState(Write output, Map<String, StateTtl> ttls, Set<String> warnings) {
        unboundedState(output, output.emission().mode() == Mode.COMPLETE, ttls, warnings);
        boolean materialised = output.emission().mode() == Mode.COMPLETE && !hasAggregate(output);
        if (materialised) {
            warnings.add("the state of %s grows without bound: EMIT COMPLETE keeps all rows".formatted(output.uid()));
        }
    }

    private static void unboundedState(PlanNode node, boolean whole, Map<String, StateTtl> ttls, Set<String> warnings) {
        node.inputs().forEach(input -> unboundedState(input, whole && !(node instanceof Aggregate), ttls, warnings));
        if (StateBound.ends(node)) {
            return;
        }
        if (node instanceof Aggregate aggregate) {
            unbounded(
                    aggregate.uid(),
                    StateBound.of(aggregate, whole, false).within(ttls.get(aggregate.uid())),
                    warnings);
        } else if (node instanceof PlanNode.Keyed keyed) {
            unbounded(
                    keyed.uid(),
                    StateBound.of(keyed, new PlanAnalysis(), false).within(ttls.get(keyed.uid())),
                    warnings);
        }
    }

    private static void unbounded(String uid, StateBound bound, Set<String> warnings) {
        if (!bound.isBounded()) {
            warnings.add("the state of %s grows without bound: %s".formatted(uid, bound.text()));
        }
    }

    private static boolean hasAggregate(PlanNode plan) {
        boolean[] found = new boolean[1];
        PlanNodes.walk(plan, node -> found[0] |= node instanceof Aggregate || node instanceof PlanNode.Rank);
        return found[0];
    }

    private static void unusedWatermarks(Write output, Set<String> warnings) {
        List<String> sources = new ArrayList<>();
        boolean[] used = new boolean[1];
        PlanNodes.walk(output, node -> {
            if (node instanceof AssignWatermark watermark) {
                sources.add(watermark.source());
            }
            used[0] |= node instanceof Aggregate aggregate
                    && aggregate
                            .window()
                            .filter(window -> window.watermark().isPresent())
                            .isPresent();
            used[0] |= node instanceof Join join && join.times().isPresent();
            used[0] |= node instanceof PlanNode.AsOfJoin join
                    && (join.times().leftWatermark().isPresent()
                            || join.times().rightWatermark().isPresent());
            used[0] |= node instanceof PlanNode.Keyed keyed && keyed.expiry().isPresent();
        });
        if (hasAggregate(output) && !used[0]) {
            sources.forEach(source ->
                    warnings.add("the watermark of table \"%s\" closes nothing: no group-by is by a window over it"
                            .formatted(source)));
        }
    }
}
