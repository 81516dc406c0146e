package io.sluice.planner.translate;

import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.validate.StreamAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an aggregate that is written with several arguments is computed from. */
final class AggregateArguments {
    private AggregateArguments() {}

    /** Whether the values are ROWs of what they are ordered by and the value. */
    static boolean isRow(StreamAggregate aggregate) {
        Function function = aggregate.function();
        boolean percentile = function == Function.PERCENTILE_CONT || function == Function.PERCENTILE_DISC;
        boolean ordered = !aggregate.order().isEmpty() && !percentile;
        return ordered || AggregateResults.isEnd(aggregate) || function == Function.ARRAY_AGG;
    }

    /**
     * A ROW of what values are ordered by and the value; NULL where the row does not count.
     *
     * @param arguments the value, then what it is ordered by
     */
    static Expr ordered(List<Expr> arguments, StreamAggregate.Nulls nulls) {
        List<Expr> order = arguments.subList(1, arguments.size());
        List<Expr> fields = new ArrayList<>(order);
        fields.add(arguments.get(0));
        List<Expr> tested =
                switch (nulls) {
                    case OF_THE_VALUE -> arguments.subList(0, 1);
                    case OF_THE_ORDER -> order;
                    case COUNT -> List.of();
                };
        return unlessNull(row(fields), tested);
    }

    static Expr row(List<Expr> fields) {
        List<Column> columns = new ArrayList<>();
        for (Expr field : fields) {
            columns.add(new Column("f" + columns.size(), field.type()));
        }
        return new Expr.Call(CoreOperator.ROW.symbol(), fields, DataType.row(columns, false));
    }

    /** That none is NULL, of those that may be. */
    static List<Expr> tests(List<Expr> values) {
        return values.stream()
                .filter(value -> value.type().nullable())
                .map(value -> (Expr) new Expr.Call(
                        CoreOperator.IS_NOT_NULL.symbol(), List.of(value), DataType.of(TypeKind.BOOLEAN, false)))
                .toList();
    }

    /** NULL where one of others is. */
    static Expr unlessNull(Expr value, List<Expr> others) {
        List<Expr> tests = tests(others);
        DataType nullable = value.type().withNullable(true);
        return tests.isEmpty()
                ? value
                : new Expr.Conditional(
                        List.of(new Expr.Branch(Expressions.and(tests), value)),
                        new Expr.Literal(Optional.empty(), nullable),
                        nullable);
    }

    static Expr.Literal parameter(Object value) {
        TypeKind kind = value instanceof String ? TypeKind.STRING : TypeKind.DOUBLE;
        return new Expr.Literal(Optional.of(value), DataType.of(kind, false));
    }

    /**
     * The type of the value that is kept, where that is not what a person asks for.
     *
     * @param value of the first argument
     */
    static DataType kept(StreamAggregate aggregate, DataType type, DataType value) {
        return switch (aggregate.sqlName()) {
            case "FUSION" -> DataType.array(type.withNullable(false), true);
            case "PERCENTILE" -> aggregate.function() == Function.ARRAY_AGG
                    ? DataType.array(value, true)
                    : DataType.of(TypeKind.DOUBLE, true);
            default -> type;
        };
    }
}
