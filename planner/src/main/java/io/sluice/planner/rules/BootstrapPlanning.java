package io.sluice.planner.rules;

import io.sluice.planner.Bootstrap;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Makes the query that computes group-bys once more, and finds out how the rows have to be read for it.
 *
 * <pre>
 *   the query                            what is computed once more
 *   scan ─ filter ─ aggregate-1 ─ sink   scan ─ filter ─ aggregate-1 ─ (nothing)
 *             └── aggregate-2 ─ sink
 * </pre>
 *
 * A row that came too late belongs to windows that are closed, and these are not in the state any more. So a group-by over windows gets what
 * it has got if its watermark stands from the first row on where it stood at last, whatever the batches were. That does not hold for an operator
 * below it that closes by a watermark: what it has sent on depends on when rows came. Then the rows must be read batch by batch, with the watermarks and
 * times of then; and so where the clock matters.
 */
public final class BootstrapPlanning {
    private static final String SINK = "bootstrap-";

    private final PlannedQuery plan;
    private final PlanMatch match;
    private final Set<String> uids;
    private final Map<String, PlanNode.Aggregate> found = new TreeMap<>();
    private final Map<String, PlanNode.Aggregate> below = new TreeMap<>();

    /** The outputs that send all groups of a group-by each time. */
    private final Set<String> whole = new TreeSet<>();

    private final Set<String> sources = new TreeSet<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<String> refusals = new LinkedHashSet<>();
    private final Map<PlanNode, PlanNode> copies = new IdentityHashMap<>();
    private final Map<PlanNode, Boolean> examined = new IdentityHashMap<>();

    private BootstrapPlanning(PlannedQuery plan, PlanMatch match, Set<String> uids) {
        this.plan = plan;
        this.match = match;
        this.uids = Set.copyOf(uids);
    }

    /**
     * @param plan with the uids of the match
     * @param uids of group-bys that it has
     */
    public static Bootstrap of(PlannedQuery plan, PlanMatch match, Set<String> uids) {
        return new BootstrapPlanning(plan, match, uids).plan();
    }

    private Bootstrap plan() {
        for (PlanNode.Write output : plan.outputs()) {
            find(output.input());
            noteWhole(output);
        }
        found.values().forEach(this::examine);
        compareNeighbours();
        Optional<String> byBatch = reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
        List<PlanNode.Write> outputs = new ArrayList<>();
        found.forEach((uid, target) -> outputs.add(output(uid, target, byBatch.isPresent())));
        Map<String, StateTtl> ttls = new TreeMap<>(plan.stateTtls());
        PlannedQuery query = new PlannedQuery(
                plan.name(),
                outputs,
                plan.sources().stream().filter(sources::contains).toList(),
                outputs.stream().map(PlanNode.Write::sink).toList(),
                plan.bounded(),
                ttls,
                Map.of(),
                List.of());
        below.keySet().removeAll(found.keySet());
        return new Bootstrap(query, targets(outputs), below, byBatch, List.copyOf(refusals));
    }

    private static Map<String, PlanNode.Aggregate> targets(List<PlanNode.Write> outputs) {
        Map<String, PlanNode.Aggregate> targets = new LinkedHashMap<>();
        for (PlanNode.Write output : outputs) {
            PlanNode.Aggregate target = (PlanNode.Aggregate) output.input();
            targets.put(target.uid(), target);
        }
        return targets;
    }

    private void find(PlanNode node) {
        node.inputs().forEach(this::find);
        if (node instanceof PlanNode.Aggregate aggregate && uids.contains(aggregate.uid())) {
            found.put(aggregate.uid(), aggregate);
        }
    }

    private void noteWhole(PlanNode.Write output) {
        PlanNode node = output.input();
        while (node instanceof PlanNode.Filter || node instanceof PlanNode.Project) {
            node = node.inputs().get(0);
        }
        if (output.emission().mode() == Emission.Mode.COMPLETE && node instanceof PlanNode.Aggregate aggregate) {
            whole.add(aggregate.uid());
        }
    }

    private void examine(PlanNode.Aggregate target) {
        String uid = target.uid();
        target.inputs().forEach(this::examineBelow);
        arrival(target);
        if (target.isBySession() || target.isOverSessions()) {
            refusals.add("\"%s\" is of sessions, whose extent depends on the rows that came before".formatted(uid));
        }
        if (changesPanes(target)) {
            refusals.add(
                    "the windows of \"%s\" overlap: it has kept what comes between two of their bounds once, and with aggregates that keep values it keeps it for each window"
                            .formatted(uid));
        }
        if (target.isByClock()) {
            reasons.add("the windows of \"%s\" are of processing time".formatted(uid));
        } else if (keepsClosed(target)) {
            reasons.add("\"%s\" keeps the windows that are closed".formatted(uid));
        }
        forgets(uid);
    }

    /** Its state was of panes, and is of windows from now on. */
    private boolean changesPanes(PlanNode.Aggregate target) {
        boolean overlap = target.emit() == PlanNode.Emit.ON_CLOSE
                && target.window()
                        .filter(window -> !window.assigned() && !window.spec().isTumbling())
                        .isPresent();
        PlanMatch.Calls stored = match.calls().get(target.uid());
        boolean keeps = false;
        boolean kept = false;
        for (int i = 0; overlap && stored != null && i < target.calls().size(); i++) {
            boolean values = target.calls().get(i).keepsValues(target.overChanges());
            keeps |= values;
            kept |= values && stored.stored().get(i) != PlanMatch.Calls.NEW;
        }
        return keeps && !kept;
    }

    /** Rows that came too late are of windows that are there all the same. */
    private boolean keepsClosed(PlanNode.Aggregate target) {
        return whole.contains(target.uid())
                && target.window().flatMap(PlanNode.GroupWindow::watermark).isPresent();
    }

    private void forgets(String uid) {
        if (plan.stateTtls().containsKey(uid)) {
            reasons.add("\"%s\" forgets what has not changed for a while".formatted(uid));
        }
    }

    private void examineBelow(PlanNode node) {
        if (examined.put(node, true) != null) {
            return;
        }
        node.inputs().forEach(this::examineBelow);
        if (node instanceof PlanNode.Scan scan) {
            sources.add(scan.source());
        }
        expressions(node).forEach(this::examine);
        uid(node).ifPresent(uid -> {
            forgets(uid);
            if (match.fresh().contains(uid)) {
                refusals.add("\"%s\" below it begins without the rows that were read before".formatted(uid));
            }
            if (dependsOnBatches(node)) {
                reasons.add("what \"%s\" sends on depends on when rows came".formatted(uid));
            }
        });
        if (node instanceof PlanNode.Aggregate aggregate) {
            arrival(aggregate);
            if (!aggregate.isBySession()) {
                below.put(aggregate.uid(), aggregate);
            }
        }
    }

    private static Optional<String> uid(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return Optional.of(aggregate.uid());
        }
        if (node instanceof PlanNode.TemporalFilter filter) {
            return Optional.of(filter.uid());
        }
        return node instanceof PlanNode.Keyed keyed ? Optional.of(keyed.uid()) : Optional.empty();
    }

    private static boolean dependsOnBatches(PlanNode node) {
        if (node instanceof PlanNode.Aggregate aggregate) {
            return aggregate.window().flatMap(PlanNode.GroupWindow::watermark).isPresent();
        }
        if (node instanceof PlanNode.Rank rank) {
            boolean isDistinct =
                    rank.partition().size() == rank.input().columns().size();
            return rank.expiry().isPresent() || rank.isByArrival() && !isDistinct;
        }
        if (node instanceof PlanNode.Join join) {
            boolean timed = join.times()
                    .filter(times -> times.leftWatermark().isPresent()
                            || times.rightWatermark().isPresent())
                    .isPresent();
            return timed || join.lookup().isPresent();
        }
        return node instanceof PlanNode.TemporalFilter
                || node instanceof PlanNode.AsOfJoin
                || node instanceof PlanNode.Recursion
                || node instanceof PlanNode.Keyed keyed && keyed.expiry().isPresent();
    }

    private static List<Expr> expressions(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            return project.expressions();
        }
        if (node instanceof PlanNode.Filter filter) {
            return List.of(filter.condition());
        }
        if (node instanceof PlanNode.AssignWatermark assign) {
            return List.of(assign.watermark());
        }
        if (node instanceof PlanNode.Unnest unnest) {
            List<Expr> all = new ArrayList<>(unnest.collections());
            unnest.condition().ifPresent(all::add);
            return all;
        }
        if (node instanceof PlanNode.TemporalFilter filter) {
            return filter.bounds().stream().map(ClockBound::time).toList();
        }
        return node instanceof PlanNode.Join join ? join.condition().stream().toList() : List.of();
    }

    private void examine(Expr expression) {
        List<String> changing = Expressions.changingFunctions(expression);
        if (Expressions.isOfClock(expression)) {
            reasons.add("%s reads the clock".formatted(String.join(", ", changing)));
        } else if (!changing.isEmpty()) {
            refusals.add("%s gives other values when a row is read again"
                    .formatted(String.join(", ", new TreeSet<>(changing))));
        }
    }

    /** In which order the rows of several tables came, only the batches tell. */
    private void arrival(PlanNode.Aggregate aggregate) {
        boolean byArrival = aggregate.calls().stream()
                .anyMatch(call -> call.isByArrival(aggregate.overChanges()) || isOfOrder(call));
        Set<String> read = new TreeSet<>();
        PlanNodes.walk(aggregate.input(), node -> {
            if (node instanceof PlanNode.Scan scan) {
                read.add(scan.source());
            }
        });
        if (byArrival && read.size() > 1) {
            reasons.add("aggregates of \"%s\" depend on the order in which the rows of %s came"
                    .formatted(aggregate.uid(), read));
        }
    }

    private static boolean isOfOrder(AggregateCall call) {
        return call.function() == AggregateCall.Function.FIRST_VALUE
                || call.function() == AggregateCall.Function.LAST_VALUE;
    }

    /** Of two group-bys with added aggregates, one above the other, both are filled or none: the upper one counts what the lower one sends. */
    private void compareNeighbours() {
        for (PlanNode.Write output : plan.outputs()) {
            compareNeighbours(output.input(), Set.of());
        }
    }

    private void compareNeighbours(PlanNode node, Set<String> above) {
        Set<String> of = above;
        if (node instanceof PlanNode.Aggregate aggregate && hasAdded(aggregate.uid())) {
            for (String upper : above) {
                if (uids.contains(upper) != uids.contains(aggregate.uid())) {
                    refusals.add(
                            "\"%s\" and \"%s\" below it have got aggregates, and have to be filled together: --bootstrap %s"
                                    .formatted(
                                            upper,
                                            aggregate.uid(),
                                            String.join(",", new TreeSet<>(List.of(upper, aggregate.uid())))));
                }
            }
            of = new TreeSet<>(above);
            of.add(aggregate.uid());
        }
        for (PlanNode input : node.inputs()) {
            compareNeighbours(input, of);
        }
    }

    private boolean hasAdded(String uid) {
        PlanMatch.Calls calls = match.calls().get(uid);
        return uids.contains(uid) || calls != null && calls.stored().contains(PlanMatch.Calls.NEW);
    }

    private PlanNode.Write output(String uid, PlanNode.Aggregate target, boolean byBatch) {
        boolean all = keepsClosed(target);
        List<Integer> key = IntStream.range(0, target.keys().size()).boxed().toList();
        return new PlanNode.Write(
                copy(target, byBatch),
                SINK + uid,
                SINK + uid,
                new Emission(all ? Emission.Mode.COMPLETE : Emission.Mode.UPDATE, "to fill its aggregates"),
                target.emit() == PlanNode.Emit.ON_CHANGE,
                all ? List.of() : key,
                Optional.empty());
    }

    /** Late rows go nowhere, and where the watermarks stand no row moves them. */
    private PlanNode copy(PlanNode node, boolean byBatch) {
        PlanNode known = copies.get(node);
        if (known != null) {
            return known;
        }
        List<PlanNode> inputs =
                node.inputs().stream().map(input -> copy(input, byBatch)).toList();
        PlanNode copy = PlanNodes.withInputs(node, inputs);
        if (copy instanceof PlanNode.Aggregate aggregate
                && !aggregate.lateColumns().isEmpty()) {
            copy = aggregate.withLateColumns(List.of());
        } else if (!byBatch && copy instanceof PlanNode.AssignWatermark assign) {
            DataType type = assign.watermark().type().withNullable(true);
            copy = new PlanNode.AssignWatermark(
                    assign.input(),
                    assign.source(),
                    assign.timeColumn(),
                    new Expr.Literal(Optional.empty(), type),
                    assign.rules());
        }
        copies.put(node, copy);
        return copy;
    }
}
