package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WindowSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Computes the {@link Facts} of each node from those of its inputs. A node is looked at once. */
public final class PlanAnalysis implements PlanNode.Visitor<Facts> {
    private final Map<PlanNode, Facts> known = new IdentityHashMap<>();
    private final ColumnTimes times;

    /** For what does not depend on how watermarks go through casts between TIMESTAMP and TIMESTAMP_LTZ. */
    public PlanAnalysis() {
        times = new ColumnTimes(OptionalLong.empty());
    }

    /** @param zone of the session */
    PlanAnalysis(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        times = new ColumnTimes(
                rules.isFixedOffset()
                        ? OptionalLong.of(rules.getOffset(Instant.EPOCH).getTotalSeconds() * 1_000_000L)
                        : OptionalLong.empty());
    }

    public Facts of(PlanNode node) {
        Facts facts = known.get(node);
        if (facts == null) {
            facts = node.accept(this);
            known.put(node, facts);
        }
        return facts;
    }

    @Override
    public Facts scan(PlanNode.Scan node) {
        return new Facts(false, List.of(), Collections.nCopies(node.columns().size(), ColumnFacts.NONE));
    }

    @Override
    public Facts filter(PlanNode.Filter node) {
        return of(node.input());
    }

    /** A row that was held until its time came may be behind the watermark of the rows that came since. */
    @Override
    public Facts temporalFilter(PlanNode.TemporalFilter node) {
        return new Facts(
                node.retracts(),
                of(node.input()).keys(),
                Collections.nCopies(node.columns().size(), ColumnFacts.NONE));
    }

    @Override
    public Facts project(PlanNode.Project node) {
        Facts input = of(node.input());
        List<ColumnFacts> columns = node.expressions().stream()
                .map(expression -> times.of(expression, input.columns()))
                .toList();
        return new Facts(input.retracts(), KeyColumns.through(node, input.keys()), columns);
    }

    @Override
    public Facts assignWatermark(PlanNode.AssignWatermark node) {
        Facts input = of(node.input());
        List<ColumnFacts> columns = new ArrayList<>(input.columns());
        TimeBound bound = new TimeBound(
                new Watermark.OfSource(node.source()),
                ColumnTimes.unit(node.watermark().type()));
        columns.set(node.timeColumn(), new ColumnFacts(Optional.of(bound), Optional.empty()));
        return new Facts(input.retracts(), input.keys(), columns);
    }

    @Override
    public Facts assignWindows(PlanNode.AssignWindows node) {
        Facts input = of(node.input());
        Optional<TimeBound> time = input.columns().get(node.timeColumn()).watermark();
        List<ColumnFacts> columns = new ArrayList<>(input.columns());
        DataType type = node.input().columns().get(node.timeColumn()).type();
        for (GroupKey.Property property : GroupKey.Property.values()) {
            columns.add(property(property, node.window(), time, type, node));
        }
        return new Facts(input.retracts(), List.of(), columns);
    }

    /** An element is known by its place, and an entry of a MAP by its key. */
    @Override
    public Facts unnest(PlanNode.Unnest node) {
        Facts input = of(node.input());
        List<ColumnFacts> columns = new ArrayList<>(input.columns());
        while (columns.size() < node.columns().size()) {
            columns.add(ColumnFacts.NONE);
        }
        List<BitSet> keys = new ArrayList<>();
        for (BitSet key : input.keys()) {
            if (node.ordinality()) {
                keys.add(KeyColumns.with(key, node.columns().size() - 1));
            }
            if (node.collections().size() == 1
                    && node.collections().get(0).type().kind() == TypeKind.MAP) {
                keys.add(KeyColumns.with(key, node.input().columns().size()));
            }
        }
        return new Facts(input.retracts(), keys, columns);
    }

    /** The end of a session that is final is not behind the watermark, since it was open before. */
    static ColumnFacts property(
            GroupKey.Property property, WindowSpec spec, Optional<TimeBound> time, DataType type, Object origin) {
        Optional<TimeBound> watermark =
                switch (property) {
                    case START -> time.filter(bound -> !spec.isSession()).map(bound -> bound.shifted(-spec.longest()));
                    case END -> time;
                    case TIME -> time.map(bound -> spec.isSession() ? bound.shifted(-1) : bound)
                            .map(bound -> bound.cut(ColumnTimes.unit(type)));
                };
        if (spec.isSession() && origin instanceof PlanNode.Aggregate) {
            return new ColumnFacts(watermark, Optional.empty());
        }
        WindowSpec told = property == GroupKey.Property.START ? spec.byStart() : spec;
        return new ColumnFacts(watermark, Optional.of(new WindowColumn(property, told, time, origin)));
    }

    @Override
    public Facts aggregate(PlanNode.Aggregate node) {
        Facts input = of(node.input());
        List<ColumnFacts> columns = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            boolean isProperty = i < node.keys().size() && node.keys().get(i) instanceof GroupKey.WindowProperty;
            columns.add(isProperty ? property(node, i, input) : ofSession(node, i, input));
        }
        return new Facts(node.emit() == Emit.ON_CHANGE, KeyColumns.of(node), columns);
    }

    /** Groups that are final with their sessions come in the order of these. */
    private static ColumnFacts ofSession(PlanNode.Aggregate node, int index, Facts input) {
        boolean isKey = node.isByTimeKey() && index < node.keys().size();
        if (!isKey || !(node.keys().get(index) instanceof GroupKey.InputColumn column)) {
            return ColumnFacts.NONE;
        }
        return SessionColumn.of(node.input(), column.index())
                .map(session -> input.columns().get(column.index()))
                .orElse(ColumnFacts.NONE);
    }

    private static ColumnFacts property(PlanNode.Aggregate node, int index, Facts input) {
        PlanNode.GroupWindow window = node.window().orElseThrow();
        GroupKey.WindowProperty key = (GroupKey.WindowProperty) node.keys().get(index);
        Optional<TimeBound> time = eventTime(window, input);
        return property(
                key.property(), window.spec(), time, node.columns().get(index).type(), node);
    }

    /** The watermark of the event time behind a window. */
    static Optional<TimeBound> eventTime(PlanNode.GroupWindow window, Facts input) {
        ColumnFacts column = input.columns().get(window.timeColumn());
        return window.assigned() ? column.window().flatMap(WindowColumn::time) : column.watermark();
    }

    @Override
    public Facts union(PlanNode.Union node) {
        List<Facts> inputs = node.inputs().stream().map(this::of).toList();
        List<ColumnFacts> columns = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            int index = i;
            columns.add(ColumnTimes.least(
                    inputs.stream().map(facts -> facts.columns().get(index)).toList()));
        }
        return new Facts(inputs.stream().anyMatch(Facts::retracts), UnionKeys.of(node, inputs), columns);
    }

    @Override
    public Facts setOperation(PlanNode.SetOperation node) {
        Facts left = of(node.left());
        Facts right = of(node.right());
        List<BitSet> keys = new ArrayList<>(left.keys());
        if (node.operation() == PlanNode.SetOperation.Kind.INTERSECT) {
            keys.addAll(right.keys());
        }
        if (!node.all()) {
            BitSet whole = new BitSet();
            whole.set(0, node.columns().size());
            keys.add(whole);
        }
        List<ColumnFacts> columns = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            columns.add(ColumnTimes.least(
                    List.of(left.columns().get(i), right.columns().get(i))));
        }
        return new Facts(node.retracts(), keys, columns);
    }

    /** A row may be found long after those that it is made of. */
    @Override
    public Facts recursion(PlanNode.Recursion node) {
        BitSet whole = new BitSet();
        whole.set(0, node.columns().size());
        return new Facts(
                false,
                node.all() ? List.of() : List.of(whole),
                Collections.nCopies(node.columns().size(), ColumnFacts.NONE));
    }

    @Override
    public Facts recurrence(PlanNode.Recurrence node) {
        return new Facts(false, List.of(), Collections.nCopies(node.columns().size(), ColumnFacts.NONE));
    }

    @Override
    public Facts join(PlanNode.Join node) {
        return JoinFacts.of(node, of(node.left()), of(node.right()));
    }

    @Override
    public Facts asOf(PlanNode.AsOfJoin node) {
        return JoinFacts.of(node, of(node.left()), of(node.right()));
    }

    @Override
    public Facts rank(PlanNode.Rank node) {
        Facts input = of(node.input());
        List<BitSet> keys = new ArrayList<>();
        boolean counts = node.numbered() && node.limits().function() == RankLimits.Function.ROW_NUMBER;
        if (counts || node.limits().isOneRow()) {
            for (BitSet partition : KeyColumns.ofPartition(node.partition(), input)) {
                if (!node.limits().isOneRow()) {
                    partition.set(node.columns().size() - 1);
                }
                keys.add(partition);
            }
        }
        keys.addAll(input.keys());
        List<ColumnFacts> columns = node.isByArrival()
                ? new ArrayList<>(input.columns())
                : passed(
                        node,
                        Expiries.of(node.partition(), node.order(), node.input().columns(), input),
                        node.partition(),
                        input);
        while (columns.size() < node.columns().size()) {
            columns.add(ColumnFacts.NONE);
        }
        return new Facts(node.retracts(), keys, columns);
    }

    @Override
    public Facts over(PlanNode.Over node) {
        Facts input = of(node.input());
        List<ColumnFacts> columns = passed(node, Expiries.of(node, input), node.partition(), input);
        while (columns.size() < node.columns().size()) {
            columns.add(ColumnFacts.NONE);
        }
        return new Facts(node.retracts(), input.keys(), columns);
    }

    /** A row may be sent anew as long as its session is open, so its time says nothing of what is to come; the end does. */
    @Override
    public Facts assignSessions(PlanNode.AssignSessions node) {
        Facts input = of(node.input());
        Optional<TimeBound> time = node.expiry()
                .flatMap(expiry -> input.columns().get(node.timeColumn()).eventTime());
        List<ColumnFacts> columns =
                new ArrayList<>(Collections.nCopies(node.input().columns().size(), ColumnFacts.NONE));
        DataType type = node.columns().get(node.timeColumn()).type();
        columns.add(ColumnFacts.NONE);
        columns.add(new ColumnFacts(time, Optional.empty()));
        columns.add(
                new ColumnFacts(time.map(bound -> bound.shifted(-1).cut(ColumnTimes.unit(type))), Optional.empty()));
        return new Facts(node.retracts(), input.keys(), columns);
    }

    /** Of rows that wait: only the time that they wait for still says what is to come. */
    private static List<ColumnFacts> passed(
            PlanNode.Keyed node, Optional<Expiry> expiry, List<Integer> partition, Facts input) {
        List<Column> columns = node.inputs().get(0).columns();
        return Expiries.kept(
                node.emit() == Emit.ON_CLOSE ? expiry : Expiries.ofPartition(partition, columns, input), input);
    }

    @Override
    public Facts write(PlanNode.Write node) {
        return of(node.input());
    }
}
