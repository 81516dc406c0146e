package io.sluice.planner.validate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregates with WITHIN DISTINCT are taken over groups: of the rows that are equal by the keys one counts, and their arguments must
 * be equal, too. So are aggregates of users over DISTINCT values: these are their own keys. Of grouping sets each is a group-by of its own
 * before, since other rows count in each.
 */
final class WithinDistinct {
    private WithinDistinct() {}

    static RelNode removed(RelNode query) {
        if (!isIn(query)) {
            return query;
        }
        RelNode simple = query.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(LogicalAggregate aggregate) {
                RelNode below = super.visit(aggregate);
                return below instanceof Aggregate node && hasKeys(node) && hasSets(node) ? apart(node) : below;
            }
        });
        RelNode expanded = SubQueries.applied(
                simple,
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
        return !hasSets(aggregate) && hasKeys(aggregate);
    }

    private static boolean hasSets(Aggregate aggregate) {
        return aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || aggregate.getAggCallList().stream().anyMatch(WithinDistinct::isGrouping);
    }

    private static boolean isGrouping(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.GROUPING
                || call.getAggregation().getKind() == SqlKind.GROUP_ID;
    }

    /** A union of group-bys, one for each set. */
    private static RelNode apart(Aggregate aggregate) {
        RelBuilder builder = SubQueries.builder(aggregate);
        aggregate.getGroupSets().forEach(set -> builder.push(ofSet(aggregate, set)));
        return builder.union(true, aggregate.getGroupSets().size())
                .convert(aggregate.getRowType(), true)
                .build();
    }

    /** The rows of one set, with NULL for the keys that are not in it. */
    private static RelNode ofSet(Aggregate aggregate, ImmutableBitSet set) {
        RelBuilder builder = SubQueries.builder(aggregate);
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .filter(call -> !isGrouping(call))
                .toList();
        builder.push(LogicalAggregate.create(aggregate.getInput(), aggregate.getHints(), set, List.of(set), calls));
        List<RexNode> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            RelDataType type =
                    aggregate.getInput().getRowType().getFieldList().get(key).getType();
            columns.add(
                    set.get(key)
                            ? builder.field(set.indexOf(key))
                            : aggregate.getCluster().getRexBuilder().makeNullLiteral(type));
        }
        int next = set.cardinality();
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.add(
                    isGrouping(call)
                            ? builder.getRexBuilder()
                                    .makeExactLiteral(BigDecimal.valueOf(grouping(call, set)), call.getType())
                            : builder.field(next++));
        }
        return builder.project(columns, aggregate.getRowType().getFieldNames(), true)
                .build();
    }

    /** A bit for each argument, 1 where it is not in the set; that of the first argument is the highest. */
    private static long grouping(AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            bits = bits << 1 | (set.get(argument) ? 0 : 1);
        }
        return bits;
    }
}
