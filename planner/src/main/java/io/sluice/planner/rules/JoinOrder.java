package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Orders inner joins so that each table has a key to those before it, where there is such an order:
 *
 * <pre>
 * FROM a, b, c WHERE a.x = c.x AND c.y = b.y       a with b would be every pair: a, c, b
 * </pre>
 *
 * An order that has keys throughout stays as it is written. The first table stays the first, and of those that have a key the
 * one that is written first is next.
 */
final class JoinOrder {
    private final List<PlanNode> tables = new ArrayList<>();
    private final List<Expr> conditions = new ArrayList<>();

    private JoinOrder() {}

    static PlanNode in(PlanNode node) {
        PlanNode top = node instanceof PlanNode.Filter filter ? filter.input() : node;
        if (isInner(top)) {
            JoinOrder order = new JoinOrder();
            order.collect(top, 0);
            if (node instanceof PlanNode.Filter filter) {
                order.conditions.addAll(Expressions.conjuncts(filter.condition()));
            }
            Optional<PlanNode> ordered = order.ordered(top);
            if (ordered.isPresent()) {
                return ordered.get();
            }
        }
        return PlanNodes.withInputs(
                node, node.inputs().stream().map(JoinOrder::in).toList());
    }

    private static boolean isInner(PlanNode node) {
        return node instanceof PlanNode.Join join
                && join.type() == JoinType.INNER
                && join.lookup().isEmpty();
    }

    /** @param first the number of columns before those of the node */
    private void collect(PlanNode node, int first) {
        if (!isInner(node)) {
            tables.add(node);
            return;
        }
        PlanNode.Join join = (PlanNode.Join) node;
        int width = join.left().columns().size();
        collect(join.left(), first);
        collect(join.right(), first + width);
        for (PlanNode.JoinKey key : join.keys()) {
            Expr left = shifted(PlanNodes.input(join.left(), key.left()), first);
            Expr right = shifted(PlanNodes.input(join.right(), key.right()), first + width);
            boolean nullable =
                    !key.nullsMatch() && (left.type().nullable() || right.type().nullable());
            CoreOperator operator = key.nullsMatch() ? CoreOperator.IS_NOT_DISTINCT_FROM : CoreOperator.EQUAL;
            conditions.add(
                    new Expr.Call(operator.symbol(), List.of(left, right), DataType.of(TypeKind.BOOLEAN, nullable)));
        }
        join.condition().ifPresent(condition -> Expressions.conjuncts(condition)
                .forEach(each -> conditions.add(shifted(each, first))));
    }

    private static Expr shifted(Expr expr, int by) {
        return by == 0 ? expr : Expressions.substitute(expr, input -> new Expr.Input(input.index() + by, input.type()));
    }

    /** An equality, as the tables that each of its sides is about. */
    private record Edge(BitSet left, BitSet right) {
        /** Whether it is a key when {@code next} comes to the tables that are joined. */
        boolean joins(BitSet joined, int next) {
            return joins(joined, next, left, right) || joins(joined, next, right, left);
        }

        private static boolean joins(BitSet joined, int next, BitSet mine, BitSet other) {
            return mine.cardinality() == 1 && mine.get(next) && within(other, joined);
        }

        private static boolean within(BitSet part, BitSet whole) {
            BitSet rest = (BitSet) part.clone();
            rest.andNot(whole);
            return rest.isEmpty();
        }
    }

    private Optional<PlanNode> ordered(PlanNode top) {
        if (tables.size() < 3) {
            return Optional.empty();
        }
        List<Edge> edges = edges();
        List<Integer> order = new ArrayList<>(List.of(0));
        BitSet joined = new BitSet();
        joined.set(0);
        boolean changed = false;
        while (order.size() < tables.size()) {
            int written = joined.nextClearBit(0);
            int next = next(edges, joined).orElse(written);
            changed |= next != written;
            joined.set(next);
            order.add(next);
        }
        boolean lacksKey = changed && lacksKey(edges);
        return lacksKey ? Optional.of(inOrder(order, top)) : Optional.empty();
    }

    private boolean lacksKey(List<Edge> edges) {
        BitSet joined = new BitSet();
        joined.set(0);
        for (int next = 1; next < tables.size(); next++) {
            int table = next;
            if (edges.stream().noneMatch(edge -> edge.joins(joined, table))) {
                return true;
            }
            joined.set(next);
        }
        return false;
    }

    private Optional<Integer> next(List<Edge> edges, BitSet joined) {
        for (int table = joined.nextClearBit(0); table < tables.size(); table = joined.nextClearBit(table + 1)) {
            int candidate = table;
            if (edges.stream().anyMatch(edge -> edge.joins(joined, candidate))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private List<Edge> edges() {
        List<Integer> tableOf = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            tableOf.addAll(Collections.nCopies(tables.get(i).columns().size(), i));
        }
        List<Edge> edges = new ArrayList<>();
        for (Expr condition : conditions) {
            if (condition instanceof Expr.Call call
                    && call.arguments().size() == 2
                    && (call.function().equals(CoreOperator.EQUAL.symbol())
                            || call.function().equals(CoreOperator.IS_NOT_DISTINCT_FROM.symbol()))
                    && Expressions.isDeterministic(condition)) {
                BitSet left = tables(call.arguments().get(0), tableOf);
                BitSet right = tables(call.arguments().get(1), tableOf);
                if (!left.isEmpty() && !right.isEmpty() && !left.intersects(right)) {
                    edges.add(new Edge(left, right));
                }
            }
        }
        return edges;
    }

    private static BitSet tables(Expr expr, List<Integer> tableOf) {
        BitSet tables = new BitSet();
        Expressions.inputs(expr).stream().forEach(input -> tables.set(tableOf.get(input)));
        return tables;
    }

    /** Joins without conditions, the conditions above them, and the columns as they were. */
    private PlanNode inOrder(List<Integer> order, PlanNode top) {
        int[] firsts = new int[tables.size()];
        for (int i = 1; i < firsts.length; i++) {
            firsts[i] = firsts[i - 1] + tables.get(i - 1).columns().size();
        }
        int[] places = new int[top.columns().size()];
        PlanNode joined = null;
        for (int table : order) {
            PlanNode node = in(tables.get(table));
            int width = joined == null ? 0 : joined.columns().size();
            for (int i = 0; i < node.columns().size(); i++) {
                places[firsts[table] + i] = width + i;
            }
            joined = joined == null ? node : cross(joined, node);
        }
        PlanNode all = joined;
        Expr condition = Expressions.substitute(
                Expressions.and(conditions), input -> PlanNodes.input(all, places[input.index()]));
        List<Expr> columns = new ArrayList<>();
        for (int place : places) {
            columns.add(PlanNodes.input(all, place));
        }
        return PlanNodes.project(new PlanNode.Filter(all, condition), columns, PlanNodes.names(top));
    }

    private static PlanNode cross(PlanNode left, PlanNode right) {
        List<String> names = new ArrayList<>(PlanNodes.names(left));
        names.addAll(PlanNodes.names(right));
        return Joins.of(left, right, JoinType.INNER, List.of(), List.of(), names);
    }
}
