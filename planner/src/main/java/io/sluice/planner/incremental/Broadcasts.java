package io.sluice.planner.incremental;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.PlanNode.Scan;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the joins of a stream with an input that ends: that one is read first, and kept; the rows of the stream are looked up
 * in it and forgotten. What the tables are decides, not how the query is run: a run to the present end goes on with its state.
 */
final class Broadcasts {
    private Broadcasts() {}

    /** The join as a lookup, perhaps with its inputs exchanged below a projection; empty: it is none. */
    static Optional<PlanNode> of(Join join) {
        return switch (side(join, driving(join.left()), driving(join.right()))) {
            case NONE -> Optional.empty();
            case RIGHT -> Optional.of(join.asking(Lookup.WHOLE));
            case LEFT -> Optional.of(turned(join));
        };
    }

    /** The input of a join that ends and is looked up in. */
    private enum Side {
        NONE,
        LEFT,
        RIGHT
    }

    /** @param left the scans that drive the inputs: found once for each node, or chains of joins would take for ever */
    private static Side side(Join join, List<Scan> left, List<Scan> right) {
        if (join.lookup().isPresent() || PlanNode.Recurrence.isBelow(join)) {
            return Side.NONE;
        }
        if (!join.type().keepsRight() && isStream(left) && ends(join.right())) {
            return Side.RIGHT;
        }
        boolean turns = join.type() == JoinType.INNER || join.type() == JoinType.RIGHT;
        return turns && isStream(right) && ends(join.left()) ? Side.LEFT : Side.NONE;
    }

    /** All rows come from tables that do not end, so that they can wait for those that do. */
    private static boolean isStream(List<Scan> scans) {
        return !scans.isEmpty() && scans.stream().noneMatch(Scan::bounded);
    }

    /** All its tables end, and then nothing in it changes any more. */
    private static boolean ends(PlanNode node) {
        boolean[] ends = {true};
        PlanNodes.walk(node, each -> {
            boolean clock = each instanceof PlanNode.TemporalFilter
                    || each instanceof PlanNode.Aggregate aggregate && aggregate.isByClock()
                    || each instanceof PlanNode.Project project
                            && !project.expressions().stream().allMatch(Expressions::isDeterministic);
            ends[0] &= !clock && (!(each instanceof Scan scan) || scan.bounded());
        });
        return ends[0];
    }

    /** The scans whose rows make a node send rows; not those in which rows are looked up only. */
    static List<Scan> driving(PlanNode node) {
        if (node instanceof Scan scan) {
            return List.of(scan);
        }
        if (node instanceof Join join) {
            List<Scan> left = driving(join.left());
            if (join.lookup().isPresent()) {
                return left;
            }
            List<Scan> right = driving(join.right());
            return switch (side(join, left, right)) {
                case RIGHT -> left;
                case LEFT -> right;
                case NONE -> Stream.concat(left.stream(), right.stream()).toList();
            };
        }
        return node.inputs().stream().flatMap(input -> driving(input).stream()).toList();
    }

    private static PlanNode turned(Join join) {
        int left = join.left().columns().size();
        int right = join.right().columns().size();
        List<Column> columns = new ArrayList<>(join.columns().subList(left, left + right));
        columns.addAll(join.columns().subList(0, left));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < left + right; i++) {
            places.add(i < left ? right + i : i - left);
        }
        Join turned = new Join(
                join.right(),
                join.left(),
                join.uid(),
                join.type() == JoinType.RIGHT ? JoinType.LEFT : join.type(),
                join.keys().stream()
                        .map(key -> new JoinKey(key.right(), key.left(), key.nullsMatch()))
                        .toList(),
                join.condition()
                        .map(condition -> Expressions.substitute(
                                condition, input -> new Expr.Input(places.get(input.index()), input.type()))),
                Optional.empty(),
                Optional.of(Lookup.WHOLE),
                join.emit(),
                join.retracts(),
                columns);
        List<Expr> expressions = places.stream()
                .map(place -> (Expr) PlanNodes.input(turned, place))
                .toList();
        return PlanNodes.project(turned, expressions, PlanNodes.names(join));
    }
}
