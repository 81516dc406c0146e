package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * {@code [NOT] EXISTS (SELECT … FROM x WHERE condition)} among the conditions of a WHERE is a semi or anti join with x by that
 * condition, if nothing below it refers to the query around. A general way would first collect the different values of the
 * query around, which is a state of its own.
 */
final class ExistsJoins extends RelHomogeneousShuttle {
    RelNode of(RelNode rel) {
        return rel.accept(this);
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode below = super.visit(node);
        return below instanceof LogicalFilter filter ? joined(filter) : below;
    }

    private RelNode joined(LogicalFilter filter) {
        List<RexNode> others = new ArrayList<>();
        List<Partner> partners = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean negated = condition.getKind() == SqlKind.NOT;
            RexNode test = negated ? ((RexCall) condition).getOperands().get(0) : condition;
            if (test instanceof RexSubQuery query && query.getKind() == SqlKind.EXISTS && isPlain(query, filter)) {
                partners.add(new Partner(query, negated));
            } else {
                others.add(condition);
            }
        }
        if (partners.isEmpty()) {
            return filter;
        }
        RexBuilder builder = filter.getCluster().getRexBuilder();
        RelNode rows = filter.getInput();
        if (!others.isEmpty()) {
            rows = filter.copy(filter.getTraitSet(), rows, RexUtil.composeConjunction(builder, others));
        }
        for (Partner partner : partners) {
            rows = partner.join(rows, builder);
        }
        return rows;
    }

    /** The rows of a query and its conditions; which columns it gives does not matter. */
    private static RelNode withoutProjects(RelNode query) {
        RelNode rows = query;
        while (rows instanceof Project project && !project.containsOver()) {
            rows = project.getInput();
        }
        return rows;
    }

    private static boolean isPlain(RexSubQuery query, Filter around) {
        RelNode rows = withoutProjects(query.rel);
        if (!(rows instanceof Filter filter)) {
            return RelOptUtil.getVariablesUsed(rows).isEmpty();
        }
        Set<CorrelationId> own = around.getVariablesSet();
        boolean nested = RexUtil.SubQueryFinder.containsSubQuery(filter);
        return !nested
                && RelOptUtil.getVariablesUsed(filter.getInput()).isEmpty()
                && own.containsAll(RelOptUtil.getVariablesUsed(filter));
    }

    /** A query that must have rows, or must have none. */
    private final class Partner {
        private final RexSubQuery query;
        private final boolean negated;

        Partner(RexSubQuery query, boolean negated) {
            this.query = query;
            this.negated = negated;
        }

        RelNode join(RelNode left, RexBuilder builder) {
            RelNode rows = withoutProjects(query.rel);
            int width = left.getRowType().getFieldCount();
            RexNode condition = builder.makeLiteral(true);
            if (rows instanceof Filter filter) {
                condition = filter.getCondition().accept(new Uncorrelated(width, builder, left));
                rows = filter.getInput();
            }
            return LogicalJoin.create(
                    left, of(rows), List.of(), condition, Set.of(), negated ? JoinRelType.ANTI : JoinRelType.SEMI);
        }
    }

    /** Columns of the query around become those of the left input. */
    private static final class Uncorrelated extends RexShuttle {
        private final int width;
        private final RexBuilder builder;
        private final RelNode left;

        Uncorrelated(int width, RexBuilder builder, RelNode left) {
            this.width = width;
            this.builder = builder;
            this.left = left;
        }

        @Override
        public RexNode visitInputRef(RexInputRef input) {
            return new RexInputRef(input.getIndex() + width, input.getType());
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable
                    ? builder.makeInputRef(left, access.getField().getIndex())
                    : super.visitFieldAccess(access);
        }
    }
}
