package io.sluice.planner.translate;

import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.PercentileLists;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.validate.JsonAggregates;
import io.sluice.planner.validate.StreamAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is made of the value of an aggregate above the group-by:
 *
 * <pre>
 * COLLECT, FUSION              a MULTISET of the list          FIRST, LAST, MIN_BY, …   the last field of the ROW
 * COLLECT_LIST, COLLECT_SET    the list, or an empty one       JSON_ARRAYAGG, …         brackets around the text
 * PERCENTILE of several        an ARRAY of their values, or what is computed from the list of weighted ones
 * </pre>
 */
final class AggregateResults {
    private AggregateResults() {}

    /** FIRST and LAST, where NULLs may count: the values are ROWs, which are never NULL. */
    static boolean isEnd(StreamAggregate aggregate) {
        return aggregate.sqlName().equals("FIRST") || aggregate.sqlName().equals("LAST");
    }

    /** Whether its value is a ROW with the value that is asked for as its last field. */
    static boolean isRow(StreamAggregate aggregate) {
        boolean best = aggregate.function() == Function.MIN || aggregate.function() == Function.MAX;
        return isEnd(aggregate) || best && !aggregate.order().isEmpty();
    }

    /** Percentiles, one call for each fraction. */
    static List<AggregateCall> calls(AggregateCall several) {
        List<AggregateCall> calls = new ArrayList<>();
        String fractions = (String) several.parameter().orElseThrow().value().orElseThrow();
        for (double fraction : PercentileLists.fractions(fractions)) {
            calls.add(new AggregateCall(
                    several.function(),
                    several.arguments(),
                    several.distinct(),
                    several.filter(),
                    several.order(),
                    Optional.of(new Expr.Literal(Optional.of(fraction), DataType.of(TypeKind.DOUBLE, false))),
                    several.user(),
                    several.type()));
        }
        return calls;
    }

    /** @param first the first of the columns that the aggregate is computed from */
    static Expr of(StreamAggregate aggregate, List<Column> columns, int first) {
        Expr value = new Expr.Input(first, columns.get(first).type());
        if (isRow(aggregate)) {
            return lastField(value);
        }
        String name = aggregate.sqlName();
        return switch (name) {
            case "COLLECT" -> bound("MULTISET", Expressions.orEmpty(value));
            case "FUSION" -> bound("MULTISET", bound("FLATTEN", Expressions.orEmpty(value)));
            case "COLLECT_LIST", "COLLECT_SET" -> Expressions.orEmpty(value);
            case "PERCENTILE" -> percentile(aggregate, value, columns, first);
            default -> JsonAggregates.RESULTS.containsKey(name)
                    ? bound(JsonAggregates.RESULTS.get(name), value)
                    : value;
        };
    }

    private static Expr lastField(Expr row) {
        int last = row.type().children().size() - 1;
        Expr place = new Expr.Literal(Optional.of((long) last), DataType.of(TypeKind.INT, false));
        DataType field = row.type().children().get(last).type().withNullable(true);
        return new Expr.Call(CoreOperator.FIELD.symbol(), List.of(row, place), field);
    }

    private static Expr percentile(StreamAggregate aggregate, Expr value, List<Column> columns, int first) {
        Optional<String> fractions =
                aggregate.parameter().filter(String.class::isInstance).map(String.class::cast);
        if (fractions.isEmpty()) {
            return value;
        }
        if (aggregate.function() == Function.ARRAY_AGG) {
            String function = PercentileLists.isOne(fractions.get()) ? "PERCENTILE/WEIGHTED" : "PERCENTILES/WEIGHTED";
            Expr text = new Expr.Literal(Optional.of(fractions.get()), DataType.of(TypeKind.STRING, false));
            return bound(function, value, text);
        }
        List<Expr> values = new ArrayList<>();
        for (int i = first; i < columns.size(); i++) {
            Expr each = new Expr.Input(i, columns.get(i).type());
            values.add(new Expr.Cast(each, each.type().withNullable(false), false));
        }
        DataType list = DataType.array(DataType.of(TypeKind.DOUBLE, false), true);
        Expr known =
                new Expr.Call(CoreOperator.IS_NOT_NULL.symbol(), List.of(value), DataType.of(TypeKind.BOOLEAN, false));
        Expr all = new Expr.Call(CoreOperator.ARRAY.symbol(), values, list.withNullable(false));
        return new Expr.Conditional(
                List.of(new Expr.Branch(known, all)), new Expr.Literal(Optional.empty(), list), list);
    }

    private static Expr bound(String function, Expr... arguments) {
        List<Expr> all = List.of(arguments);
        return FunctionRegister.bind(function, all.stream().map(Argument::of).toList())
                .orElseThrow(() -> Aggregates.refused(
                        "a MULTISET of elements of type " + all.get(0).type()))
                .call(all);
    }
}
