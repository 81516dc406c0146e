package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.TableResolver;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Joins;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.AsOf;
import io.sluice.planner.validate.SqlTypes;
import io.sluice.planner.validate.StreamTable;
import io.sluice.planner.validate.UnnestRel;
import io.sluice.planner.validate.WindowFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.schema.TransientTable;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Util;

/**
 * Calcite's relational tree as our plan, node for node; nothing is moved here. A node that is not listed does not pass.
 * What the output mode decides (uids, when groups are sent on) is filled in later.
 */
public final class PlanBuilder {
    private final Constants constants;
    private final TablePlan tables;
    private final Windows windows;
    private final UnnestNodes unnests;
    private final Recursions recursions;
    private final SetOperations setOperations = new SetOperations(this::build);

    /** @param resolver of the tables of the query */
    public PlanBuilder(PlannerOptions options, TableResolver resolver) {
        this.constants = new Constants(options.zone());
        this.tables = new TablePlan(options, constants, resolver);
        this.windows = new Windows(options.zone());
        this.unnests = new UnnestNodes(constants);
        this.recursions = new Recursions(this::build, constants);
    }

    public PlanNode build(RelNode rel) {
        if (rel instanceof TableScan scan && scan.getTable().unwrap(TransientTable.class) != null) {
            return recursions.recurrence(Util.last(scan.getTable().getQualifiedName()));
        }
        if (rel instanceof TableScan scan) {
            StreamTable table = scan.getTable().unwrapOrThrow(StreamTable.class);
            return tables.of(table.definition(), table.bounded(), table.watermark());
        }
        if (rel instanceof Filter filter) {
            return filter(filter);
        }
        if (rel instanceof Project project) {
            return project(project);
        }
        if (rel instanceof Sort sort) {
            return Sorts.of(sort, build(sort.getInput()));
        }
        if (rel instanceof TableFunctionScan scan) {
            return window(scan);
        }
        if (rel instanceof UnnestRel unnest) {
            return unnests.of(unnest, build(unnest.getInput()));
        }
        if (rel instanceof Uncollect uncollect) {
            return unnests.of(uncollect, build(uncollect.getInput()));
        }
        if (rel instanceof Values values) {
            return literalRows(values);
        }
        if (rel instanceof Join join) {
            return join(join);
        }
        if (rel instanceof Aggregate aggregate) {
            return Aggregates.of(aggregate, build(aggregate.getInput()));
        }
        if (rel instanceof RepeatUnion union) {
            return recursions.of(union, Util.last(union.getTransientTable().getQualifiedName()));
        }
        if (rel instanceof Union || rel instanceof Intersect || rel instanceof Minus) {
            return setOperations.of((SetOp) rel);
        }
        throw new PlanException(
                "%s is not supported yet"
                        .formatted(rel.getRelTypeName()
                                .replaceFirst("^Logical", "")
                                .toLowerCase(Locale.ROOT)),
                "Write the query with WHERE, JOIN, GROUP BY, set operations and window functions only.",
                Optional.empty());
    }

    /** Projections of the table with one row; no row at all is one that does not pass. */
    private PlanNode literalRows(Values values) {
        List<Column> columns = values.getRowType().getFieldList().stream()
                .map(field -> new Column(field.getName(), SqlTypes.toDataType(field.getType())))
                .toList();
        if (values.getTuples().isEmpty()) {
            List<Expr> nulls = columns.stream()
                    .map(column -> (Expr)
                            new Expr.Literal(Optional.empty(), column.type().withNullable(true)))
                    .toList();
            Expr never = new Expr.Literal(Optional.of(false), DataType.of(TypeKind.BOOLEAN, false));
            return PlanNodes.project(
                    new PlanNode.Filter(oneRow(), never),
                    nulls,
                    columns.stream().map(Column::name).toList());
        }
        ExprBuilder builder = new ExprBuilder(oneRow().columns(), constants);
        List<PlanNode> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Expr> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Expr cell = builder.build(tuple.get(i));
                cells.add(constants.cast(
                        cell, columns.get(i).type().withNullable(cell.type().nullable())));
            }
            rows.add(PlanNodes.project(
                    oneRow(), cells, columns.stream().map(Column::name).toList()));
        }
        return rows.size() == 1 ? rows.get(0) : SetOperations.union(rows, columns);
    }

    private static PlanNode oneRow() {
        Column column = new Column("row", DataType.of(TypeKind.BIGINT, true));
        return new PlanNode.Scan(PlanNode.Scan.ONE_ROW, List.of(column), List.of(0), List.of(), true);
    }

    private PlanNode filter(Filter filter) {
        if (filter.getInput() instanceof Join join && join.getJoinType() == JoinRelType.LEFT_MARK) {
            return marked(join, filter.getCondition());
        }
        PlanNode input = build(filter.getInput());
        Expr condition = new ExprBuilder(input.columns(), constants).build(filter.getCondition());
        return new PlanNode.Filter(input, condition);
    }

    private PlanNode project(Project project) {
        PlanNode source = build(project.getInput());
        Overs.Result overs = Overs.of(project.getProjects(), source, constants);
        PlanNode input = overs.input();
        ExprBuilder builder = new ExprBuilder(input.columns(), constants);
        List<Expr> expressions =
                overs.expressions().stream().map(builder::build).toList();
        return PlanNodes.project(input, expressions, names(project));
    }

    private MarkJoins marks(Join join) {
        PlanNode left = build(join.getLeft());
        PlanNode right = build(join.getRight());
        return new MarkJoins(left, right, condition(join, left, right));
    }

    /** Rows whose mark must be FALSE are those of an anti join. */
    private PlanNode marked(Join join, RexNode condition) {
        int mark = join.getRowType().getFieldCount() - 1;
        RexNode negated = join.getCluster()
                .getRexBuilder()
                .makeCall(
                        SqlStdOperatorTable.NOT,
                        join.getCluster().getRexBuilder().makeInputRef(join, mark));
        List<RexNode> rest = new ArrayList<>(RelOptUtil.conjunctions(condition));
        boolean without = rest.remove(negated);
        PlanNode input = without ? marks(join).withoutMarked() : marks(join).marked();
        ExprBuilder builder = new ExprBuilder(input.columns(), constants);
        List<Expr> conditions = rest.stream().map(builder::build).toList();
        return conditions.isEmpty() ? input : new PlanNode.Filter(input, Expressions.and(conditions));
    }

    private Expr condition(Join join, PlanNode left, PlanNode right) {
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        return new ExprBuilder(both, constants).build(join.getCondition().accept(new Collapse(join)));
    }

    /** Calcite writes IS NOT DISTINCT FROM out, by which it would be no key. */
    private static final class Collapse extends RexShuttle {
        private final RexBuilder builder;

        Collapse(Join join) {
            builder = join.getCluster().getRexBuilder();
        }

        @Override
        public RexNode visitCall(RexCall call) {
            RexNode inner = super.visitCall(call);
            return inner instanceof RexCall rebuilt && rebuilt.getKind() == SqlKind.OR
                    ? RelOptUtil.collapseExpandedIsNotDistinctFromExpr(rebuilt, builder)
                    : inner;
        }
    }

    /** A name for a person to read where Calcite has made one up. */
    private static List<String> names(RelNode rel) {
        return rel.getRowType().getFieldNames().stream()
                .map(name -> name.replaceFirst("^\\$f", "computed"))
                .toList();
    }

    private PlanNode join(Join join) {
        if (join.getJoinType() == JoinRelType.LEFT_MARK) {
            return marks(join).marked();
        }
        PlanNode left = build(join.getLeft());
        PlanNode right = build(join.getRight());
        if (AsOf.isIn(join.getCondition())) {
            return new TemporalJoins(join, left, right, names(join), constants).build();
        }
        JoinType type =
                switch (join.getJoinType()) {
                    case INNER -> JoinType.INNER;
                    case LEFT -> JoinType.LEFT;
                    case RIGHT -> JoinType.RIGHT;
                    case FULL -> JoinType.FULL;
                    case SEMI -> JoinType.SEMI;
                    case ANTI -> JoinType.ANTI;
                    default -> throw new PlanException(
                            "%s is not supported yet"
                                    .formatted(join.getJoinType().name().replace('_', ' ')),
                            "Write JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN or CROSS JOIN.",
                            Optional.empty());
                };
        Expr condition = condition(join, left, right);
        return Joins.of(left, right, type, List.of(), Expressions.conjuncts(condition), names(join));
    }

    private PlanNode window(TableFunctionScan scan) {
        if (scan.getInputs().size() != 1) {
            throw new IllegalStateException("a window function over %d inputs"
                    .formatted(scan.getInputs().size()));
        }
        PlanNode input = build(scan.getInput(0));
        RexCall call = (RexCall) scan.getCall();
        WindowFunction function = (WindowFunction) call.getOperator();
        List<Integer> columns = ((RexCall) call.getOperands().get(0))
                .getOperands().stream()
                        .map(column -> ((RexInputRef) column).getIndex())
                        .toList();
        List<Long> intervals = call.getOperands().subList(1, call.getOperands().size()).stream()
                .map(PlanBuilder::micros)
                .toList();
        return windows.assign(input, columns.get(0), columns.subList(1, columns.size()), function, intervals);
    }

    private static long micros(RexNode node) {
        return ((RexLiteral) node)
                .getValueAs(BigDecimal.class)
                .movePointRight(3)
                .longValueExact();
    }
}
