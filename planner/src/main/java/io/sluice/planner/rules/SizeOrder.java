package io.sluice.planner.rules;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.rules.InnerJoins.Condition;
import io.sluice.planner.rules.InnerJoins.Equality;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Orders inner joins of three and more tables by how many rows these have ({@link RowEstimates}), so that few rows lie between
 * the joins: all of them are state.
 *
 * <pre>
 * FROM lineitem l, orders o, customer c              l with o: 6,000,000 rows between the joins
 * WHERE … AND c.segment = 'BUILDING'                 c with o:   150,000, so c, o, l
 * </pre>
 *
 * Each table is tried as the first one; next is the one with a key to those before it that leaves the fewest rows. The order
 * that is best stands only if it leaves at most half of what the written one does: estimates are rough, and an order that
 * changes with every row would be worth nothing. Where the size of one table is not known, the order stays as it is.
 */
final class SizeOrder {
    private static final double WORTH = 0.5;

    /** The time that it takes is of their fourth power. */
    private static final int MOST_TABLES = 16;

    private final RowEstimates estimates;

    SizeOrder(RowEstimates estimates) {
        this.estimates = estimates;
    }

    PlanNode in(PlanNode node) {
        if (!InnerJoins.isThrough(node)) {
            return PlanNodes.withInputs(
                    node, node.inputs().stream().map(this::in).toList());
        }
        InnerJoins joins = InnerJoins.through(node);
        Optional<List<Integer>> order = order(joins);
        if (order.isPresent()) {
            return joins.inOrder(
                    order.get(), joins.tables().stream().map(this::in).toList());
        }
        Set<PlanNode> tables = Collections.newSetFromMap(new IdentityHashMap<>());
        tables.addAll(joins.tables());
        return inTables(node, tables);
    }

    /** The joins as they are, over other tables. */
    private PlanNode inTables(PlanNode node, Set<PlanNode> tables) {
        return tables.contains(node)
                ? in(node)
                : PlanNodes.withInputs(
                        node,
                        node.inputs().stream()
                                .map(input -> inTables(input, tables))
                                .toList());
    }

    /** An order, and the rows that lie between its joins. */
    private record Candidate(List<Integer> order, double rows) {}

    private Optional<List<Integer>> order(InnerJoins joins) {
        if (joins.tables().size() < 3 || joins.tables().size() > MOST_TABLES) {
            return Optional.empty();
        }
        double written = written(joins);
        double[] sizes = Double.isNaN(written) ? new double[0] : sizes(joins);
        Candidate best = new Candidate(List.of(), Double.POSITIVE_INFINITY);
        for (int first : smallestFirst(sizes)) {
            Optional<Candidate> found = from(first, joins, sizes);
            if (found.isPresent() && found.get().rows() < best.rows()) {
                best = found.get();
            }
        }
        return best.rows() <= written * WORTH ? Optional.of(best.order()) : Optional.empty();
    }

    private static int[] smallestFirst(double[] sizes) {
        return IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(table -> sizes[table]))
                .mapToInt(table -> table)
                .toArray();
    }

    /** NaN if a size is not known; the sizes of tables behind that one are not asked for then. */
    private double written(InnerJoins joins) {
        for (PlanNode table : joins.tables()) {
            if (Double.isNaN(estimates.rows(table))) {
                return Double.NaN;
            }
        }
        return joins.joins().stream().skip(1).mapToDouble(estimates::rows).sum();
    }

    /** The rows of each table that meet the conditions on it alone. */
    private double[] sizes(InnerJoins joins) {
        double[] sizes = joins.tables().stream().mapToDouble(estimates::rows).toArray();
        for (Condition condition : joins.conditions()) {
            if (condition.tables().cardinality() == 1) {
                int table = condition.tables().nextSetBit(0);
                sizes[table] = Math.max(1, sizes[table] * RowEstimates.share(condition.expr()));
            }
        }
        return sizes;
    }

    /** Empty if a table has no key to those before it. */
    private Optional<Candidate> from(int first, InnerJoins joins, double[] sizes) {
        List<Integer> order = new ArrayList<>(List.of(first));
        BitSet joined = new BitSet();
        joined.set(first);
        double rows = sizes[first];
        double between = 0;
        while (order.size() < sizes.length) {
            int next = -1;
            double fewest = 0;
            for (int table = joined.nextClearBit(0); table < sizes.length; table = joined.nextClearBit(table + 1)) {
                if (joins.hasKey(joined, table)) {
                    double pairs = pairs(rows, joined, table, joins, sizes);
                    boolean better = next < 0 || pairs < fewest || pairs == fewest && sizes[table] < sizes[next];
                    next = better ? table : next;
                    fewest = better ? pairs : fewest;
                }
            }
            if (next < 0) {
                return Optional.empty();
            }
            joined.set(next);
            order.add(next);
            rows = fewest;
            between += order.size() < sizes.length ? rows : 0;
        }
        return Optional.of(new Candidate(order, between));
    }

    private double pairs(double rows, BitSet joined, int next, InnerJoins joins, double[] sizes) {
        double values = 1;
        double share = 1;
        for (Condition condition : joins.conditions()) {
            if (condition.isKey(joined, next)) {
                values = Math.max(values, values(condition.equality().orElseThrow(), joins));
            } else if (condition.tables().cardinality() > 1 && condition.comesWith(joined, next)) {
                share *= RowEstimates.share(condition.expr());
            }
        }
        return RowEstimates.pairs(rows, sizes[next], values, share);
    }

    private double values(Equality equality, InnerJoins joins) {
        return Math.min(
                values(equality.left(), equality.ofLeft(), joins), values(equality.right(), equality.ofRight(), joins));
    }

    /** One that is about several tables may have as many values as one of them. */
    private double values(Expr side, BitSet tables, InnerJoins joins) {
        int first = tables.nextSetBit(0);
        return tables.cardinality() == 1
                ? estimates.values(joins.ofTable(side, first), joins.tables().get(first))
                : tables.stream()
                        .mapToDouble(table -> estimates.rows(joins.tables().get(table)))
                        .max()
                        .orElse(1);
    }
}
