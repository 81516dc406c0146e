package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** {@code UNIQUE (query)}: no two of its rows are equal and without NULLs, that is, no group of such rows has two. */
final class UniqueQueries extends RelHomogeneousShuttle {
    RelNode of(RelNode query) {
        return query.accept(this);
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(new Replacement(node.getCluster().getRexBuilder()));
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
            return inner.getKind() == SqlKind.UNIQUE
                    ? builder.makeCall(SqlStdOperatorTable.NOT, RexSubQuery.exists(repeated(inner.rel)))
                    : inner;
        }

        private RelNode repeated(RelNode rows) {
            RelBuilder relations = SubQueries.builder(rows).push(rows);
            int columns = rows.getRowType().getFieldCount();
            List<RexNode> known = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                known.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, relations.field(i)));
            }
            return relations
                    .filter(RexUtil.composeConjunction(builder, known))
                    .aggregate(relations.groupKey(relations.fields()), relations.countStar("n"))
                    .filter(relations.greaterThan(relations.field(columns), relations.literal(1)))
                    .build();
        }
    }
}
