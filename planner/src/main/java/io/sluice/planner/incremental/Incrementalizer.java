package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Write;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Normalization;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.rules.TableSizes;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The last steps to a plan that runs: group-bys take their windows in, the output mode is chosen, and with it when each
 * group-by sends its groups on. One instance plans the outputs of one query, in order.
 */
public final class Incrementalizer {
    private final boolean bounded;
    private final ZoneId zone;
    private final TableSizes sizes;
    private final Approximations approximations;
    private final TemporalFilters temporal;
    private final Map<String, Integer> counts = new HashMap<>();
    private int writes;

    /**
     * @param bounded all sources of the query end
     * @param zone of the session
     * @param sizes by which inner joins are ordered
     * @param sketches approximate aggregates may keep sketches; asked only if there are any
     */
    public Incrementalizer(boolean bounded, ZoneId zone, TableSizes sizes, BooleanSupplier sketches) {
        this.bounded = bounded;
        this.zone = zone;
        this.sizes = sizes;
        approximations = new Approximations(sketches);
        temporal = new TemporalFilters(bounded, zone);
    }

    /** @param query a plan whose columns are those of the sink */
    public Write plan(PlanNode query, QueryTarget target) {
        boolean late = target.lateSink().isPresent();
        PlanNode known = CurrentWatermarks.in(query, zone);
        PlanNode grouped =
                new WindowGrouping(late, zone).in(Normalization.ordered(Normalization.simplify(known), sizes));
        PlanNode plan = temporal.in(Normalization.finish(grouped));
        Emission emission = new OutputMode(target, plan, bounded, zone, appendObstacle(plan)).choose();
        PlanNode complete = new Completion(emission.mode(), counts, zone, bounded, approximations).complete(plan);
        checkSorts(complete, emission);
        checkChains(complete, emission);
        checkClocks(complete);
        checkUsers(complete);
        if (late) {
            checkLate(complete);
        }
        PlanNodes.walk(complete, this::count);
        Facts facts = new PlanAnalysis().of(complete);
        return new Write(
                complete,
                "write-" + ++writes,
                target.sink(),
                emission,
                facts.retracts(),
                new WriteKey(target, complete, facts).choose(emission.mode()),
                target.lateSink(),
                target.required());
    }

    private void count(PlanNode node) {
        if (node instanceof Aggregate) {
            counts.merge("aggregate", 1, Integer::sum);
        } else if (node instanceof PlanNode.Keyed keyed) {
            counts.merge(keyed.kind(), 1, Integer::sum);
        }
    }

    private Optional<Obstacle> appendObstacle(PlanNode plan) {
        return bounded
                ? Optional.empty()
                : Obstacle.in(new Completion(Mode.APPEND, Map.of(), zone, false, approximations).complete(plan));
    }

    /** What takes nothing back must be over rows that are final. */
    private void checkChains(PlanNode plan, Emission emission) {
        PlanAnalysis analysis = new PlanAnalysis(zone);
        PlanNodes.walk(plan, node -> {
            if (Retraction.finalInputs(node).stream()
                    .anyMatch(input -> analysis.of(input).retracts())) {
                throw new PlanException(
                        "%s over rows that are taken back is not supported yet".formatted(Retraction.name(node)),
                        "Write the rows to a table with EMIT CHANGELOG, and go on from there.",
                        Optional.empty());
            }
        });
        if (bounded || emission.mode() == Mode.APPEND) {
            return;
        }
        Obstacle.inGroups(plan).ifPresent(obstacle -> {
            throw new PlanException(
                    "%s over the changing result of another is not supported yet: %s"
                            .formatted(TemporalFilters.isIn(plan) ? "an operator" : "an aggregate", obstacle.cause()),
                    obstacle.hint() + ".",
                    Optional.empty());
        });
    }

    /** What a user's class cannot do is not asked of it. */
    private static void checkUsers(PlanNode plan) {
        PlanNodes.walk(plan, node -> {
            if (node instanceof Aggregate aggregate) {
                aggregate.calls().forEach(call -> call.user().ifPresent(user -> checkUser(aggregate, user)));
            }
            if (node instanceof PlanNode.Over over && over.emit() == PlanNode.Emit.ON_CHANGE) {
                over.calls().stream()
                        .flatMap(call -> call.user().stream())
                        .filter(user -> !user.deterministic())
                        .forEach(Incrementalizer::refuseOver);
            }
        });
    }

    private static void refuseOver(UserAggregate user) {
        throw new PlanException(
                "aggregate function %s is not deterministic: a value with OVER could not be taken back as it was sent"
                        .formatted(user.function()),
                "Let each row be sent once, when the watermark has passed it: EMIT APPEND, ordered by a time with a"
                        + " watermark.",
                Optional.empty());
    }

    private static void checkUser(Aggregate node, UserAggregate user) {
        if (node.overChanges() && user.retract().isEmpty()) {
            throw new PlanException(
                    "aggregate function %s cannot take rows back, and those below it may be taken back"
                            .formatted(user.function()),
                    "Write public void retract(…), with the parameters of accumulate, in %s, or aggregate rows that stay."
                            .formatted(user.type().getName()),
                    Optional.empty());
        }
        boolean panes = node.window()
                .filter(window -> !window.assigned())
                .filter(window -> window.spec().isSession()
                        || window.spec().size() != window.spec().slide())
                .isPresent();
        if (panes && user.merge().isEmpty()) {
            throw new PlanException(
                    "aggregate function %s cannot merge, and rows are in several windows, or windows become one"
                            .formatted(user.function()),
                    "Write public void merge(%1$s accumulator, %1$s other) in %2$s, or use TUMBLE."
                            .formatted(
                                    user.create().getReturnType().getSimpleName(),
                                    user.type().getName()),
                    Optional.empty());
        }
        if (!user.deterministic() && (node.overChanges() || node.emit() == PlanNode.Emit.ON_CHANGE)) {
            throw new PlanException(
                    "aggregate function %s is not deterministic: a result could not be taken back as it was sent"
                            .formatted(user.function()),
                    "Let each group be sent once, when its window has closed: EMIT APPEND over windows with a watermark.",
                    Optional.empty());
        }
    }

    /** An order of all rows means something only where they are written together. */
    private void checkSorts(PlanNode plan, Emission emission) {
        Optional<PlanNode.Rank> whole =
                emission.mode() == Mode.COMPLETE ? PlanNode.Rank.orderOf(plan) : Optional.empty();
        PlanNodes.walk(plan, node -> {
            boolean isWhole = whole.filter(rank -> rank == node).isPresent();
            if (!bounded && node instanceof PlanNode.Rank rank && rank.limits().isAll() && !isWhole) {
                throw new PlanException(
                        "ORDER BY without LIMIT is not possible over an input that does not end",
                        "Add LIMIT n, write the whole result after each batch by EMIT COMPLETE, sort what the sink holds, or run to"
                                + " the present end: SET 'execution.runtime-mode' = 'batch'.",
                        Optional.empty());
            }
        });
    }

    private void checkClocks(PlanNode plan) {
        PlanAnalysis analysis = new PlanAnalysis();
        PlanNodes.walk(plan, node -> {
            if (!bounded
                    && node instanceof PlanNode.Join join
                    && Retraction.finalInputs(join).isEmpty()) {
                join.condition().stream()
                        .flatMap(condition -> Expressions.changingFunctions(condition).stream())
                        .findFirst()
                        .ifPresent(Incrementalizer::refuseClockInJoin);
            }
            if (node instanceof PlanNode.Unnest unnest
                    && analysis.of(unnest.input()).retracts()) {
                Stream.concat(unnest.collections().stream(), unnest.condition().stream())
                        .flatMap(expression -> Expressions.changingFunctions(expression).stream())
                        .findFirst()
                        .ifPresent(Incrementalizer::refuseClock);
            }
            if (node instanceof PlanNode.Project project
                    && analysis.of(project.input()).retracts()) {
                project.expressions().stream()
                        .flatMap(expression -> Expressions.changingFunctions(expression).stream())
                        .findFirst()
                        .ifPresent(Incrementalizer::refuseClock);
            }
        });
    }

    private static void refuseClockInJoin(String function) {
        throw new PlanException(
                "%s in ON is not supported here: which rows have no partner would change by the clock"
                        .formatted(function),
                "Compare a time of the table that the join does not keep with it, or call it in the query below the join, or"
                        + " in WHERE.",
                Optional.empty());
    }

    private static void refuseClock(String function) {
        throw new PlanException(
                "%s over a result that changes is not supported yet: a row could not be taken back as it was sent"
                        .formatted(function),
                "Call it below the GROUP BY, or in the query that reads the sink.",
                Optional.empty());
    }

    private void checkLate(PlanNode plan) {
        boolean[] closes = new boolean[1];
        PlanNodes.walk(plan, node -> {
            closes[0] |= node instanceof Aggregate aggregate
                    && aggregate.window().isPresent()
                    && !aggregate.isByClock()
                    && (bounded || aggregate.window().get().watermark().isPresent());
            closes[0] |= node instanceof PlanNode.Join join && join.times().isPresent();
            closes[0] |= node instanceof PlanNode.AssignSessions sessions
                    && (bounded || sessions.expiry().isPresent());
            closes[0] |= node instanceof PlanNode.AsOfJoin join
                    && (join.times().leftWatermark().isPresent()
                            || join.times().rightWatermark().isPresent());
        });
        if (!closes[0]) {
            throw new PlanException(
                    "LATE INTO has no use here: nothing can be late",
                    "Rows are late for windows that a watermark has closed, and for joins that bound times; group by a window"
                            + " over a column with a watermark, or leave LATE INTO out.",
                    Optional.empty());
        }
    }
}
