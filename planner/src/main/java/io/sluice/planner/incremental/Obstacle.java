package io.sluice.planner.incremental;

import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import io.sluice.planner.rules.Expressions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Why rows never become final: the node that is the cause, and what to change.
 *
 * @param cause as a clause, such as {@code the group-by on (origin) has no window}
 */
record Obstacle(String cause, String hint) {
    private static final String WINDOW_HINT =
            "Group by a window: FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL …)) GROUP BY window_start, window_end";

    /** The first node by which rows change, or wait for ever until they no longer do. */
    static Optional<Obstacle> in(PlanNode plan) {
        List<Obstacle> found = new ArrayList<>();
        walk(plan, node -> {
            if (node instanceof TemporalFilter filter && filter.retracts()) {
                found.add(new Obstacle(
                        "rows leave when the clock has passed %s".formatted(times(filter)),
                        "Let rows only enter, as with %s <= NOW()".formatted(times(filter))));
            }
            if (node instanceof PlanNode.SetOperation keyed && keyed.retracts() && !isOverChanges(keyed)) {
                found.add(of(keyed));
            }
            of(node).ifPresent(found::add);
        });
        return found.stream().findFirst();
    }

    /** Not those whose rows are only looked up: what changes there changes nothing that was sent. */
    private static void walk(PlanNode node, Consumer<PlanNode> visitor) {
        boolean asks = node instanceof Join join && join.lookup().isPresent();
        node.inputs().subList(0, asks ? 1 : node.inputs().size()).forEach(input -> walk(input, visitor));
        visitor.accept(node);
    }

    /** What takes rows back below it is the cause. */
    private static boolean isOverChanges(PlanNode.Keyed node) {
        PlanAnalysis analysis = new PlanAnalysis();
        return node.inputs().stream().anyMatch(input -> analysis.of(input).retracts());
    }

    private static Obstacle of(PlanNode.Keyed node) {
        return new Obstacle(
                "%s takes a row back when an equal one comes to its right side"
                        .formatted(node.kind().toUpperCase(Locale.ROOT)),
                "Let the table on its right be bounded and the query, too");
    }

    /** The first group-by that waits for groups to become final and would wait for ever. */
    static Optional<Obstacle> inGroups(PlanNode plan) {
        List<Obstacle> found = new ArrayList<>();
        walk(plan, node -> of(node).ifPresent(found::add));
        return found.stream().findFirst();
    }

    private static Optional<Obstacle> of(PlanNode node) {
        if (node instanceof Join join && join.emit() == PlanNode.Emit.ON_CLOSE) {
            return of(join);
        }
        if (node instanceof PlanNode.AsOfJoin join && join.emit() == PlanNode.Emit.ON_CLOSE) {
            return join.times().rightWatermark().isPresent() ? Optional.empty() : Optional.of(of(join));
        }
        if (node instanceof PlanNode.Rank rank && rank.emit() == PlanNode.Emit.ON_CLOSE) {
            return rank.expiry().isPresent() ? Optional.empty() : Optional.of(of(rank));
        }
        if (node instanceof PlanNode.Over over && over.emit() == PlanNode.Emit.ON_CLOSE) {
            return over.expiry().isPresent() ? Optional.empty() : Optional.of(of(over));
        }
        if (node instanceof PlanNode.AssignSessions sessions && sessions.emit() == PlanNode.Emit.ON_CLOSE) {
            return sessions.expiry().isPresent() ? Optional.empty() : Optional.of(of(sessions));
        }
        return node instanceof Aggregate aggregate && aggregate.emit() == PlanNode.Emit.ON_CLOSE
                ? of(aggregate)
                : Optional.empty();
    }

    private static Optional<Obstacle> of(Join node) {
        boolean left = node.type().keepsLeft()
                && node.times().filter(PlanNode.JoinTimes::dropsLeft).isEmpty();
        boolean right = node.type().keepsRight()
                && node.times().filter(PlanNode.JoinTimes::dropsRight).isEmpty();
        if (!left && !right) {
            return Optional.empty();
        }
        return Optional.of(new Obstacle(
                "a row of the %s join without a partner may always get one"
                        .formatted(node.type().name().toLowerCase(Locale.ROOT)),
                "Bound the times of both tables, which need watermarks, in ON: a.ts BETWEEN b.ts - INTERVAL '1' HOUR AND"
                        + " b.ts"));
    }

    private static Obstacle of(PlanNode.AsOfJoin node) {
        String time = node.right().columns().get(node.times().right()).name();
        return new Obstacle(
                "a row may always get a nearer partner, as %s has no watermark".formatted(time),
                "Declare it for the table on the right: WATERMARK FOR %1$s AS %1$s - INTERVAL '10' SECOND"
                        .formatted(time));
    }

    private static Obstacle of(PlanNode.Rank node) {
        return new Obstacle(
                "rows come into and leave %s%s".formatted(node.limits(), per(node.partition(), node.columns())),
                "Partition by window_start and window_end of a window over a column with a watermark, or order by such a"
                        + " column, ascending");
    }

    private static Obstacle of(PlanNode.AssignSessions node) {
        String time = node.columns().get(node.timeColumn()).name();
        return new Obstacle(
                "the time of its sessions, column \"%s\", has no watermark".formatted(time),
                "Declare it in the CREATE TABLE: WATERMARK FOR %1$s AS %1$s - INTERVAL '10' SECOND".formatted(time));
    }

    private static Obstacle of(PlanNode.Over node) {
        return new Obstacle(
                "%s OVER%s changes when rows come"
                        .formatted(
                                node.calls().get(0).function(),
                                node.partition().isEmpty() ? " ()" : per(node.partition(), node.columns())),
                "Order by a column with a watermark, ascending, and look back only; or partition by window_start and"
                        + " window_end");
    }

    private static String per(List<Integer> partition, List<Column> columns) {
        return partition.isEmpty()
                ? ""
                : " by (%s)"
                        .formatted(partition.stream()
                                .map(column -> columns.get(column).name())
                                .collect(Collectors.joining(", ")));
    }

    private static Optional<Obstacle> of(Aggregate node) {
        if (node.window().isEmpty()) {
            return Optional.of(new Obstacle("%s has no window".formatted(name(node)), WINDOW_HINT));
        }
        PlanNode.GroupWindow window = node.window().get();
        if (window.watermark().isPresent()) {
            return Optional.empty();
        }
        if (isTemporal(node.input())) {
            return Optional.of(new Obstacle(
                    "%s is over a temporal filter, and rows that were held have no watermark".formatted(name(node)),
                    "Filter by a constant, or group by the window without the condition on the clock"));
        }
        if (isJoined(node.input())) {
            return Optional.of(new Obstacle(
                    "%s is over a join without a bound on times, so that its windows never close".formatted(name(node)),
                    "Bound the times of both tables, which need watermarks, in ON: a.ts BETWEEN b.ts - INTERVAL '1' HOUR"
                            + " AND b.ts"));
        }
        Column time = node.input().columns().get(window.timeColumn());
        return Optional.of(new Obstacle(
                window.assigned()
                        ? "the windows of %s have no watermark".formatted(name(node))
                        : "the time of its windows, column \"%s\", has no watermark".formatted(time.name()),
                "Declare it in the CREATE TABLE: WATERMARK FOR %1$s AS %1$s - INTERVAL '10' SECOND"
                        .formatted(time.name())));
    }

    private static boolean isJoined(PlanNode node) {
        return node instanceof Join || node.inputs().stream().anyMatch(Obstacle::isJoined);
    }

    private static boolean isTemporal(PlanNode node) {
        return node instanceof TemporalFilter || node.inputs().stream().anyMatch(Obstacle::isTemporal);
    }

    private static String times(TemporalFilter node) {
        BitSet columns = new BitSet();
        node.bounds().stream()
                .filter(ClockBound::leaves)
                .forEach(bound -> columns.or(Expressions.inputs(bound.time())));
        return columns.stream()
                .mapToObj(index -> node.columns().get(index).name())
                .collect(Collectors.joining(", "));
    }

    /** The group-by as a person would call it. */
    static String name(Aggregate node) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < node.keys().size(); i++) {
            keys.add(
                    node.keys().get(i) instanceof GroupKey.InputColumn column
                            ? node.input().columns().get(column.index()).name()
                            : node.columns().get(i).name());
        }
        return keys.isEmpty() ? "the aggregate of all rows" : "the group-by on (%s)".formatted(String.join(", ", keys));
    }
}
