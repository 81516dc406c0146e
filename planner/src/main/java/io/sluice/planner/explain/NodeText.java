package io.sluice.planner.explain;

import io.sluice.planner.incremental.PlanAnalysis;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Durations;
import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.plan.PlanNode.ScanComparison;
import io.sluice.planner.plan.PlanNode.SetOperation.Kind;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WatermarkRules;
import io.sluice.planner.plan.WindowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A node in a line, and the details below it. For one node. */
final class NodeText implements PlanNode.Visitor<String> {
    private final PlanAnalysis analysis;
    private final List<String> details = new ArrayList<>();

    NodeText(PlanAnalysis analysis) {
        this.analysis = analysis;
    }

    List<String> details() {
        return details;
    }

    private static List<String> names(PlanNode node) {
        return node.columns().stream().map(Column::name).toList();
    }

    private static String list(List<String> names) {
        return String.join(", ", names);
    }

    @Override
    public String scan(PlanNode.Scan node) {
        if (!node.predicates().isEmpty()) {
            details.add("may skip what is not "
                    + node.predicates().stream()
                            .map(predicate -> comparison(node, predicate))
                            .collect(Collectors.joining(" AND ")));
        }
        return "Scan %s%s, %d of %d columns: %s"
                .formatted(
                        node.source(),
                        node.bounded() ? " (bounded)" : "",
                        node.columns().size(),
                        node.tableColumns(),
                        list(names(node)));
    }

    private static String comparison(PlanNode.Scan node, ScanComparison predicate) {
        String column = node.columns().get(predicate.column()).name();
        return predicate.literal().value().isEmpty()
                ? column + " " + predicate.operator().symbol()
                : "%s %s %s"
                        .formatted(
                                column,
                                predicate.operator().symbol(),
                                ExpressionText.of(predicate.literal(), List.of()));
    }

    @Override
    public String filter(PlanNode.Filter node) {
        return "Filter " + ExpressionText.of(node.condition(), names(node));
    }

    @Override
    public String temporalFilter(PlanNode.TemporalFilter node) {
        details.add(
                node.retracts()
                        ? "a row is taken back when its time is over"
                        : node.leaves()
                                ? "the time is that of the first batch, until the input ends"
                                : "a row is sent on when its time has come; it stays");
        return "Temporal filter "
                + node.bounds().stream()
                        .map(bound -> "%s %s %s"
                                .formatted(
                                        ExpressionText.of(bound.time(), names(node)),
                                        bound.operator().symbol(),
                                        ExpressionText.of(bound.clock(), names(node))))
                        .collect(Collectors.joining(" AND "));
    }

    @Override
    public String project(PlanNode.Project node) {
        List<String> inputs = names(node.input());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < node.expressions().size(); i++) {
            String name = node.columns().get(i).name();
            String text = ExpressionText.of(node.expressions().get(i), inputs);
            columns.add(
                    node.expressions().get(i) instanceof Expr.Input && text.equals(name) ? name : name + " = " + text);
        }
        return "Project " + list(columns);
    }

    @Override
    public String assignWatermark(PlanNode.AssignWatermark node) {
        String time = node.columns().get(node.timeColumn()).name();
        WatermarkRules rules = node.rules();
        if (node.columns().get(node.timeColumn()).type().nullable()) {
            details.add("a row without %s is %s"
                    .formatted(
                            time,
                            switch (rules.nullTime()) {
                                case DROP -> "left out and counted";
                                case FAIL -> "an error";
                                case LATE -> "late wherever the time is needed";
                            }));
        }
        rules.idleTimeout()
                .ifPresent(micros -> details.add("a partition without rows for %s does not hold the watermark back"
                        .formatted(Durations.of(micros))));
        rules.maxFuture()
                .ifPresent(micros -> details.add("a time more than %s ahead of the clock does not move the watermark"
                        .formatted(Durations.of(micros))));
        rules.maxDrift()
                .ifPresent(micros -> details.add(
                        "not read while more than %s ahead of the least watermark".formatted(Durations.of(micros))));
        return "Watermark %s of %s: %s"
                .formatted(node.source(), time, ExpressionText.of(node.watermark(), names(node)));
    }

    @Override
    public String assignWindows(PlanNode.AssignWindows node) {
        return "Windows " + window(node.window(), names(node.input()).get(node.timeColumn()));
    }

    @Override
    public String unnest(PlanNode.Unnest node) {
        List<String> names = names(node);
        List<String> inputs = names(node.input());
        if (node.outer()) {
            details.add("a row of which no element is left stays, with NULL");
        }
        String elements = list(names.subList(inputs.size(), names.size() - (node.ordinality() ? 1 : 0)));
        return "Unnest %s = %s%s%s"
                .formatted(
                        elements,
                        list(node.collections().stream()
                                .map(collection -> ExpressionText.of(collection, inputs))
                                .toList()),
                        node.ordinality() ? ", place " + names.get(names.size() - 1) : "",
                        node.condition()
                                .map(condition -> " on " + ExpressionText.of(condition, names))
                                .orElse(""));
    }

    private static String window(WindowSpec window, String time) {
        return "%s on %s".formatted(WindowText.of(window), time);
    }

    @Override
    public String aggregate(Aggregate node) {
        List<String> names = names(node);
        List<String> keys = names.subList(0, node.keys().size());
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < node.calls().size(); i++) {
            calls.add(names.get(keys.size() + i) + " = "
                    + AggregateText.of(node.calls().get(i), names(node.input())));
        }
        node.window().ifPresent(window -> details.add(window(node, window)));
        if (node.isByClock()) {
            details.add("processing time: the result depends on when rows are read");
        }
        details.add(
                node.emit() == Emit.ON_CHANGE
                        ? "sends the groups that changed, after each batch; they may be taken back"
                        : "sends each group once, when it is final");
        if (node.overChanges()) {
            details.add(
                    node.isGlobal()
                            ? "rows that it is over may be taken back"
                            : "rows that it is over may be taken back: a group goes with its last row");
        }
        List<String> kept =
                node.keptValues().stream().map(names(node.input())::get).toList();
        if (!kept.isEmpty()) {
            details.add("keeps the different values of %s in each group, and how often each is there"
                    .formatted(list(kept)));
        }
        List<BitSet> unique = analysis.of(node).keys();
        details.add("key " + unique.stream().map(key -> key(names, key)).collect(Collectors.joining(" or ")));
        if (!node.lateColumns().isEmpty()) {
            details.add("late rows are sent on with "
                    + list(node.lateColumns().stream()
                            .map(names(node.input())::get)
                            .toList()));
        }
        String head = keys.isEmpty() ? "Aggregate all" : "Aggregate by " + list(keys);
        return calls.isEmpty() ? head : head + ": " + list(calls);
    }

    private static String key(List<String> names, BitSet key) {
        return key.stream().mapToObj(names::get).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String window(Aggregate node, GroupWindow window) {
        String time = names(node.input()).get(window.timeColumn());
        if (node.isByTimeKey()) {
            return "groups are final when %s is past %s"
                    .formatted(window.watermark().map(WatermarkText::of).orElse("the end of the input"), time);
        }
        String closes = window.watermark()
                .map(watermark -> "a %s closes when %s %s its end"
                        .formatted(
                                window.spec().isSession() ? "session" : "window",
                                WatermarkText.of(watermark),
                                window.spec().isSession() ? "is past" : "passes"))
                .orElse("windows close at the end of the input only");
        String text = window.assigned()
                ? window.spec().isCumulative()
                        ? "windows of up to %s that end at %s"
                                .formatted(Durations.of(window.spec().size()), time)
                        : "windows of %s that start at %s"
                                .formatted(Durations.of(window.spec().size()), time)
                : window(window.spec(), time);
        return text + ": " + closes;
    }

    @Override
    public String rank(PlanNode.Rank node) {
        String by = node.partition().isEmpty() ? "" : " by " + list(columns(node.partition(), names(node)));
        node.expiry().ifPresent(expiry -> details.add(closing(expiry, node.closesPartitions(), names(node))));
        if (node.isByArrival()) {
            details.add(
                    node.limits().last() == 1
                            ? "sends the first row that comes, and never takes it back"
                            : "sends the first rows that come, and never takes them back");
        } else {
            details.add(sends(node, node.closesPartitions() || node.expiry().isEmpty()));
        }
        String what = node.numbered()
                ? "%s = %s".formatted(names(node).get(node.columns().size() - 1), node.limits())
                : node.limits().toString();
        return "Rank%s: %s%s".formatted(by, what, order(node.order(), names(node)));
    }

    private static List<String> columns(List<Integer> columns, List<String> names) {
        return columns.stream().map(names::get).toList();
    }

    private static String order(List<SortKey> order, List<String> names) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(key -> names.get(key.column())
                                + (key.descending() ? " DESC" : "")
                                + (key.nullsLast() == key.descending()
                                        ? ""
                                        : key.nullsLast() ? " NULLS LAST" : " NULLS FIRST"))
                        .collect(Collectors.joining(", ", ", order ", ""));
    }

    private static String closing(Expiry expiry, boolean partitions, List<String> names) {
        String delay = expiry.delay() <= 1 ? "" : " + " + Durations.of(expiry.delay());
        return "%s is final when %s passes %s%s"
                .formatted(
                        partitions ? "a partition" : "a row",
                        WatermarkText.of(expiry.watermark()),
                        names.get(expiry.column()),
                        delay);
    }

    private static String sends(PlanNode.Keyed node, boolean partitions) {
        if (node.emit() == Emit.ON_CHANGE) {
            return "sends what changed, after each batch; it may be taken back";
        }
        return partitions ? "sends each partition once, when it is final" : "sends each row once, when it is final";
    }

    @Override
    public String assignSessions(PlanNode.AssignSessions node) {
        String by = node.partition().isEmpty() ? "" : " by " + list(columns(node.partition(), names(node)));
        node.expiry()
                .ifPresent(expiry -> details.add(
                        "a session closes when %s is past its end".formatted(WatermarkText.of(expiry.watermark()))));
        details.add(
                node.emit() == Emit.ON_CHANGE
                        ? "sends the rows of sessions that changed, after each batch; they may be taken back"
                        : "sends the rows of each session once, when it is final");
        return "Sessions%s: a gap of %s on %s"
                .formatted(by, Durations.of(node.gap()), names(node).get(node.timeColumn()));
    }

    @Override
    public String over(PlanNode.Over node) {
        String by = node.partition().isEmpty() ? "" : " by " + list(columns(node.partition(), names(node)));
        node.expiry().ifPresent(expiry -> details.add(closing(expiry, node.closesPartitions(), names(node))));
        details.add(sends(node, node.closesPartitions() || node.expiry().isEmpty()));
        List<String> calls = new ArrayList<>();
        int first = node.input().columns().size();
        for (int i = 0; i < node.calls().size(); i++) {
            calls.add(names(node).get(first + i) + " = "
                    + OverText.of(node.calls().get(i), names(node)));
        }
        return "Over%s%s: %s".formatted(by, order(node.order(), names(node)), list(calls));
    }

    @Override
    public String union(PlanNode.Union node) {
        return "Union " + list(names(node));
    }

    @Override
    public String setOperation(PlanNode.SetOperation node) {
        keyed(node);
        return "%s%s".formatted(node.operation() == Kind.INTERSECT ? "Intersect" : "Except", node.all() ? " all" : "");
    }

    @Override
    public String recursion(PlanNode.Recursion node) {
        keyed(node);
        details.add("in rounds, until one finds no %srow".formatted(node.all() ? "" : "new "));
        return "Recursion %s%s".formatted(node.name(), node.all() ? " all" : "");
    }

    @Override
    public String recurrence(PlanNode.Recurrence node) {
        return "Rows of the last round of " + node.name();
    }

    private void keyed(PlanNode.Keyed node) {
        details.add(
                node.emit() == Emit.ON_CLOSE
                        ? "sends rows when they are final"
                        : node.retracts()
                                ? "sends what changes, after each batch; rows may be taken back"
                                : "sends rows as they come; none is taken back");
    }

    @Override
    public String join(PlanNode.Join node) {
        List<String> both = bothNames(node);
        List<String> conditions = equalities(node.keys(), names(node.left()), names(node.right()));
        if (node.keys().isEmpty()) {
            details.add("no columns are equal: each row is compared with all of the other input, on one core");
        }
        node.condition()
                .ifPresent(condition -> details.add("of these, pairs with " + ExpressionText.of(condition, both)));
        node.times().ifPresent(times -> {
            if (times.dropsLeft()) {
                details.add("a row of the left input is kept until %s its %s"
                        .formatted(
                                passes(times.rightWatermark().orElseThrow()),
                                moved(
                                        names(node.left()).get(times.left()),
                                        -times.lower().orElseThrow())));
            }
            if (times.dropsRight()) {
                details.add("a row of the right input is kept until %s its %s"
                        .formatted(
                                passes(times.leftWatermark().orElseThrow()),
                                moved(
                                        names(node.right()).get(times.right()),
                                        times.upper().orElseThrow())));
            }
        });
        node.lookup().ifPresent(lookup -> details.add(asked(lookup, node)));
        if (node.lookup().isEmpty() && node.keepsUnmatched()) {
            details.add(
                    node.emit() == Emit.ON_CHANGE
                            ? "a row without a partner is sent at once, and taken back when one comes"
                            : "a row without a partner is sent when none can come any more");
        }
        details.add(node.retracts() ? "rows may be taken back" : "no row is taken back");
        List<BitSet> unique = analysis.of(node).keys();
        if (!unique.isEmpty()) {
            details.add(
                    "key " + unique.stream().map(key -> key(names(node), key)).collect(Collectors.joining(" or ")));
        }
        String type = node.keys().isEmpty() && node.condition().isEmpty() && node.type() == PlanNode.JoinType.INNER
                ? "Cross"
                : node.type().name().charAt(0) + node.type().name().substring(1).toLowerCase(Locale.ROOT);
        String join = type + (node.lookup().isPresent() ? " lookup" : " join");
        return conditions.isEmpty() ? join : "%s on %s".formatted(join, String.join(" AND ", conditions));
    }

    @Override
    public String asOf(PlanNode.AsOfJoin node) {
        PlanNode.AsOfTimes times = node.times();
        List<String> left = names(node.left());
        List<String> right = names(node.right());
        details.add("of these, the %s with left.%s %s right.%s"
                .formatted(
                        times.looksBack() ? "last" : "first",
                        left.get(times.left()),
                        times.relation().symbol(),
                        right.get(times.right())));
        if (node.emit() == Emit.ON_CHANGE) {
            details.add("sends each row at once; it may be taken back when a nearer partner comes");
        } else if (times.rightWatermark().isPresent()) {
            details.add(
                    times.looksBack()
                            ? "a row is sent when %s passes its %s"
                                    .formatted(
                                            WatermarkText.of(
                                                    times.rightWatermark().get()),
                                            left.get(times.left()))
                            : "a row is sent when %s passes the %s of its partner"
                                    .formatted(
                                            WatermarkText.of(
                                                    times.rightWatermark().get()),
                                            right.get(times.right())));
        } else {
            details.add("sends rows at the end of the input");
        }
        List<BitSet> unique = analysis.of(node).keys();
        if (!unique.isEmpty()) {
            details.add(
                    "key " + unique.stream().map(key -> key(names(node), key)).collect(Collectors.joining(" or ")));
        }
        String type = node.keepsLeft() ? "Left as-of join" : "As-of join";
        List<String> conditions = equalities(node.keys(), left, right);
        return conditions.isEmpty() ? type : "%s on %s".formatted(type, String.join(" AND ", conditions));
    }

    private static List<String> equalities(List<PlanNode.JoinKey> keys, List<String> left, List<String> right) {
        return keys.stream()
                .map(key -> "%s %s %s"
                        .formatted(
                                left.get(key.left()),
                                key.nullsMatch() ? "IS NOT DISTINCT FROM" : "=",
                                right.get(key.right())))
                .toList();
    }

    private static String asked(Lookup lookup, PlanNode.Join node) {
        String forgotten = "; a row of the left input is looked up in it when it comes, and not kept";
        if (lookup.isWhole()) {
            return "the right input ends, and is read whole before the left one" + forgotten;
        }
        String newest = lookup.replaced().isEmpty()
                ? "processing time: the right input is what has come of it"
                : "processing time: the right input is the last row that has come for each "
                        + list(columns(lookup.replaced(), names(node.right())));
        return newest + forgotten;
    }

    /** The columns of both inputs; those that both have with the side before them. */
    private static List<String> bothNames(PlanNode.Join node) {
        List<String> left = names(node.left());
        List<String> right = names(node.right());
        List<String> both = new ArrayList<>();
        left.forEach(name -> both.add(right.contains(name) ? "left." + name : name));
        right.forEach(name -> both.add(left.contains(name) ? "right." + name : name));
        return both;
    }

    /** A window that ends at the watermark is over: its watermark is one microsecond ahead. */
    private static String passes(Watermark watermark) {
        if (watermark instanceof Watermark.Shifted shifted && Math.floorMod(shifted.micros(), 1000) == 1) {
            Watermark reached =
                    shifted.micros() == 1 ? shifted.of() : new Watermark.Shifted(shifted.of(), shifted.micros() - 1);
            return WatermarkText.of(reached) + " reaches";
        }
        return WatermarkText.of(watermark) + " passes";
    }

    private static String moved(String column, long micros) {
        return micros == 0
                ? column
                : "%s %s %s".formatted(column, micros < 0 ? "-" : "+", Durations.of(Math.abs(micros)));
    }

    @Override
    public String write(PlanNode.Write node) {
        details.add("columns "
                + node.columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", ")));
        details.add(node.retracts() ? "rows may be taken back" : "append-only");
        boolean nets = node.emission().mode() == Mode.UPDATE || node.emission().mode() == Mode.CHANGELOG;
        if (nets && !node.key().isEmpty()) {
            details.add("netted by (%s)"
                    .formatted(list(node.key().stream().map(names(node)::get).toList())));
        }
        node.order().ifPresent(rank -> details.add("after each batch the whole result, in the order of " + rank.uid()));
        node.lateSink().ifPresent(late -> details.add("late rows go to " + late));
        return "Write %s %s".formatted(node.sink(), ExplainText.mode(node.emission()));
    }
}
