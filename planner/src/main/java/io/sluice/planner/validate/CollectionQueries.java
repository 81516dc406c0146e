package io.sluice.planner.validate;

import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.validate.StreamAggregate.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * {@code ARRAY(query)} and {@code MAP(query)}: a query for the list of the rows of a query, in the order of its ORDER BY; a row
 * of several columns is a ROW.
 */
final class CollectionQueries extends RelHomogeneousShuttle {
    RelNode of(RelNode query) {
        return query.accept(this);
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(new Replacement(node.getCluster().getRexBuilder()));
    }

    /** Rows, and what they are ordered by: their columns are the fields of an element, and then the sort keys. */
    private record Ordered(RelNode rows, List<RexNode> fields, List<RelFieldCollation> keys) {
        /** An order that does not choose rows is left to the list. */
        static Ordered of(RelNode rel) {
            if (rel instanceof Project project && project.getInput() instanceof Sort sort) {
                return new Ordered(
                        rows(sort), project.getProjects(), sort.getCollation().getFieldCollations());
            }
            RelBuilder columns = SubQueries.builder(rel).push(rel);
            return rel instanceof Sort sort
                    ? new Ordered(
                            rows(sort), columns.fields(), sort.getCollation().getFieldCollations())
                    : new Ordered(rel, columns.fields(), List.of());
        }

        private static RelNode rows(Sort sort) {
            return sort.fetch == null && sort.offset == null ? sort.getInput() : sort;
        }
    }

    private final class Replacement extends RexShuttle {
        private final RexBuilder builder;

        Replacement(RexBuilder builder) {
            this.builder = builder;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery query) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(query);
            RexSubQuery inner = visited.clone(of(visited.rel));
            return switch (inner.getKind()) {
                case ARRAY_QUERY_CONSTRUCTOR -> builder.makeCall(
                        inner.getType(),
                        StreamOperators.OR_EMPTY,
                        List.of(list(inner.rel, element(inner.rel.getRowType(), inner.getKind()))));
                case MAP_QUERY_CONSTRUCTOR -> {
                    RelDataType entry = element(inner.rel.getRowType(), inner.getKind());
                    RexNode list = list(inner.rel, entry);
                    RelDataType listed = builder.getTypeFactory().createTypeWithNullability(list.getType(), false);
                    RexNode entries = builder.makeCall(listed, StreamOperators.OR_EMPTY, List.of(list));
                    yield builder.makeCall(
                            inner.getType(),
                            StreamOperators.INSTANCE
                                    .function("MAP_FROM_ENTRIES")
                                    .orElseThrow(),
                            List.of(entries));
                }
                default -> inner;
            };
        }

        private RelDataType element(RelDataType row, SqlKind kind) {
            boolean single = kind == SqlKind.ARRAY_QUERY_CONSTRUCTOR && row.getFieldCount() == 1;
            return single ? row.getFieldList().get(0).getType() : row;
        }

        private RexNode list(RelNode rel, RelDataType element) {
            Ordered ordered = Ordered.of(rel);
            RelBuilder relations = SubQueries.builder(rel).push(ordered.rows());
            List<RexNode> columns = new ArrayList<>();
            columns.add(
                    element.isStruct()
                            ? builder.makeCall(element, SqlStdOperatorTable.ROW, ordered.fields())
                            : ordered.fields().get(0));
            List<SortKey> keys = new ArrayList<>();
            for (RelFieldCollation key : ordered.keys()) {
                boolean descending = key.direction.isDescending();
                boolean last = key.nullDirection == NullDirection.UNSPECIFIED
                        ? descending
                        : key.nullDirection == NullDirection.LAST;
                keys.add(new SortKey(keys.size(), descending, last));
                columns.add(relations.field(key.getFieldIndex()));
            }
            StreamAggregate list =
                    new StreamAggregate("ARRAY_AGG", Function.ARRAY_AGG, keys, Optional.empty(), Nulls.COUNT);
            relations.project(columns);
            return RexSubQuery.scalar(relations
                    .aggregate(
                            relations.groupKey(),
                            relations.aggregateCall(list, relations.fields()).as("elements"))
                    .build());
        }
    }
}
