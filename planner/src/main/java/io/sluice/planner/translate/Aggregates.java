package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

/** Group-bys and their aggregates. */
final class Aggregates {
    private Aggregates() {}

    static PlanNode of(Aggregate aggregate, PlanNode input) {
        boolean asksForSets = aggregate.getAggCallList().stream().anyMatch(GroupingSets::isGrouping);
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE && !asksForSets
                ? grouped(aggregate, aggregate.getGroupSet(), input)
                : new GroupingSets(aggregate, input).union();
    }

    /** The group-by for one grouping set; calls of GROUPING are left out. */
    static PlanNode.Aggregate grouped(Aggregate aggregate, ImmutableBitSet set, PlanNode input) {
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
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            org.apache.calcite.rel.core.AggregateCall call =
                    aggregate.getAggCallList().get(i);
            if (!GroupingSets.isGrouping(call)) {
                DataType type = SqlTypes.toDataType(call.getType());
                calls.add(call(call, type, argument));
                columns.add(new Column(name(fields.get(all.size() + i), calls.get(calls.size() - 1), input), type));
            }
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
                    case VAR_POP -> AggregateCall.Function.VAR_POP;
                    case VAR_SAMP -> AggregateCall.Function.VAR_SAMP;
                    case STDDEV_POP -> AggregateCall.Function.STDDEV_POP;
                    case STDDEV_SAMP -> AggregateCall.Function.STDDEV_SAMP;
                    default -> throw refused(
                            "aggregate function " + call.getAggregation().getName());
                };
        boolean harmless = function == AggregateCall.Function.MIN || function == AggregateCall.Function.MAX;
        boolean plain = call.getCollation().getFieldCollations().isEmpty()
                && call.distinctKeys == null
                && !call.isApproximate()
                && !call.ignoreNulls();
        if (!plain) {
            throw refused(function + " with ORDER BY or IGNORE NULLS");
        }
        boolean distinct = call.isDistinct() && !harmless;
        OptionalInt filter = call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty();
        return new AggregateCall(
                function, input.argument(function, distinct, call.getArgList()), distinct, filter, type);
    }

    private static PlanException refused(String what) {
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
        OptionalInt argument(AggregateCall.Function function, boolean distinct, List<Integer> arguments) {
            if (distinct) {
                if (arguments.size() != 1) {
                    throw refused("COUNT(DISTINCT …) of several columns");
                }
                return OptionalInt.of(arguments.get(0));
            }
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
