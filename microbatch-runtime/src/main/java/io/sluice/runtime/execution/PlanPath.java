package io.sluice.runtime.execution;

import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from a scan or an operator up to the end of its pipeline. A UNION ALL has the ways of its inputs:
 *
 * <pre>
 *   Union ── Filter ── Scan a            Scan a: Filter
 *         └─ Project ── Aggregate        Aggregate: Project
 * </pre>
 *
 * @param leaf where its rows begin
 * @param steps what is done with each row, the first one first
 */
record PlanPath(PlanNode leaf, List<PlanNode> steps) {
    PlanPath then(PlanNode step) {
        List<PlanNode> all = new ArrayList<>(steps);
        all.add(step);
        return new PlanPath(leaf, all);
    }

    boolean startsOnChange() {
        return leaf instanceof PlanNode.Aggregate aggregate && aggregate.emit() == PlanNode.Emit.ON_CHANGE;
    }

    /** The old row of a key lies right before the new one. Not so of sessions: one may come of several. */
    boolean keepsPairs() {
        boolean ofGroups = startsOnChange()
                && !(leaf instanceof PlanNode.Aggregate aggregate
                        && (aggregate.isBySession() || aggregate.isOverSessions()));
        boolean ofPartitions = leaf instanceof PlanNode.Rank rank && rank.hasRowForEachKey();
        return (ofGroups || ofPartitions)
                && steps.stream().allMatch(step -> step instanceof PlanNode.Filter || step instanceof PlanNode.Project);
    }

    /** Rows are taken back. */
    boolean retracts() {
        return startsOnChange()
                || leaf instanceof PlanNode.TemporalFilter filter && filter.retracts()
                || leaf instanceof PlanNode.Keyed keyed && keyed.retracts();
    }

    /** The ways whose rows come to a node, in the order of its inputs. */
    static List<PlanPath> of(PlanNode node) {
        return node.accept(new PlanNode.Visitor<>() {
            @Override
            public List<PlanPath> scan(PlanNode.Scan scan) {
                return List.of(new PlanPath(scan, List.of()));
            }

            @Override
            public List<PlanPath> filter(PlanNode.Filter filter) {
                return below(filter.input(), filter);
            }

            @Override
            public List<PlanPath> temporalFilter(PlanNode.TemporalFilter filter) {
                return List.of(new PlanPath(filter, List.of()));
            }

            @Override
            public List<PlanPath> project(PlanNode.Project project) {
                return below(project.input(), project);
            }

            @Override
            public List<PlanPath> assignWatermark(PlanNode.AssignWatermark watermark) {
                return below(watermark.input(), watermark);
            }

            @Override
            public List<PlanPath> assignWindows(PlanNode.AssignWindows windows) {
                return below(windows.input(), windows);
            }

            @Override
            public List<PlanPath> unnest(PlanNode.Unnest unnest) {
                return below(unnest.input(), unnest);
            }

            @Override
            public List<PlanPath> aggregate(PlanNode.Aggregate aggregate) {
                return List.of(new PlanPath(aggregate, List.of()));
            }

            @Override
            public List<PlanPath> union(PlanNode.Union union) {
                return union.inputs().stream()
                        .flatMap(input -> of(input).stream())
                        .toList();
            }

            @Override
            public List<PlanPath> setOperation(PlanNode.SetOperation operation) {
                return List.of(new PlanPath(operation, List.of()));
            }

            @Override
            public List<PlanPath> recursion(PlanNode.Recursion recursion) {
                return List.of(new PlanPath(recursion, List.of()));
            }

            @Override
            public List<PlanPath> recurrence(PlanNode.Recurrence recurrence) {
                return List.of(new PlanPath(recurrence, List.of()));
            }

            @Override
            public List<PlanPath> join(PlanNode.Join join) {
                PlanPath path = new PlanPath(join, List.of());
                boolean above = join.type() == PlanNode.JoinType.INNER
                        && join.condition().isPresent();
                return List.of(
                        above
                                ? path.then(new PlanNode.Filter(
                                        join, join.condition().get()))
                                : path);
            }

            @Override
            public List<PlanPath> asOf(PlanNode.AsOfJoin join) {
                return List.of(new PlanPath(join, List.of()));
            }

            @Override
            public List<PlanPath> rank(PlanNode.Rank rank) {
                return List.of(new PlanPath(rank, List.of()));
            }

            @Override
            public List<PlanPath> over(PlanNode.Over over) {
                return List.of(new PlanPath(over, List.of()));
            }

            @Override
            public List<PlanPath> assignSessions(PlanNode.AssignSessions sessions) {
                return List.of(new PlanPath(sessions, List.of()));
            }

            @Override
            public List<PlanPath> write(PlanNode.Write write) {
                throw new IllegalArgumentException("a write below another node");
            }
        });
    }

    private static List<PlanPath> below(PlanNode input, PlanNode step) {
        return of(input).stream().map(path -> path.then(step)).toList();
    }
}
