package io.sluice.planner.rules;

import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
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
    private JoinOrder() {}

    static PlanNode in(PlanNode node) {
        PlanNode top = node instanceof PlanNode.Filter filter ? filter.input() : node;
        if (InnerJoins.isInner(top)) {
            InnerJoins joins = InnerJoins.below(node);
            Optional<List<Integer>> order = order(joins);
            if (order.isPresent()) {
                return joins.inOrder(
                        order.get(), joins.tables().stream().map(JoinOrder::in).toList());
            }
        }
        return PlanNodes.withInputs(
                node, node.inputs().stream().map(JoinOrder::in).toList());
    }

    private static Optional<List<Integer>> order(InnerJoins joins) {
        int tables = joins.tables().size();
        if (tables < 3) {
            return Optional.empty();
        }
        List<Integer> order = new ArrayList<>(List.of(0));
        BitSet joined = new BitSet();
        joined.set(0);
        boolean changed = false;
        while (order.size() < tables) {
            int written = joined.nextClearBit(0);
            int next = next(joins, joined).orElse(written);
            changed |= next != written;
            joined.set(next);
            order.add(next);
        }
        return changed && lacksKey(joins) ? Optional.of(order) : Optional.empty();
    }

    private static boolean lacksKey(InnerJoins joins) {
        BitSet joined = new BitSet();
        joined.set(0);
        for (int next = 1; next < joins.tables().size(); next++) {
            if (!joins.hasKey(joined, next)) {
                return true;
            }
            joined.set(next);
        }
        return false;
    }

    private static Optional<Integer> next(InnerJoins joins, BitSet joined) {
        for (int table = joined.nextClearBit(0);
                table < joins.tables().size();
                table = joined.nextClearBit(table + 1)) {
            if (joins.hasKey(joined, table)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
