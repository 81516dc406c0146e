package io.sluice.planner.validate;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.tools.RelBuilder;

/**
 * Aggregates with WITHIN DISTINCT are taken over groups: of the rows that are equal by the keys one counts, and their arguments must
 * be equal, too. So are aggregates of users over DISTINCT values: these are their own keys.
 */
final class WithinDistinct {
    private WithinDistinct() {}

    static RelNode removed(RelNode query) {
        if (!isIn(query)) {
            return query;
        }
        RelNode expanded = SubQueries.applied(
                query,
                CoreRules.AGGREGATE_EXPAND_WITHIN_DISTINCT
                        .config
                        .withOperandSupplier(operand -> operand.operand(LogicalAggregate.class)
                                .predicate(WithinDistinct::isExpandable)
                                .anyInputs())
                        .withRelBuilderFactory(SubQueries.BUILDER)
                        .toRule());
        RelBuilder builder = SubQueries.builder(expanded).push(expanded);
        return builder.project(builder.fields(), query.getRowType().getFieldNames(), true)
                .build();
    }

    private static boolean isIn(RelNode node) {
        return node instanceof Aggregate aggregate && hasKeys(aggregate)
                || node.getInputs().stream().anyMatch(WithinDistinct::isIn);
    }

    private static boolean hasKeys(Aggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .anyMatch(call -> call.distinctKeys != null
                        || call.isDistinct() && call.getAggregation() instanceof UserAggregateOperator);
    }

    private static boolean isExpandable(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE && hasKeys(aggregate);
    }
}
