package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.function.ComparisonFunctions;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.udf.UserFunction;
import io.sluice.planner.validate.SqlTypes;
import io.sluice.planner.validate.StreamAggregate;
import io.sluice.planner.validate.UserAggregateOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** Group-bys and their aggregates. */
final class Aggregates {
    private Aggregates() {}

    static PlanNode of(Aggregate aggregate, PlanNode input) {
        boolean asksForSets = aggregate.getAggCallList().stream().anyMatch(GroupingSets::isGrouping);
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE || asksForSets) {
            return new GroupingSets(aggregate, input).union();
        }
        Grouped grouped = grouped(aggregate, aggregate.getGroupSet(), input);
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < grouped.node().keys().size(); i++) {
            expressions.add(PlanNodes.input(grouped.node(), i));
        }
        expressions.addAll(grouped.results());
        return expressions.equals(PlanNodes.inputs(grouped.node()))
                ? grouped.node()
                : PlanNodes.project(
                        grouped.node(), expressions, aggregate.getRowType().getFieldNames());
    }

    /** @param results for each call of Calcite's, but those of GROUPING, its value, over the columns of the node */
    record Grouped(PlanNode.Aggregate node, List<Expr> results) {}

    /** The group-by for one grouping set. */
    static Grouped grouped(Aggregate aggregate, ImmutableBitSet set, PlanNode input) {
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        List<Integer> all = aggregate.getGroupSet().asList();
        List<GroupKey> keys = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int key : set) {
            keys.add(new GroupKey.InputColumn(key));
            columns.add(new Column(
                    fields.get(all.indexOf(key)).getName(),
                    input.columns().get(key).type()));
        }
        AggregateInput argument = new AggregateInput(input);
        List<AggregateCall> calls = new ArrayList<>();
        List<Expr> results = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            org.apache.calcite.rel.core.AggregateCall call =
                    aggregate.getAggCallList().get(i);
            if (!GroupingSets.isGrouping(call)) {
                int first = columns.size();
                for (AggregateCall each : calls(call, argument)) {
                    calls.add(each);
                    columns.add(new Column(name(fields.get(all.size() + i), each, input), each.type()));
                }
                results.add(result(call, columns, first));
            }
        }
        PlanNode.Aggregate node = new PlanNode.Aggregate(
                argument.node(), "", Optional.empty(), keys, calls, PlanNode.Emit.ON_CHANGE, List.of(), columns);
        return new Grouped(node, results);
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

    /** What a call is computed from. */
    private static List<AggregateCall> calls(org.apache.calcite.rel.core.AggregateCall call, AggregateInput input) {
        DataType type = SqlTypes.toDataType(call.getType());
        if (call.distinctKeys != null || call.getAggregation() instanceof UserAggregateOperator && call.isDistinct()) {
            throw new IllegalStateException("WITHIN DISTINCT is left: " + call);
        }
        if (call.getAggregation() instanceof StreamAggregate aggregate) {
            AggregateCall one = call(call, aggregate, type, input);
            return aggregate.isOfSeveralFractions() ? AggregateResults.calls(one) : List.of(one);
        }
        if (call.getAggregation() instanceof UserAggregateOperator user) {
            return List.of(call(call, user, input));
        }
        if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
            return List.of();
        }
        if (call.getAggregation().getKind() == SqlKind.SINGLE_VALUE) {
            OptionalInt argument = OptionalInt.of(call.getArgList().get(0));
            return List.of(
                    new AggregateCall(Function.MIN, argument, filter(call), type.withNullable(true)),
                    new AggregateCall(
                            Function.COUNT, OptionalInt.empty(), filter(call), DataType.of(TypeKind.BIGINT, false)));
        }
        Function function =
                switch (call.getAggregation().getKind()) {
                    case COUNT -> Function.COUNT;
                    case SUM -> Function.SUM;
                    case AVG -> Function.AVG;
                    case MIN -> Function.MIN;
                    case MAX -> Function.MAX;
                    case VAR_POP -> Function.VAR_POP;
                    case VAR_SAMP -> Function.VAR_SAMP;
                    case STDDEV_POP -> Function.STDDEV_POP;
                    case STDDEV_SAMP -> Function.STDDEV_SAMP;
                    default -> throw refused(
                            "aggregate function " + call.getAggregation().getName());
                };
        boolean harmless = function == Function.MIN || function == Function.MAX;
        boolean plain = call.getCollation().getFieldCollations().isEmpty() && !call.ignoreNulls();
        if (!plain) {
            throw refused(function + " with ORDER BY or IGNORE NULLS");
        }
        boolean distinct = call.isDistinct() && !harmless;
        OptionalInt argument = input.argument(function, distinct, call.getArgList());
        AggregateCall exact = new AggregateCall(function, argument, distinct, filter(call), type);
        return List.of(call.isApproximate() ? exact.approximated() : exact);
    }

    private static OptionalInt filter(org.apache.calcite.rel.core.AggregateCall call) {
        return call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty();
    }

    private static AggregateCall call(
            org.apache.calcite.rel.core.AggregateCall call,
            StreamAggregate aggregate,
            DataType type,
            AggregateInput input) {
        Function function = aggregate.function();
        List<Integer> arguments = call.getArgList();
        int argument = AggregateArguments.isRow(aggregate)
                ? input.add(AggregateArguments.ordered(input.values(arguments), aggregate.nulls()))
                : arguments.get(0);
        boolean isRow = AggregateResults.isRow(aggregate);
        DataType value = input.value(arguments.get(0)).type();
        AggregateCall exact = new AggregateCall(
                function,
                function.isOfPairs() ? List.of(argument, arguments.get(1)) : List.of(argument),
                call.isDistinct(),
                filter(call),
                aggregate.order(),
                aggregate.parameter().map(AggregateArguments::parameter),
                Optional.empty(),
                isRow ? input.type(argument).withNullable(true) : AggregateArguments.kept(aggregate, type, value));
        return aggregate.sqlName().equals("APPROX_PERCENTILE") ? exact.approximated() : exact;
    }

    private static AggregateCall call(
            org.apache.calcite.rel.core.AggregateCall call, UserAggregateOperator operator, AggregateInput input) {
        List<Argument> arguments =
                call.getArgList().stream().map(input::value).map(Argument::of).toList();
        UserFunction.AggregateBinding binding = operator.function().bindAggregate(arguments);
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            columns.add(input.passed(call.getArgList().get(i), binding.passed().get(i)));
        }
        return new AggregateCall(
                Function.USER,
                columns,
                false,
                filter(call),
                List.of(),
                Optional.empty(),
                Optional.of(binding.aggregate()),
                binding.type());
    }

    /** The value of a call; what it is computed from starts at {@code first}. */
    private static Expr result(org.apache.calcite.rel.core.AggregateCall call, List<Column> columns, int first) {
        if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
            return literal(call);
        }
        DataType type = columns.get(first).type();
        Expr value = new Expr.Input(first, type);
        if (call.getAggregation().getKind() == SqlKind.SINGLE_VALUE) {
            Expr count = new Expr.Input(first + 1, columns.get(first + 1).type());
            Expr one =
                    new Expr.Call(ComparisonFunctions.SINGLE_ROW, List.of(count), DataType.of(TypeKind.BOOLEAN, false));
            return new Expr.Conditional(
                    List.of(new Expr.Branch(one, value)), new Expr.Literal(Optional.empty(), type), type);
        }
        return call.getAggregation() instanceof StreamAggregate aggregate
                ? AggregateResults.of(aggregate, columns, first)
                : value;
    }

    /** Of rules for sub-queries: a constant of each group that is there. */
    private static Expr literal(org.apache.calcite.rel.core.AggregateCall call) {
        boolean truth = call.rexList.size() == 1
                && call.rexList.get(0) instanceof RexLiteral value
                && value.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
        if (!truth) {
            throw refused("aggregate function LITERAL_AGG");
        }
        boolean value = RexLiteral.booleanValue(call.rexList.get(0));
        return new Expr.Literal(Optional.of(value), DataType.of(TypeKind.BOOLEAN, false));
    }

    static PlanException refused(String what) {
        return new PlanException(
                what + " is not supported yet",
                "Rewrite it with the aggregate functions that SHOW FUNCTIONS lists.",
                Optional.empty());
    }

    /** The input of a group-by, to which columns are added for what an aggregate takes more than one argument for. */
    private static final class AggregateInput {
        private final PlanNode input;
        private final List<Expr> added = new ArrayList<>();

        AggregateInput(PlanNode input) {
            this.input = input;
        }

        /** COUNT(*) where no argument can be NULL; COUNT(a, b) of a column that is NULL when a or b is. */
        OptionalInt argument(Function function, boolean distinct, List<Integer> arguments) {
            List<Expr> values = values(arguments);
            if (distinct && arguments.size() > 1) {
                return OptionalInt.of(add(AggregateArguments.unlessNull(AggregateArguments.row(values), values)));
            }
            if (distinct || function != Function.COUNT) {
                return OptionalInt.of(arguments.get(0));
            }
            if (AggregateArguments.tests(values).isEmpty()) {
                return OptionalInt.empty();
            }
            if (arguments.size() == 1) {
                return OptionalInt.of(arguments.get(0));
            }
            Expr one = new Expr.Literal(Optional.of(true), DataType.of(TypeKind.BOOLEAN, false));
            return OptionalInt.of(add(AggregateArguments.unlessNull(one, values)));
        }

        List<Expr> values(List<Integer> columns) {
            return columns.stream().map(this::value).toList();
        }

        int add(Expr value) {
            int known = added.indexOf(value);
            if (known < 0) {
                added.add(value);
            }
            return input.columns().size() + (known < 0 ? added.size() - 1 : known);
        }

        Expr value(int column) {
            return PlanNodes.input(input, column);
        }

        /** A column as a type. */
        int passed(int column, DataType type) {
            Expr value = value(column);
            DataType as = type.withNullable(value.type().nullable());
            return value.type().equals(as) ? column : add(new Expr.Cast(value, as, false));
        }

        DataType type(int column) {
            int width = input.columns().size();
            return column < width
                    ? input.columns().get(column).type()
                    : added.get(column - width).type();
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
