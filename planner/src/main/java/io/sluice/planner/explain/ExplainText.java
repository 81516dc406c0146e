package io.sluice.planner.explain;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.incremental.PlanAnalysis;
import io.sluice.planner.incremental.StateBound;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.rules.RowEstimates;
import io.sluice.planner.rules.TableSizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What EXPLAIN prints: why the output mode is what it is, then the plan, each node under the one that reads it. What is
 * remarkable about a node stands below it, behind a dot.
 */
public final class ExplainText {
    private final PlannedQuery query;
    private final PlanAnalysis analysis = new PlanAnalysis();
    private final RowEstimates estimates;
    private final StringBuilder out = new StringBuilder();
    private final Set<PlanNode> printed = Collections.newSetFromMap(new IdentityHashMap<>());

    private ExplainText(PlannedQuery query) {
        this.query = query;
        this.estimates = new RowEstimates(TableSizes.of(query.sizes()));
    }

    public static String of(PlannedQuery query) {
        ExplainText text = new ExplainText(query);
        query.outputs().forEach(text::output);
        query.warnings().forEach(warning -> text.line(0, "warning: " + warning));
        return text.out.toString();
    }

    private void output(Write write) {
        String mode = mode(write.emission());
        line(
                0,
                "%s: %s, since %s"
                        .formatted(write.sink(), mode, write.emission().reason()));
        line(0, "due without new rows: " + nextDue(write));
        node(write, 1, write.emission().mode() == Emission.Mode.COMPLETE);
    }

    /** How many scans of the query are of this table; they are one when it runs. */
    private long readers(String source) {
        Set<PlanNode> scans = Collections.newSetFromMap(new IdentityHashMap<>());
        query.outputs()
                .forEach(output -> PlanNodes.walk(output, node -> {
                    if (node instanceof PlanNode.Scan scan && scan.source().equals(source)) {
                        scans.add(scan);
                    }
                }));
        return scans.size();
    }

    static String mode(Emission emission) {
        return emission.mode().name().toLowerCase(Locale.ROOT);
    }

    private String nextDue(Write write) {
        if (query.bounded()) {
            return "once, at the end of the input";
        }
        Set<String> due = new LinkedHashSet<>();
        Set<String> ends = new LinkedHashSet<>();
        PlanNodes.walk(write, node -> {
            if (node instanceof PlanNode.TemporalFilter) {
                due.add("when the clock lets a row in or out");
            }
            if (node instanceof Aggregate aggregate && aggregate.emit() == PlanNode.Emit.ON_CLOSE) {
                if (aggregate.isByClock()) {
                    due.add("each time the clock passes the end of a window");
                } else {
                    ends.add("the end of a window");
                }
            } else if (node instanceof PlanNode.Join join && join.emit() == PlanNode.Emit.ON_CLOSE) {
                ends.add("the last time at which a row can get a partner");
            } else if (node instanceof PlanNode.AsOfJoin join
                    && join.emit() == PlanNode.Emit.ON_CLOSE
                    && !join.times().looksBack()) {
                ends.add("the time of a partner");
            } else if (node instanceof PlanNode.Keyed keyed && keyed.emit() == PlanNode.Emit.ON_CLOSE) {
                ends.add("the time of a row that waits");
            }
        });
        List<String> all = new ArrayList<>(due);
        if (!ends.isEmpty()) {
            all.add(0, "each time the watermark passes " + String.join(", or ", ends));
        }
        return all.isEmpty() ? "never" : String.join(", and ", all);
    }

    /** @param whole the groups of a group-by here are the result, which is written whole */
    private void node(PlanNode node, int depth, boolean whole) {
        NodeText text = new NodeText(analysis);
        line(depth, node.accept(text));
        if (!node.inputs().isEmpty() && !printed.add(node)) {
            line(depth + 1, "· shared: runs once, as above");
            return;
        }
        text.details().forEach(detail -> line(depth + 1, "· " + detail));
        if (isSized(node)) {
            estimates
                    .of(node)
                    .ifPresent(rows -> line(depth + 1, "· about " + String.format(Locale.ROOT, "%,.0f rows", rows)));
        }
        if (node instanceof PlanNode.Scan scan && readers(scan.source()) > 1) {
            line(
                    depth + 1,
                    "· read once for all %d places that read %s; skips what all of them may skip"
                            .formatted(readers(scan.source()), scan.source()));
        }
        if (node instanceof Aggregate aggregate) {
            StateBound bound = StateBound.of(aggregate, whole, query.bounded())
                    .within(query.stateTtls().get(aggregate.uid()));
            line(depth + 1, "· state %s: %s".formatted(aggregate.uid(), bound.text()));
        }
        if (node instanceof PlanNode.Keyed keyed) {
            StateBound bound = StateBound.of(keyed, analysis, query.bounded())
                    .within(query.stateTtls().get(keyed.uid()));
            line(depth + 1, "· state %s: %s".formatted(keyed.uid(), bound.text()));
        }
        if (node instanceof PlanNode.TemporalFilter filter) {
            line(
                    depth + 1,
                    "· state %s: %s"
                            .formatted(
                                    filter.uid(),
                                    StateBound.of(filter, query.bounded()).text()));
        }
        WatermarkText.of(node, analysis).ifPresent(marks -> line(depth + 1, "· watermark " + marks));
        node.inputs().forEach(input -> node(input, depth + 1, whole && !(node instanceof Aggregate)));
    }

    /** Whether the order of joins was decided by how many rows a node gives. */
    private boolean isSized(PlanNode node) {
        return node instanceof PlanNode.Scan scan
                ? query.sizes().containsKey(scan.source())
                : node instanceof PlanNode.Join && !query.sizes().isEmpty();
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
