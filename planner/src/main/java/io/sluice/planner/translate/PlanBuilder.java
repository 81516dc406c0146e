package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.SqlTypes;
import io.sluice.planner.validate.StreamTable;
import io.sluice.planner.validate.WindowFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * Calcite's relational tree as our plan, node for node; nothing is moved here. A node that is not listed does not pass.
 * What the output mode decides (uids, when groups are sent on) is filled in later.
 */
public final class PlanBuilder {
    private final Constants constants;
    private final TablePlan tables;
    private final Windows windows;

    public PlanBuilder(PlannerOptions options) {
        this.constants = new Constants(options.zone());
        this.tables = new TablePlan(options, constants);
        this.windows = new Windows(options.zone());
    }

    public PlanNode build(RelNode rel) {
        if (rel instanceof TableScan scan) {
            StreamTable table = scan.getTable().unwrapOrThrow(StreamTable.class);
            return tables.of(table.definition(), table.bounded());
        }
        if (rel instanceof Filter filter) {
            return filter(filter);
        }
        if (rel instanceof Project project) {
            return project(project);
        }
        if (rel instanceof TableFunctionScan scan) {
            return window(scan);
        }
        if (rel instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (rel instanceof Union union) {
            return union(union);
        }
        throw new PlanException(
                "%s is not supported yet"
                        .formatted(rel.getRelTypeName()
                                .replaceFirst("^Logical", "")
                                .toLowerCase(Locale.ROOT)),
                "Write the query with WHERE, GROUP BY, UNION ALL and window functions only.",
                Optional.empty());
    }

    private PlanNode filter(Filter filter) {
        PlanNode input = build(filter.getInput());
        Expr condition = new ExprBuilder(input.columns(), constants).build(filter.getCondition());
        List<String> clocks = Expressions.changingFunctions(condition);
        if (!clocks.isEmpty()) {
            throw new PlanException(
                    "a condition with %s is not supported yet".formatted(clocks.get(0)),
                    "Rows that leave the result by the clock come with a later release; compare with a constant.",
                    Optional.empty());
        }
        return new PlanNode.Filter(input, condition);
    }

    private PlanNode project(Project project) {
        PlanNode input = build(project.getInput());
        ExprBuilder builder = new ExprBuilder(input.columns(), constants);
        List<Expr> expressions =
                project.getProjects().stream().map(builder::build).toList();
        if (expressions.stream().anyMatch(PlanBuilder::isInterval)) {
            throw new PlanException(
                    "an interval cannot be a column",
                    "Add it to a time, or give a number of seconds.",
                    Optional.empty());
        }
        List<String> names = project.getRowType().getFieldNames().stream()
                .map(name -> name.replaceFirst("^\\$f", "computed"))
                .toList();
        return PlanNodes.project(input, expressions, names);
    }

    private static boolean isInterval(Expr expr) {
        TypeKind kind = expr.type().kind();
        return kind == TypeKind.INTERVAL_DAY_TIME || kind == TypeKind.INTERVAL_YEAR_MONTH;
    }

    private PlanNode window(TableFunctionScan scan) {
        if (scan.getInputs().size() != 1) {
            throw new IllegalStateException("a window function over %d inputs"
                    .formatted(scan.getInputs().size()));
        }
        PlanNode input = build(scan.getInput(0));
        RexCall call = (RexCall) scan.getCall();
        WindowFunction function = (WindowFunction) call.getOperator();
        RexNode time = ((RexCall) call.getOperands().get(0)).getOperands().get(0);
        int column = ((RexInputRef) time).getIndex();
        List<Long> intervals = call.getOperands().subList(1, call.getOperands().size()).stream()
                .map(PlanBuilder::micros)
                .toList();
        return windows.assign(input, column, function, intervals);
    }

    private static long micros(RexNode node) {
        return ((RexLiteral) node)
                .getValueAs(BigDecimal.class)
                .movePointRight(3)
                .longValueExact();
    }

    private PlanNode aggregate(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new PlanException(
                    "GROUPING SETS are not supported yet", "Write one INSERT for each.", Optional.empty());
        }
        PlanNode input = build(aggregate.getInput());
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        List<GroupKey> keys = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            keys.add(new GroupKey.InputColumn(key));
            columns.add(new Column(
                    fields.get(columns.size()).getName(),
                    input.columns().get(key).type()));
        }
        AggregateInput argument = new AggregateInput(input);
        List<AggregateCall> calls = new ArrayList<>();
        for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
            DataType type = SqlTypes.toDataType(call.getType());
            calls.add(call(call, type, argument));
            columns.add(new Column(name(fields.get(columns.size()), calls.get(calls.size() - 1), input), type));
        }
        return new PlanNode.Aggregate(
                argument.node(), "", Optional.empty(), keys, calls, PlanNode.Emit.ON_CHANGE, List.of(), columns);
    }

    /** A name for a person to read where Calcite has made one up. */
    private static String name(RelDataTypeField field, AggregateCall call, PlanNode input) {
        if (!field.getName().startsWith("$")) {
            return field.getName();
        }
        String function = call.function().name().toLowerCase(Locale.ROOT);
        return call.argument().isPresent()
                        && call.argument().getAsInt() < input.columns().size()
                ? function + "_"
                        + input.columns().get(call.argument().getAsInt()).name()
                : function;
    }

    private static AggregateCall call(
            org.apache.calcite.rel.core.AggregateCall call, DataType type, AggregateInput input) {
        AggregateCall.Function function =
                switch (call.getAggregation().getKind()) {
                    case COUNT -> AggregateCall.Function.COUNT;
                    case SUM -> AggregateCall.Function.SUM;
                    case AVG -> AggregateCall.Function.AVG;
                    case MIN -> AggregateCall.Function.MIN;
                    case MAX -> AggregateCall.Function.MAX;
                    default -> throw refused(
                            "aggregate function " + call.getAggregation().getName());
                };
        boolean harmless = function == AggregateCall.Function.MIN || function == AggregateCall.Function.MAX;
        boolean plain = call.getCollation().getFieldCollations().isEmpty()
                && call.distinctKeys == null
                && !call.isApproximate()
                && !call.ignoreNulls();
        if (!plain || call.isDistinct() && !harmless) {
            throw refused(function + " with DISTINCT, ORDER BY or IGNORE NULLS");
        }
        OptionalInt filter = call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty();
        return new AggregateCall(function, input.argument(function, call.getArgList()), filter, type);
    }

    private static PlanException refused(String what) {
        return new PlanException(
                what + " is not supported yet",
                "The aggregate functions are COUNT, SUM, AVG, MIN, MAX.",
                Optional.empty());
    }

    private PlanNode union(Union union) {
        if (!union.all) {
            throw new PlanException("UNION without ALL is not supported yet", "Write UNION ALL.", Optional.empty());
        }
        List<PlanNode> inputs = new ArrayList<>();
        addInputs(union, inputs);
        List<Column> columns = new ArrayList<>();
        for (RelDataTypeField field : union.getRowType().getFieldList()) {
            int index = columns.size();
            boolean nullable = inputs.stream()
                    .anyMatch(input -> input.columns().get(index).type().nullable());
            columns.add(new Column(
                    field.getName(), SqlTypes.toDataType(field.getType()).withNullable(nullable)));
        }
        List<PlanNode> aligned =
                inputs.stream().map(input -> aligned(input, columns)).toList();
        return new PlanNode.Union(aligned, columns);
    }

    /** A union of unions is one. */
    private void addInputs(Union union, List<PlanNode> inputs) {
        for (RelNode rel : union.getInputs()) {
            if (rel instanceof Union inner && inner.all) {
                addInputs(inner, inputs);
            } else {
                inputs.add(build(rel));
            }
        }
    }

    /** The input with the types of the union. */
    private PlanNode aligned(PlanNode input, List<Column> columns) {
        List<Expr> expressions = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < columns.size(); i++) {
            DataType from = input.columns().get(i).type();
            DataType to = columns.get(i).type().withNullable(from.nullable());
            Expr column = PlanNodes.input(input, i);
            expressions.add(from.equals(to) ? column : new Expr.Cast(column, to, false));
            same &= from.equals(to);
        }
        return same ? input : PlanNodes.project(input, expressions, PlanNodes.names(input));
    }

    /** The input of a group-by, to which columns are added for what an aggregate takes more than one argument for. */
    private static final class AggregateInput {
        private final PlanNode input;
        private final List<Expr> added = new ArrayList<>();

        AggregateInput(PlanNode input) {
            this.input = input;
        }

        /** COUNT(*) where no argument can be NULL; COUNT(a, b) of a column that is NULL when a or b is. */
        OptionalInt argument(AggregateCall.Function function, List<Integer> arguments) {
            if (function != AggregateCall.Function.COUNT) {
                return OptionalInt.of(arguments.get(0));
            }
            List<Expr> tests = arguments.stream()
                    .filter(argument -> input.columns().get(argument).type().nullable())
                    .map(argument -> (Expr) new Expr.Call(
                            "IS NOT NULL",
                            List.of(PlanNodes.input(input, argument)),
                            DataType.of(TypeKind.BOOLEAN, false)))
                    .toList();
            if (tests.isEmpty()) {
                return OptionalInt.empty();
            }
            if (arguments.size() == 1) {
                return OptionalInt.of(arguments.get(0));
            }
            DataType truth = DataType.of(TypeKind.BOOLEAN, true);
            Expr one = new Expr.Literal(Optional.of(true), DataType.of(TypeKind.BOOLEAN, false));
            added.add(new Expr.Conditional(
                    List.of(new Expr.Branch(Expressions.and(tests), one)),
                    new Expr.Literal(Optional.empty(), truth),
                    truth));
            return OptionalInt.of(input.columns().size() + added.size() - 1);
        }

        PlanNode node() {
            if (added.isEmpty()) {
                return input;
            }
            List<Expr> expressions = new ArrayList<>(PlanNodes.inputs(input));
            List<String> names = new ArrayList<>(PlanNodes.names(input));
            for (Expr expression : added) {
                names.add("counted" + names.size());
                expressions.add(expression);
            }
            return PlanNodes.project(input, expressions, names);
        }
    }
}
