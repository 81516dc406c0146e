package io.sluice.planner.explain;

import io.sluice.planner.incremental.Facts;
import io.sluice.planner.incremental.PlanAnalysis;
import io.sluice.planner.incremental.TimeBound;
import io.sluice.planner.plan.Durations;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Watermarks in words: that of a source by its name, shifts as durations. */
final class WatermarkText {
    private WatermarkText() {}

    static String of(Watermark watermark) {
        if (watermark instanceof Watermark.OfSource source) {
            return source.source();
        }
        if (watermark instanceof Watermark.OfClock) {
            return "the clock";
        }
        if (watermark instanceof Watermark.Shifted shifted) {
            return of(shifted.of()) + (shifted.micros() < 0 ? " - " : " + ") + Durations.of(Math.abs(shifted.micros()));
        }
        return ((Watermark.Least) watermark)
                .of().stream().map(WatermarkText::of).collect(Collectors.joining(", ", "least of (", ")"));
    }

    /** The watermarks of columns that a node's only input does not have alike, and that the node does not declare. */
    static Optional<String> of(PlanNode node, PlanAnalysis analysis) {
        List<String> marks = marks(node, analysis.of(node));
        if (node.inputs().size() == 1) {
            marks.removeAll(
                    marks(node.inputs().get(0), analysis.of(node.inputs().get(0))));
        }
        boolean declared = node instanceof PlanNode.AssignWatermark;
        return marks.isEmpty() || declared ? Optional.empty() : Optional.of(String.join(", ", marks));
    }

    private static List<String> marks(PlanNode node, Facts facts) {
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            Optional<TimeBound> bound = facts.columns().get(i).watermark();
            if (bound.isPresent()) {
                marks.add("%s ≥ %s"
                        .formatted(node.columns().get(i).name(), of(bound.get().watermark())));
            }
        }
        return marks;
    }
}
