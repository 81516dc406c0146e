package io.sluice.planner.translate;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUPING SETS, CUBE and ROLLUP: one group-by for each set, over the same input, whose rows go into a union; a column that is
 * not in the set is NULL, and GROUPING is a constant. So each set has as much state as it needs, closes as its own windows do,
 * and the empty set has its row even over no rows.
 */
final class GroupingSets {
    private final Aggregate aggregate;
    private final PlanNode input;
    private final List<Integer> keys;

    GroupingSets(Aggregate aggregate, PlanNode input) {
        this.aggregate = aggregate;
        this.input = input;
        keys = aggregate.getGroupSet().asList();
    }

    static boolean isGrouping(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.GROUPING
                || call.getAggregation().getKind() == SqlKind.GROUP_ID;
    }

    PlanNode union() {
        List<PlanNode> branches = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            branches.add(branch(set));
        }
        if (branches.size() == 1) {
            return branches.get(0);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < branches.get(0).columns().size(); i++) {
            int index = i;
            Column first = branches.get(0).columns().get(i);
            boolean nullable = branches.stream()
                    .anyMatch(branch -> branch.columns().get(index).type().nullable());
            columns.add(new Column(first.name(), first.type().withNullable(nullable)));
        }
        return new PlanNode.Union(branches, columns);
    }

    private PlanNode branch(ImmutableBitSet set) {
        Aggregates.Grouped results = Aggregates.grouped(aggregate, set, input);
        PlanNode.Aggregate grouped = results.node();
        List<Integer> present = set.asList();
        List<Expr> expressions = new ArrayList<>();
        for (int key : keys) {
            DataType type = input.columns().get(key).type();
            expressions.add(
                    present.contains(key)
                            ? PlanNodes.input(grouped, present.indexOf(key))
                            : new Expr.Literal(Optional.empty(), type.withNullable(true)));
        }
        int next = 0;
        for (AggregateCall call : aggregate.getAggCallList()) {
            expressions.add(
                    isGrouping(call) ? grouping(call, set) : results.results().get(next++));
        }
        return PlanNodes.project(grouped, expressions, aggregate.getRowType().getFieldNames());
    }

    /**
     * A bit for each argument, 1 where it is not in the set; that of the first argument is the highest. GROUP_ID, which
     * numbers sets that are there more than once, is 0: Calcite has made unions of those.
     */
    private static Expr grouping(AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            bits = bits << 1 | (set.get(argument) ? 0 : 1);
        }
        return new Expr.Literal(Optional.of(bits), SqlTypes.toDataType(call.getType()));
    }
}
