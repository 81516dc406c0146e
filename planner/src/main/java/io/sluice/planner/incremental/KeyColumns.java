package io.sluice.planner.incremental;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.rules.Widening;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Which columns identify a row. The properties of a window stand for one another: one of them is enough. */
final class KeyColumns {
    private KeyColumns() {}

    static List<BitSet> of(PlanNode.Aggregate node) {
        BitSet plain = new BitSet();
        List<Integer> properties = new ArrayList<>();
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof GroupKey.WindowProperty) {
                properties.add(i);
            } else {
                plain.set(i);
            }
        }
        if (properties.isEmpty()) {
            return SessionColumn.keys(node);
        }
        PlanNode.GroupWindow window = node.window().orElseThrow();
        if (window.spec().zone().isPresent() && !window.spec().isTumbling()) {
            properties.forEach(plain::set);
            return List.of(plain);
        }
        return properties.stream()
                .filter(property -> !window.spec().isCumulative()
                        || ((GroupKey.WindowProperty) node.keys().get(property)).property() != GroupKey.Property.START)
                .map(property -> with(plain, property))
                .toList();
    }

    /** What identifies a partition; of several properties of a window one is enough. */
    static List<BitSet> ofPartition(List<Integer> partition, Facts input) {
        BitSet plain = new BitSet();
        List<Integer> properties = new ArrayList<>();
        for (int column : partition) {
            boolean named = input.columns()
                    .get(column)
                    .window()
                    .filter(window -> window.spec().zone().isEmpty())
                    .isPresent();
            boolean same = properties.isEmpty() || named && isSameWindow(column, properties.get(0), input);
            if (named && same) {
                properties.add(column);
            } else {
                plain.set(column);
            }
        }
        return properties.isEmpty()
                ? List.of(plain)
                : properties.stream().map(property -> with(plain, property)).toList();
    }

    private static boolean isSameWindow(int left, int right, Facts input) {
        return input.columns()
                .get(left)
                .window()
                .orElseThrow()
                .isSameWindow(input.columns().get(right).window().orElseThrow());
    }

    static BitSet with(BitSet columns, int index) {
        BitSet all = (BitSet) columns.clone();
        all.set(index);
        return all;
    }

    /** The keys that are left after a projection. */
    static List<BitSet> through(PlanNode.Project node, List<BitSet> keys) {
        return keys.stream()
                .map(key -> through(node, key))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<BitSet> through(PlanNode.Project node, BitSet key) {
        BitSet moved = new BitSet();
        for (int column : key.stream().toArray()) {
            int place = place(node, column);
            if (place < 0) {
                return Optional.empty();
            }
            moved.set(place);
        }
        return Optional.of(moved);
    }

    private static int place(PlanNode.Project node, int column) {
        for (int i = 0; i < node.expressions().size(); i++) {
            if (isOneToOne(node.expressions().get(i), column)) {
                return i;
            }
        }
        return -1;
    }

    /** The column itself, or cast so that different values stay different. */
    private static boolean isOneToOne(Expr expr, int column) {
        if (expr instanceof Expr.Cast cast) {
            return Widening.keepsApart(cast.value().type(), cast.type()) && isOneToOne(cast.value(), column);
        }
        return expr instanceof Expr.Input input && input.index() == column;
    }
}
