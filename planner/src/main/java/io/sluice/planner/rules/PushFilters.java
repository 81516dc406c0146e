package io.sluice.planner.rules;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moves conditions toward the scans, one conjunct at a time: through projections of plain columns, through windows and
 * unions and set operations, and through a group-by whose keys they are about. Never through {@link PlanNode.AssignWatermark}, which must see
 * all rows.
 */
final class PushFilters implements PlanNode.Visitor<PlanNode> {
    private final List<Expr> conditions;

    private PushFilters(List<Expr> conditions) {
        this.conditions = conditions;
    }

    static PlanNode in(PlanNode plan) {
        return plan.accept(new PushFilters(List.of()));
    }

    private static PlanNode push(PlanNode node, List<Expr> conditions) {
        return node.accept(new PushFilters(conditions));
    }

    private static PlanNode filtered(PlanNode node, List<Expr> conditions) {
        return conditions.isEmpty() ? node : new PlanNode.Filter(node, Expressions.and(conditions));
    }

    /** Here the conditions stay. */
    private PlanNode stay(PlanNode node) {
        List<PlanNode> inputs = node.inputs().stream().map(PushFilters::in).toList();
        return filtered(PlanNodes.withInputs(node, inputs), conditions);
    }

    @Override
    public PlanNode scan(PlanNode.Scan node) {
        return stay(node);
    }

    @Override
    public PlanNode filter(PlanNode.Filter node) {
        List<Expr> all = Stream.concat(Expressions.conjuncts(node.condition()).stream(), conditions.stream())
                .distinct()
                .toList();
        PlanNode pushed = push(node.input(), all);
        return isSame(pushed, node) ? node : pushed;
    }

    private static boolean isSame(PlanNode pushed, PlanNode.Filter node) {
        return pushed instanceof PlanNode.Filter filter
                && filter.input() == node.input()
                && filter.condition().equals(node.condition());
    }

    /** What passes here earlier would not be held here. */
    @Override
    public PlanNode temporalFilter(PlanNode.TemporalFilter node) {
        return PlanNodes.withInputs(node, List.of(push(node.input(), conditions)));
    }

    @Override
    public PlanNode project(PlanNode.Project node) {
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            boolean plain = Expressions.inputs(condition).stream()
                    .allMatch(index ->
                            Expressions.isConstantOrInput(node.expressions().get(index)));
            if (plain || isComputed(condition, node)) {
                below.add(Expressions.substitute(
                        condition, input -> node.expressions().get(input.index())));
            } else {
                above.add(condition);
            }
        }
        return filtered(PlanNodes.withInputs(node, List.of(push(node.input(), below))), above);
    }

    /** A condition that is computed as a column, as QUALIFY is. */
    private static boolean isComputed(Expr condition, PlanNode.Project node) {
        return condition instanceof Expr.Input input
                && Expressions.isDeterministic(node.expressions().get(input.index()));
    }

    @Override
    public PlanNode assignWatermark(PlanNode.AssignWatermark node) {
        return stay(node);
    }

    @Override
    public PlanNode assignWindows(PlanNode.AssignWindows node) {
        int count = node.input().columns().size();
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        conditions.forEach(condition -> (isMovable(condition, count, node) ? below : above).add(condition));
        return filtered(PlanNodes.withInputs(node, List.of(push(node.input(), below))), above);
    }

    /** The rows of a key make sessions together: only whole keys may be left out before. */
    private static boolean isMovable(Expr condition, int count, PlanNode.AssignWindows node) {
        BitSet inputs = Expressions.inputs(condition);
        return node.window().isSession()
                ? inputs.stream().allMatch(node.partition()::contains)
                : inputs.length() <= count;
    }

    /** What is asked of the row is asked before it is repeated. */
    @Override
    public PlanNode unnest(PlanNode.Unnest node) {
        int count = node.input().columns().size();
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            boolean ofRow = Expressions.isDeterministic(condition)
                    && Expressions.inputs(condition).length() <= count;
            (ofRow ? below : above).add(condition);
        }
        return filtered(PlanNodes.withInputs(node, List.of(push(node.input(), below))), above);
    }

    @Override
    public PlanNode aggregate(PlanNode.Aggregate node) {
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            BitSet columns = Expressions.inputs(condition);
            boolean onKeys = !columns.isEmpty()
                    && Expressions.isDeterministic(condition)
                    && columns.stream()
                            .allMatch(index -> index < node.keys().size()
                                    && node.keys().get(index) instanceof GroupKey.InputColumn);
            if (onKeys) {
                below.add(Expressions.substitute(condition, input -> {
                    GroupKey.InputColumn key =
                            (GroupKey.InputColumn) node.keys().get(input.index());
                    return PlanNodes.input(node.input(), key.index());
                }));
            } else {
                above.add(condition);
            }
        }
        return filtered(PlanNodes.withInputs(node, List.of(push(node.input(), below))), above);
    }

    @Override
    public PlanNode union(PlanNode.Union node) {
        List<PlanNode> inputs =
                node.inputs().stream().map(input -> push(input, over(input))).toList();
        return PlanNodes.withInputs(node, inputs);
    }

    /** A condition that a row fulfils, all rows that are equal to it fulfil. */
    @Override
    public PlanNode setOperation(PlanNode.SetOperation node) {
        if (!conditions.stream().allMatch(Expressions::isDeterministic)) {
            return stay(node);
        }
        return PlanNodes.withInputs(
                node, List.of(push(node.left(), over(node.left())), push(node.right(), over(node.right()))));
    }

    /** A row that the condition leaves out may lead to one that it does not. */
    @Override
    public PlanNode recursion(PlanNode.Recursion node) {
        return stay(node);
    }

    @Override
    public PlanNode recurrence(PlanNode.Recurrence node) {
        return stay(node);
    }

    /** The conditions over an input of a union, whose columns may be less nullable. */
    private List<Expr> over(PlanNode input) {
        return conditions.stream()
                .map(condition -> Expressions.substitute(condition, column -> PlanNodes.input(input, column.index())))
                .toList();
    }

    @Override
    public PlanNode join(PlanNode.Join node) {
        JoinConditions placed = new JoinConditions(node, conditions);
        PlanNode join = placed.over(push(node.left(), placed.left()), push(node.right(), placed.right()));
        return filtered(join, placed.above());
    }

    /** Conditions on the row that looks for a partner; without some of the others it would get another one. */
    @Override
    public PlanNode asOf(PlanNode.AsOfJoin node) {
        int width = node.left().columns().size();
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            (Joins.isOf(condition, 0, width) ? below : above).add(condition);
        }
        List<Expr> ofLeft = below.stream()
                .map(condition ->
                        Expressions.substitute(condition, input -> PlanNodes.input(node.left(), input.index())))
                .toList();
        PlanNode join = PlanNodes.withInputs(node, List.of(push(node.left(), ofLeft), in(node.right())));
        return filtered(join, above);
    }

    @Override
    public PlanNode rank(PlanNode.Rank node) {
        return belowPartitions(node, node.partition());
    }

    @Override
    public PlanNode over(PlanNode.Over node) {
        return belowPartitions(node, node.partition());
    }

    @Override
    public PlanNode assignSessions(PlanNode.AssignSessions node) {
        return belowPartitions(node, node.partition());
    }

    /** What is asked of the columns of a partition is asked of all its rows. */
    private PlanNode belowPartitions(PlanNode node, List<Integer> partition) {
        List<Expr> below = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            BitSet columns = Expressions.inputs(condition);
            boolean onPartition = !columns.isEmpty()
                    && Expressions.isDeterministic(condition)
                    && columns.stream().allMatch(partition::contains);
            (onPartition ? below : above).add(condition);
        }
        return filtered(PlanNodes.withInputs(node, List.of(push(node.inputs().get(0), below))), above);
    }

    @Override
    public PlanNode write(PlanNode.Write node) {
        return stay(node);
    }
}
