package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A join with UNNEST becomes one node over its left input, since nothing is kept for it:
 *
 * <pre>
 * Correlate                           Project
 *   left                       ⇒        Filter
 *   Project                               UnnestRel
 *     Filter                                left
 *       Uncollect $cor0.a
 * </pre>
 */
final class Unnests extends RelHomogeneousShuttle {
    static RelNode in(RelNode rel) {
        return rel.accept(new Unnests());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode below = super.visit(node);
        if (below instanceof Correlate correlate) {
            return unnested(
                            correlate,
                            correlate.getLeft(),
                            correlate.getRight(),
                            correlate.getJoinType(),
                            Optional.of(correlate.getCorrelationId()),
                            Optional.empty())
                    .orElse(below);
        }
        if (below instanceof Join join) {
            return unnested(
                            join,
                            join.getLeft(),
                            join.getRight(),
                            join.getJoinType(),
                            Optional.empty(),
                            Optional.of(join.getCondition()))
                    .orElse(below);
        }
        return below;
    }

    /** @param on condition over the columns of both */
    private static Optional<RelNode> unnested(
            RelNode join,
            RelNode left,
            RelNode right,
            JoinRelType type,
            Optional<CorrelationId> correlation,
            Optional<RexNode> on) {
        if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
            return Optional.empty();
        }
        return Chain.of(right, left, correlation, type == JoinRelType.LEFT).map(chain -> {
            on.filter(condition -> !condition.isAlwaysTrue()).ifPresent(chain::filter);
            return chain.finish(join.getRowType());
        });
    }

    /** What is done with the elements, over the columns of the left input and the elements. */
    private static final class Chain {
        private final RelNode left;
        private final Optional<CorrelationId> correlation;
        private final boolean outer;
        private final RexBuilder builder;
        private final List<RexNode> conditions = new ArrayList<>();
        private List<RexNode> collections = List.of();
        private RelDataType elements;
        private boolean ordinality;
        private List<RexNode> columns = new ArrayList<>();

        private Chain(RelNode left, Optional<CorrelationId> correlation, boolean outer) {
            this.left = left;
            this.correlation = correlation;
            this.outer = outer;
            builder = left.getCluster().getRexBuilder();
        }

        /** Empty if the right input is something else. */
        static Optional<Chain> of(RelNode right, RelNode left, Optional<CorrelationId> correlation, boolean outer) {
            Chain chain = new Chain(left, correlation, outer);
            return chain.add(right) ? Optional.of(chain) : Optional.empty();
        }

        private boolean add(RelNode right) {
            if (right instanceof Uncollect uncollect) {
                return addElements(uncollect);
            }
            if (right instanceof Filter filter) {
                boolean plain = !RexUtil.SubQueryFinder.containsSubQuery(filter);
                if (!plain || !add(filter.getInput())) {
                    return false;
                }
                conditions.add(filter.getCondition().accept(new Moved(columns)));
                return true;
            }
            if (right instanceof Project project) {
                boolean plain = !RexUtil.SubQueryFinder.containsSubQuery(project) && !project.containsOver();
                if (!plain || !add(project.getInput())) {
                    return false;
                }
                Moved moved = new Moved(columns);
                columns = new ArrayList<>(project.getProjects().stream()
                        .map(expression -> expression.accept(moved))
                        .toList());
                return true;
            }
            return false;
        }

        private boolean addElements(Uncollect uncollect) {
            boolean ofOneRow = uncollect.getInput() instanceof Project project
                    && project.getInput() instanceof Values values
                    && values.getTuples().size() == 1
                    && values.getRowType().getFieldCount() <= 1
                    && !RexUtil.SubQueryFinder.containsSubQuery(project);
            if (!ofOneRow) {
                return false;
            }
            Moved moved = new Moved(List.of());
            collections = ((Project) uncollect.getInput())
                    .getProjects().stream()
                            .map(expression -> expression.accept(moved))
                            .toList();
            ordinality = uncollect.withOrdinality;
            elements = uncollect.getRowType();
            int before = left.getRowType().getFieldCount();
            for (RelDataTypeField element : elements.getFieldList()) {
                columns.add(new RexInputRef(before + element.getIndex(), nullable(element.getType())));
            }
            return true;
        }

        private RelDataType nullable(RelDataType type) {
            return outer ? builder.getTypeFactory().createTypeWithNullability(type, true) : type;
        }

        /** Over the columns of the left input and what the chain has by now. */
        void filter(RexNode condition) {
            List<RexNode> both = new ArrayList<>(builder.identityProjects(left.getRowType()));
            both.addAll(columns);
            conditions.add(condition.accept(new Moved(both)));
        }

        /** Where rows stay without an element, what is computed from it is NULL for them: they are told by its place. */
        RelNode finish(RelDataType type) {
            boolean computes = outer && !columns.stream().allMatch(RexInputRef.class::isInstance);
            boolean placed = ordinality || computes;
            RelDataTypeFactory factory = builder.getTypeFactory();
            RelDataTypeFactory.Builder row = factory.builder();
            row.addAll(left.getRowType().getFieldList());
            elements.getFieldList().forEach(element -> row.add(element.getName(), nullable(element.getType())));
            if (placed && !ordinality) {
                row.add("ordinality", nullable(factory.createSqlType(SqlTypeName.INTEGER)));
            }
            RexNode condition = RexUtil.composeConjunction(builder, conditions);
            boolean conditional = !conditions.isEmpty();
            RelDataType all = row.uniquify().build();
            RelNode rows = new UnnestRel(
                    left,
                    collections,
                    placed,
                    outer,
                    outer && conditional ? Optional.of(condition) : Optional.empty(),
                    all);
            if (!outer && conditional) {
                rows = LogicalFilter.create(rows, condition);
            }
            List<RexNode> projects = new ArrayList<>(builder.identityProjects(left.getRowType()));
            RexNode place = builder.makeInputRef(rows, all.getFieldCount() - 1);
            for (RexNode column : columns) {
                projects.add(computes && !(column instanceof RexInputRef) ? guarded(column, place) : column);
            }
            return LogicalProject.create(rows, List.of(), projects, type.getFieldNames(), Set.of());
        }

        private RexNode guarded(RexNode value, RexNode place) {
            RelDataType type = nullable(value.getType());
            return builder.makeCall(
                    type,
                    SqlStdOperatorTable.CASE,
                    List.of(
                            builder.makeCall(SqlStdOperatorTable.IS_NULL, place),
                            builder.makeNullLiteral(type),
                            builder.ensureType(type, value, false)));
        }

        /** Columns of the right input become what they are; those of the left one its columns. */
        private final class Moved extends RexShuttle {
            private final List<RexNode> inputs;

            Moved(List<RexNode> inputs) {
                this.inputs = inputs;
            }

            @Override
            public RexNode visitInputRef(RexInputRef input) {
                return inputs.get(input.getIndex());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                boolean ofLeft = access.getReferenceExpr() instanceof RexCorrelVariable variable
                        && correlation.filter(variable.id::equals).isPresent();
                return ofLeft
                        ? builder.makeInputRef(left, access.getField().getIndex())
                        : super.visitFieldAccess(access);
            }
        }
    }
}
