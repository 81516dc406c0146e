package io.sluice.planner.rules;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.SortKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out the columns that nothing above reads, down to the scans. What keeps its rows in state gets no column that only a condition
 * or a watermark below it reads.
 */
final class TrimColumns implements PlanNode.Visitor<TrimColumns.Trimmed> {
    private final BitSet needed;

    private TrimColumns(BitSet needed) {
        this.needed = needed;
    }

    /** A node with fewer columns, and where each column of before is now; −1 if it is gone. */
    record Trimmed(PlanNode node, int[] places) {
        int place(int index) {
            return places[index];
        }

        Expr moved(Expr expr) {
            return Expressions.substitute(expr, input -> PlanNodes.input(node, places[input.index()]));
        }
    }

    static PlanNode in(PlanNode plan) {
        BitSet all = new BitSet();
        all.set(0, plan.columns().size());
        return trim(plan, all).node;
    }

    private static Trimmed trim(PlanNode node, BitSet needed) {
        return node.accept(new TrimColumns(needed));
    }

    private static Trimmed same(PlanNode node) {
        return new Trimmed(node, IntStream.range(0, node.columns().size()).toArray());
    }

    private static int[] places(int count, List<Integer> kept) {
        int[] places = new int[count];
        Arrays.fill(places, -1);
        for (int i = 0; i < kept.size(); i++) {
            places[kept.get(i)] = i;
        }
        return places;
    }

    private BitSet needed(BitSet more) {
        BitSet all = (BitSet) needed.clone();
        all.or(more);
        return all;
    }

    @Override
    public Trimmed scan(PlanNode.Scan node) {
        List<Integer> kept = new ArrayList<>(needed.stream().boxed().toList());
        if (kept.isEmpty()) {
            kept.add(cheapest(node.columns()));
        }
        PlanNode scan = new PlanNode.Scan(
                node.source(),
                kept.stream().map(node.columns()::get).toList(),
                kept.stream().map(node.sourceColumns()::get).toList(),
                List.of(),
                node.bounded(),
                node.tableColumns());
        return new Trimmed(scan, places(node.columns().size(), kept));
    }

    /** Rows must be counted even if no value is read. */
    private static int cheapest(List<Column> columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> !columns.get(i).type().kind().isSlice())
                .findFirst()
                .orElse(0);
    }

    @Override
    public Trimmed filter(PlanNode.Filter node) {
        Trimmed input = trim(node.input(), needed(Expressions.inputs(node.condition())));
        return new Trimmed(new PlanNode.Filter(input.node, input.moved(node.condition())), input.places);
    }

    @Override
    public Trimmed temporalFilter(PlanNode.TemporalFilter node) {
        BitSet below = (BitSet) needed.clone();
        node.bounds().forEach(bound -> below.or(Expressions.inputs(bound.time())));
        Trimmed input = trim(node.input(), below);
        List<ClockBound> bounds = node.bounds().stream()
                .map(bound -> new ClockBound(
                        input.moved(bound.time()),
                        bound.operator(),
                        bound.clock(),
                        bound.ahead(),
                        bound.unit(),
                        bound.shift()))
                .toList();
        return new Trimmed(new PlanNode.TemporalFilter(input.node, node.uid(), bounds, node.retracts()), input.places);
    }

    @Override
    public Trimmed project(PlanNode.Project node) {
        List<Integer> kept = needed.stream().boxed().toList();
        BitSet below = new BitSet();
        kept.forEach(index -> below.or(Expressions.inputs(node.expressions().get(index))));
        Trimmed input = trim(node.input(), below);
        PlanNode project = new PlanNode.Project(
                input.node,
                kept.stream()
                        .map(index -> input.moved(node.expressions().get(index)))
                        .toList(),
                kept.stream().map(node.columns()::get).toList());
        return new Trimmed(project, places(node.columns().size(), kept));
    }

    @Override
    public Trimmed assignWatermark(PlanNode.AssignWatermark node) {
        BitSet below = needed(Expressions.inputs(node.watermark()));
        below.set(node.timeColumn());
        Trimmed input = trim(node.input(), below);
        PlanNode trimmed = new PlanNode.AssignWatermark(
                input.node, node.source(), input.place(node.timeColumn()), input.moved(node.watermark()), node.rules());
        return new Trimmed(trimmed, input.places);
    }

    @Override
    public Trimmed assignWindows(PlanNode.AssignWindows node) {
        int before = node.input().columns().size();
        BitSet below = (BitSet) needed.clone();
        below.clear(before, node.columns().size());
        below.set(node.timeColumn());
        node.partition().forEach(below::set);
        Trimmed input = trim(node.input(), below);
        int count = input.node.columns().size();
        int[] places = Arrays.copyOf(input.places, node.columns().size());
        List<Column> columns = new ArrayList<>(input.node.columns());
        for (int i = before; i < node.columns().size(); i++) {
            places[i] = count + i - before;
            columns.add(node.columns().get(i));
        }
        PlanNode trimmed = new PlanNode.AssignWindows(
                input.node,
                input.place(node.timeColumn()),
                node.window(),
                node.partition().stream().map(input::place).toList(),
                columns);
        return new Trimmed(trimmed, places);
    }

    /** The collections themselves go no further, unless they are read above. */
    @Override
    public Trimmed unnest(PlanNode.Unnest node) {
        int before = node.input().columns().size();
        int appended = node.columns().size() - before;
        BitSet tried = node.condition().map(Expressions::inputs).orElse(new BitSet());
        BitSet below = needed(tried);
        below.clear(before, node.columns().size());
        node.collections().forEach(collection -> below.or(Expressions.inputs(collection)));
        Trimmed input = trim(node.input(), below);
        int count = input.node.columns().size();
        boolean ordinality =
                node.ordinality() && (needed.get(node.columns().size() - 1) || tried.get(before + appended - 1));
        int[] places = Arrays.copyOf(input.places, node.columns().size());
        List<Column> columns = new ArrayList<>(input.node.columns());
        for (int i = before; i < node.columns().size(); i++) {
            boolean kept =
                    ordinality || !node.ordinality() || i < node.columns().size() - 1;
            places[i] = kept ? count + i - before : -1;
            if (kept) {
                columns.add(node.columns().get(i));
            }
        }
        PlanNode.Unnest trimmed = new PlanNode.Unnest(
                input.node,
                node.collections().stream().map(input::moved).toList(),
                ordinality,
                node.outer(),
                node.condition()
                        .map(condition -> Expressions.substitute(
                                condition, column -> new Expr.Input(places[column.index()], column.type()))),
                columns);
        List<Integer> kept = needed.stream().boxed().toList();
        return kept.size() == columns.size()
                ? new Trimmed(trimmed, places)
                : new Trimmed(
                        exactly(new Trimmed(trimmed, places), kept, node),
                        places(node.columns().size(), kept));
    }

    @Override
    public Trimmed aggregate(PlanNode.Aggregate node) {
        int keys = node.keys().size();
        List<Integer> keptKeys = keys(node);
        List<Integer> kept = new ArrayList<>(keptKeys);
        IntStream.range(keys, node.columns().size()).filter(needed::get).forEach(kept::add);
        List<AggregateCall> calls = kept.subList(keptKeys.size(), kept.size()).stream()
                .map(index -> node.calls().get(index - keys))
                .toList();
        PlanNode.Aggregate smaller = new PlanNode.Aggregate(
                node.input(),
                node.uid(),
                node.window(),
                keptKeys.stream().map(node.keys()::get).toList(),
                calls,
                node.emit(),
                node.lateColumns(),
                kept.stream().map(node.columns()::get).toList());
        Trimmed input = trim(node.input(), read(smaller));
        return new Trimmed(
                MergeProjects.moved(smaller, input.node, input::place),
                places(node.columns().size(), kept));
    }

    /** All keys but the properties of the window that nobody reads; one of them stays. */
    private List<Integer> keys(PlanNode.Aggregate node) {
        List<Integer> properties = IntStream.range(0, node.keys().size())
                .filter(index -> node.keys().get(index) instanceof GroupKey.WindowProperty)
                .boxed()
                .toList();
        List<Integer> unread = new ArrayList<>(
                properties.stream().filter(index -> !needed.get(index)).toList());
        if (!unread.isEmpty() && unread.size() == properties.size()) {
            unread.remove(0);
        }
        return IntStream.range(0, node.keys().size())
                .boxed()
                .filter(index -> !unread.contains(index))
                .toList();
    }

    private static BitSet read(PlanNode.Aggregate node) {
        BitSet read = new BitSet();
        node.keys().forEach(key -> {
            if (key instanceof GroupKey.InputColumn column) {
                read.set(column.index());
            }
        });
        node.calls().forEach(call -> call.columns().forEach(read::set));
        node.window().ifPresent(window -> read.set(window.timeColumn()));
        node.lateColumns().forEach(read::set);
        return read;
    }

    @Override
    public Trimmed union(PlanNode.Union node) {
        List<Integer> kept =
                needed.isEmpty() ? List.of(0) : needed.stream().boxed().toList();
        BitSet below = new BitSet();
        kept.forEach(below::set);
        List<PlanNode> inputs = node.inputs().stream()
                .map(input -> exactly(trim(input, below), kept, input))
                .toList();
        PlanNode union = new PlanNode.Union(
                inputs, kept.stream().map(node.columns()::get).toList());
        return new Trimmed(union, places(node.columns().size(), kept));
    }

    /** Rows are compared whole. */
    @Override
    public Trimmed setOperation(PlanNode.SetOperation node) {
        return same(PlanNodes.withInputs(
                node, node.inputs().stream().map(TrimColumns::whole).toList()));
    }

    /** Rows go round whole. */
    @Override
    public Trimmed recursion(PlanNode.Recursion node) {
        return same(PlanNodes.withInputs(
                node, node.inputs().stream().map(TrimColumns::whole).toList()));
    }

    @Override
    public Trimmed recurrence(PlanNode.Recurrence node) {
        return same(node);
    }

    private static PlanNode whole(PlanNode input) {
        BitSet all = new BitSet();
        all.set(0, input.columns().size());
        return exactly(trim(input, all), all.stream().boxed().toList(), input);
    }

    /** An input whose rows lie in state. */
    private static Trimmed stored(PlanNode input, BitSet needed) {
        Trimmed trimmed = trim(input, needed);
        if (needed.isEmpty()) {
            return trimmed;
        }
        List<Integer> kept = needed.stream().boxed().toList();
        return new Trimmed(exactly(trimmed, kept, input), places(input.columns().size(), kept));
    }

    /** The trimmed input with these columns and no others. */
    private static PlanNode exactly(Trimmed trimmed, List<Integer> kept, PlanNode before) {
        boolean exact = trimmed.node.columns().size() == kept.size()
                && IntStream.range(0, kept.size()).allMatch(i -> trimmed.place(kept.get(i)) == i);
        if (exact) {
            return trimmed.node;
        }
        List<Expr> expressions = kept.stream()
                .map(index -> (Expr) PlanNodes.input(trimmed.node, trimmed.place(index)))
                .toList();
        List<String> names =
                kept.stream().map(index -> before.columns().get(index).name()).toList();
        return PlanNodes.project(trimmed.node, expressions, names);
    }

    @Override
    public Trimmed join(PlanNode.Join node) {
        int width = node.left().columns().size();
        BitSet left = needed.get(0, width);
        BitSet right = needed.get(width, Math.max(width, needed.length()));
        BitSet tried = node.condition().map(Expressions::inputs).orElse(new BitSet());
        left.or(tried.get(0, width));
        right.or(tried.get(width, Math.max(width, tried.length())));
        node.keys().forEach(key -> {
            left.set(key.left());
            right.set(key.right());
        });
        boolean isStored = node.lookup().isEmpty();
        Trimmed newLeft = isStored ? stored(node.left(), left) : trim(node.left(), left);
        Trimmed newRight = isStored ? stored(node.right(), right) : trim(node.right(), right);
        int newWidth = newLeft.node.columns().size();
        int[] places = new int[node.columns().size()];
        List<String> names = new ArrayList<>(PlanNodes.names(newLeft.node));
        names.addAll(PlanNodes.names(newRight.node));
        for (int i = 0; i < width + node.right().columns().size(); i++) {
            int below = i < width ? newLeft.places[i] : newRight.places[i - width];
            int place = below < 0 ? -1 : i < width ? below : below + newWidth;
            if (i < places.length) {
                places[i] = place;
            }
            if (place >= 0 && i < node.columns().size()) {
                names.set(place, node.columns().get(i).name());
            }
        }
        List<PlanNode.JoinKey> keys = node.keys().stream()
                .map(key ->
                        new PlanNode.JoinKey(newLeft.place(key.left()), newRight.place(key.right()), key.nullsMatch()))
                .toList();
        PlanNode.Join join = new PlanNode.Join(
                newLeft.node,
                newRight.node,
                node.uid(),
                node.type(),
                keys,
                node.condition().map(condition -> moved(condition, newLeft, newRight, width)),
                node.times(),
                node.lookup().map(lookup -> moved(lookup, newRight)),
                node.emit(),
                node.retracts(),
                Joins.columns(newLeft.node, newRight.node, node.type(), names));
        return new Trimmed(join, places);
    }

    @Override
    public Trimmed asOf(PlanNode.AsOfJoin node) {
        int width = node.left().columns().size();
        BitSet left = needed.get(0, width);
        BitSet right = needed.get(width, Math.max(width, needed.length()));
        left.set(node.times().left());
        right.set(node.times().right());
        node.keys().forEach(key -> {
            left.set(key.left());
            right.set(key.right());
        });
        Trimmed newLeft = stored(node.left(), left);
        Trimmed newRight = stored(node.right(), right);
        int newWidth = newLeft.node.columns().size();
        int[] places = new int[node.columns().size()];
        Column[] columns = new Column[newWidth + newRight.node.columns().size()];
        for (int i = 0; i < places.length; i++) {
            int below = i < width ? newLeft.places[i] : newRight.places[i - width];
            places[i] = below < 0 || i < width ? below : below + newWidth;
            if (places[i] >= 0) {
                columns[places[i]] = node.columns().get(i);
            }
        }
        PlanNode.AsOfTimes times = node.times();
        PlanNode.AsOfJoin join = new PlanNode.AsOfJoin(
                newLeft.node,
                newRight.node,
                node.uid(),
                node.keepsLeft(),
                node.keys().stream()
                        .map(key -> new PlanNode.JoinKey(
                                newLeft.place(key.left()), newRight.place(key.right()), key.nullsMatch()))
                        .toList(),
                new PlanNode.AsOfTimes(
                        newLeft.place(times.left()),
                        newRight.place(times.right()),
                        times.relation(),
                        times.leftWatermark(),
                        times.rightWatermark()),
                node.emit(),
                node.retracts(),
                List.of(columns));
        return new Trimmed(join, places);
    }

    private static Lookup moved(Lookup lookup, Trimmed right) {
        return new Lookup(
                lookup.kind(), lookup.replaced().stream().map(right::place).toList());
    }

    private static Expr moved(Expr condition, Trimmed left, Trimmed right, int width) {
        int newWidth = left.node.columns().size();
        return Expressions.substitute(
                condition,
                input -> input.index() < width
                        ? PlanNodes.input(left.node, left.place(input.index()))
                        : new Expr.Input(newWidth + right.place(input.index() - width), input.type()));
    }

    @Override
    public Trimmed rank(PlanNode.Rank node) {
        int before = node.input().columns().size();
        Trimmed input = stored(node.input(), besides(before, node.partition(), node.order()));
        boolean numbered = node.numbered() && needed.get(before);
        List<Column> columns = new ArrayList<>(input.node.columns());
        int[] places = Arrays.copyOf(input.places, node.columns().size());
        if (node.numbered()) {
            places[before] = numbered ? columns.size() : -1;
        }
        if (numbered) {
            columns.add(node.columns().get(before));
        }
        PlanNode.Rank rank = new PlanNode.Rank(
                input.node,
                node.uid(),
                node.partition().stream().map(input::place).toList(),
                moved(node.order(), input),
                node.limits(),
                numbered,
                node.expiry().map(expiry -> moved(expiry, input)),
                node.emit(),
                node.retracts(),
                columns);
        return new Trimmed(rank, places);
    }

    @Override
    public Trimmed over(PlanNode.Over node) {
        int before = node.input().columns().size();
        BitSet below = besides(before, node.partition(), node.order());
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < node.calls().size(); i++) {
            if (needed.get(before + i)) {
                kept.add(i);
                node.calls().get(i).arguments().forEach(below::set);
            }
        }
        if (kept.isEmpty()) {
            return trim(node.input(), needed);
        }
        Trimmed input = stored(node.input(), below);
        List<Column> columns = new ArrayList<>(input.node.columns());
        int[] places = Arrays.copyOf(input.places, node.columns().size());
        Arrays.fill(places, before, places.length, -1);
        for (int call : kept) {
            places[before + call] = columns.size();
            columns.add(node.columns().get(before + call));
        }
        PlanNode.Over over = new PlanNode.Over(
                input.node,
                node.uid(),
                node.partition().stream().map(input::place).toList(),
                moved(node.order(), input),
                kept.stream()
                        .map(call -> node.calls().get(call).moved(input::place))
                        .toList(),
                node.expiry().map(expiry -> moved(expiry, input)),
                node.emit(),
                node.retracts(),
                columns);
        return new Trimmed(over, places);
    }

    @Override
    public Trimmed assignSessions(PlanNode.AssignSessions node) {
        int before = node.input().columns().size();
        BitSet below = besides(before, node.partition(), List.of());
        below.set(node.timeColumn());
        Trimmed input = stored(node.input(), below);
        int[] places = Arrays.copyOf(input.places, node.columns().size());
        List<Column> columns = new ArrayList<>(input.node.columns());
        for (int i = before; i < node.columns().size(); i++) {
            places[i] = columns.size();
            columns.add(node.columns().get(i));
        }
        PlanNode.AssignSessions sessions = new PlanNode.AssignSessions(
                input.node,
                node.uid(),
                input.place(node.timeColumn()),
                node.gap(),
                node.partition().stream().map(input::place).toList(),
                node.expiry().map(expiry -> moved(expiry, input)),
                node.emit(),
                node.retracts(),
                columns);
        return new Trimmed(sessions, places);
    }

    /** What is needed of the first columns, and those of partitions and sort keys. */
    private BitSet besides(int count, List<Integer> partition, List<SortKey> order) {
        BitSet below = (BitSet) needed.clone();
        below.clear(count, Math.max(count, below.length()));
        partition.forEach(below::set);
        order.forEach(key -> below.set(key.column()));
        return below;
    }

    private static List<SortKey> moved(List<SortKey> order, Trimmed input) {
        return order.stream()
                .map(key -> new SortKey(input.place(key.column()), key.descending(), key.nullsLast()))
                .toList();
    }

    private static Expiry moved(Expiry expiry, Trimmed input) {
        return new Expiry(input.place(expiry.column()), expiry.delay(), expiry.watermark());
    }

    @Override
    public Trimmed write(PlanNode.Write node) {
        return same(PlanNodes.withInputs(node, List.of(whole(node.input()))));
    }
}
