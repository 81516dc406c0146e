package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.AsOfJoin;
import io.sluice.planner.plan.PlanNode.AsOfTimes;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fills in what an output mode decides: when each group-by sends its groups on, and by which watermark its windows close.
 * Where rows may change, each group-by sends on what a batch has changed, so that what is above it is right after each batch;
 * below one that takes nothing back (see {@link Retraction}) it waits until its groups are final; so does a join with rows
 * that have no partner. While an input that ends is
 * read the clock stands still, so that no row leaves; only a changelog may have to take back what was sent before.
 */
final class Completion {
    private final Emission.Mode mode;
    private final ZoneId zone;
    private final boolean bounded;
    private final Approximations approximations;
    private Map<String, Integer> counts;

    /**
     * @param counts how many operators of each kind there are already in other outputs of the query
     * @param bounded the input ends
     */
    Completion(
            Emission.Mode mode,
            Map<String, Integer> counts,
            ZoneId zone,
            boolean bounded,
            Approximations approximations) {
        this.approximations = approximations;
        this.bounded = bounded;
        this.mode = mode;
        this.zone = zone;
        this.counts = new HashMap<>(counts);
    }

    /** For an input that is only asked, and may change as it likes: it does not wait. */
    private Completion asked() {
        Completion same = new Completion(Emission.Mode.CHANGELOG, Map.of(), zone, bounded, approximations);
        same.counts = counts;
        return same;
    }

    PlanNode complete(PlanNode plan) {
        return complete(plan, false);
    }

    /** @param waits what is above takes no row back */
    private PlanNode complete(PlanNode node, boolean waits) {
        Optional<PlanNode> broadcast = node instanceof Join join ? Broadcasts.of(join) : Optional.empty();
        if (broadcast.isPresent()) {
            return complete(broadcast.get(), waits);
        }
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : node.inputs()) {
            boolean isAsked = node instanceof Join join && join.lookup().isPresent() && input == join.right();
            boolean isFinal = Retraction.finalInputs(node).contains(input);
            inputs.add(isAsked ? asked().complete(input, false) : complete(input, waits || isFinal));
        }
        PlanNode rebuilt = PlanNodes.withInputs(node, inputs);
        if (rebuilt instanceof TemporalFilter filter) {
            boolean stands = bounded && (mode == Emission.Mode.APPEND || waits);
            return new TemporalFilter(filter.input(), filter.uid(), filter.bounds(), filter.leaves() && !stands);
        }
        if (rebuilt instanceof Join join) {
            return completed(join, waits);
        }
        if (rebuilt instanceof AsOfJoin join) {
            return completed(join, waits);
        }
        if (rebuilt instanceof PlanNode.Rank rank) {
            return completed(rank, waits);
        }
        if (rebuilt instanceof PlanNode.Over over) {
            return completed(over, waits);
        }
        if (rebuilt instanceof PlanNode.Keyed keyed) {
            return completed(keyed);
        }
        if (rebuilt instanceof PlanNode.AssignWindows windows
                && windows.window().isSession()) {
            return sessions(windows, waits);
        }
        if (rebuilt instanceof Aggregate aggregate && aggregate.isBySession() && needsRows(sketched(aggregate))) {
            return overSessions(aggregate, waits);
        }
        return rebuilt instanceof Aggregate aggregate ? completed(aggregate, waits) : rebuilt;
    }

    private String uid(String kind) {
        return kind + "-" + counts.merge(kind, 1, Integer::sum);
    }

    /** At the end of the input nothing is left to be taken back. */
    private PlanNode completed(PlanNode.Keyed node) {
        Emit emit = mode == Emission.Mode.APPEND && bounded ? Emit.ON_CLOSE : Emit.ON_CHANGE;
        PlanAnalysis analysis = new PlanAnalysis(zone);
        boolean changing =
                node.inputs().stream().anyMatch(input -> analysis.of(input).retracts()) || takesBack(node);
        return node.completed(uid(node.kind()), emit, emit == Emit.ON_CHANGE && changing);
    }

    /** It takes rows back although none of its inputs does. */
    private static boolean takesBack(PlanNode.Keyed node) {
        return node instanceof PlanNode.SetOperation set && set.operation() == PlanNode.SetOperation.Kind.EXCEPT;
    }

    private PlanNode completed(Join node, boolean waits) {
        PlanAnalysis analysis = new PlanAnalysis(zone);
        Facts left = analysis.of(node.left());
        Facts right = analysis.of(node.right());
        if (node.lookup().isPresent()) {
            return node.completed(uid(node.kind()), Emit.ON_CHANGE, left.retracts());
        }
        boolean atEnd = node.keepsUnmatched() && (mode == Emission.Mode.APPEND || waits);
        boolean retracts = left.retracts() || right.retracts() || node.keepsUnmatched() && !atEnd;
        Optional<PlanNode.JoinTimes> times =
                PlanNode.Recurrence.isBelow(node) ? Optional.empty() : JoinBounds.of(node, left, right);
        return node.within(times).completed(uid(node.kind()), atEnd ? Emit.ON_CLOSE : Emit.ON_CHANGE, retracts);
    }

    private PlanNode completed(AsOfJoin node, boolean waits) {
        PlanAnalysis analysis = new PlanAnalysis(zone);
        AsOfTimes times = node.times();
        Optional<Watermark> left =
                analysis.of(node.left()).columns().get(times.left()).eventTime().map(TimeBound::watermark);
        Optional<Watermark> right = analysis.of(node.right())
                .columns()
                .get(times.right())
                .eventTime()
                .map(TimeBound::watermark);
        boolean closes = mode == Emission.Mode.APPEND || waits;
        return node.within(new AsOfTimes(times.left(), times.right(), times.relation(), left, right))
                .completed(uid(node.kind()), closes ? Emit.ON_CLOSE : Emit.ON_CHANGE, !closes);
    }

    private PlanNode completed(PlanNode.Rank node, boolean waits) {
        Facts input = new PlanAnalysis(zone).of(node.input());
        List<Column> columns = node.input().columns();
        if (Arrival.orders(node, input)) {
            return node.byArrival(Arrival.withinBatch(node), Expiries.ofPartition(node.partition(), columns, input))
                    .completed(uid(node.kind()), Emit.ON_CHANGE, false);
        }
        boolean closes = mode == Emission.Mode.APPEND || waits;
        return node.closedBy(Expiries.of(node.partition(), node.order(), columns, input))
                .completed(uid(node.kind()), closes ? Emit.ON_CLOSE : Emit.ON_CHANGE, !closes);
    }

    private PlanNode completed(PlanNode.Over node, boolean waits) {
        Facts input = new PlanAnalysis(zone).of(node.input());
        boolean closes = mode == Emission.Mode.APPEND || waits;
        return node.closedBy(Expiries.of(node, input))
                .completed(uid(node.kind()), closes ? Emit.ON_CLOSE : Emit.ON_CHANGE, !closes);
    }

    /**
     * Sessions become one, or two: what cannot be put together from what two have, or is taken back, is computed anew from the
     * rows.
     */
    private boolean needsRows(Aggregate node) {
        return new PlanAnalysis(zone).of(node.input()).retracts()
                || node.calls().stream()
                        .anyMatch(call -> call.keepsValues(false)
                                || call.function() == AggregateCall.Function.FIRST_VALUE
                                || call.function() == AggregateCall.Function.LAST_VALUE);
    }

    /** The group-by over rows that come with their sessions; the end of these is one of its keys, as it says when groups are final. */
    private PlanNode overSessions(Aggregate node, boolean waits) {
        GroupWindow window = node.window().orElseThrow();
        List<Column> columns = new ArrayList<>(node.input().columns());
        DataType type = columns.get(window.timeColumn()).type().withNullable(false);
        List.of("window_start", "window_end", "window_time").forEach(name -> columns.add(new Column(name, type)));
        List<Integer> partition = node.keys().stream()
                .filter(GroupKey.InputColumn.class::isInstance)
                .map(key -> ((GroupKey.InputColumn) key).index())
                .toList();
        PlanNode.AssignSessions sessions = sessions(
                new PlanNode.AssignWindows(node.input(), window.timeColumn(), window.spec(), partition, columns),
                waits);
        List<GroupKey> keys = node.keys().stream()
                .map(key -> key instanceof GroupKey.WindowProperty property
                        ? new GroupKey.InputColumn(sessions.place(property.property()))
                        : key)
                .collect(Collectors.toCollection(ArrayList::new));
        GroupKey end = new GroupKey.InputColumn(sessions.place(GroupKey.Property.END));
        if (keys.contains(end)) {
            return completed(grouped(node, sessions, keys, node.columns()), waits);
        }
        int place = keys.size();
        keys.add(end);
        List<Column> with = new ArrayList<>(node.columns());
        with.add(place, new Column("window_end", type));
        PlanNode grouped = completed(grouped(node, sessions, keys, with), waits);
        List<Expr> all = new ArrayList<>(PlanNodes.inputs(grouped));
        all.remove(place);
        return new PlanNode.Project(grouped, all, node.columns());
    }

    private static Aggregate grouped(Aggregate node, PlanNode input, List<GroupKey> keys, List<Column> columns) {
        return new Aggregate(input, node.uid(), Optional.empty(), keys, node.calls(), node.emit(), List.of(), columns);
    }

    private PlanNode.AssignSessions sessions(PlanNode.AssignWindows node, boolean waits) {
        Facts input = new PlanAnalysis(zone).of(node.input());
        Facts.ColumnFacts time = input.columns().get(node.timeColumn());
        if (time.isByClock() && !bounded) {
            throw new PlanException(
                    "SESSION over processing time is possible only with a group-by of its windows and exactly the columns of its"
                            + " PARTITION BY, and aggregates that keep no values",
                    "Write such a query, or let the table have an event time: WATERMARK FOR ts AS ts.",
                    Optional.empty());
        }
        long gap = node.window().size();
        boolean closes = mode == Emission.Mode.APPEND || waits;
        return new PlanNode.AssignSessions(
                node.input(),
                uid("sessions"),
                node.timeColumn(),
                gap,
                node.partition(),
                time.eventTime().map(bound -> new Expiry(node.timeColumn(), gap + 1, bound.watermark())),
                closes ? Emit.ON_CLOSE : Emit.ON_CHANGE,
                !closes,
                node.columns());
    }

    /**
     * Over rows that come with their sessions, groups are final when the watermark is past the end of one, which is a key. As long
     * as they change they lie together by about that time; what is sent once is sent at that time.
     */
    private Optional<GroupWindow> bySessionEnd(Aggregate node, Facts input, Emit emit) {
        for (GroupKey key : node.keys()) {
            if (key instanceof GroupKey.InputColumn column) {
                Optional<SessionColumn> session = SessionColumn.of(node.input(), column.index());
                Optional<TimeBound> bound = input.columns().get(column.index()).eventTime();
                if (session.isPresent() && bound.isPresent()) {
                    long size =
                            emit == Emit.ON_CLOSE ? 1 : session.get().sessions().gap();
                    return Optional.of(new GroupWindow(
                            column.index(), false, new WindowSpec(size, size, 0), bound.map(TimeBound::watermark)));
                }
            }
        }
        return Optional.empty();
    }

    /** Different rows, each sent when it is first seen. */
    private PlanNode distinct(Aggregate node) {
        List<Expr> keys = new ArrayList<>();
        List<Integer> partition = new ArrayList<>();
        for (GroupKey key : node.keys()) {
            partition.add(keys.size());
            keys.add(PlanNodes.input(node.input(), ((GroupKey.InputColumn) key).index()));
        }
        PlanNode rows = new PlanNode.Project(node.input(), keys, node.columns());
        PlanNode.Rank first = new PlanNode.Rank(
                rows,
                "",
                partition,
                List.of(),
                new RankLimits(RankLimits.Function.ROW_NUMBER, 1, 1),
                false,
                Optional.empty(),
                Emit.ON_CHANGE,
                false,
                node.columns());
        return completed(first, false);
    }

    private Aggregate sketched(Aggregate node) {
        return new PlanAnalysis(zone).of(node.input()).retracts() ? node : approximations.in(node);
    }

    private PlanNode completed(Aggregate exact, boolean waits) {
        Aggregate node = sketched(exact);
        Facts input = new PlanAnalysis(zone).of(node.input());
        boolean onlyKeys = node.window().isEmpty()
                && node.calls().isEmpty()
                && !node.keys().isEmpty();
        if (onlyKeys && !input.retracts() && (mode == Emission.Mode.APPEND || waits)) {
            return distinct(node);
        }
        Emit emit = mode == Emission.Mode.APPEND || waits ? Emit.ON_CLOSE : Emit.ON_CHANGE;
        Optional<GroupWindow> window = node.window().isEmpty()
                ? bySessionEnd(node, input, emit)
                : node.window()
                        .map(group -> new GroupWindow(
                                group.timeColumn(),
                                group.assigned(),
                                group.spec(),
                                PlanAnalysis.eventTime(group, input).map(TimeBound::watermark)));
        boolean ofPanes = window.filter(
                        group -> !group.spec().isTumbling() && !group.spec().isSession())
                .isPresent();
        List<AggregateCall> calls =
                ofPanes ? node.calls().stream().map(AggregateCall::ofPanes).toList() : node.calls();
        return new Aggregate(
                node.input(),
                uid("aggregate"),
                window,
                node.keys(),
                calls,
                emit,
                input.retracts(),
                node.lateColumns(),
                node.columns());
    }
}
