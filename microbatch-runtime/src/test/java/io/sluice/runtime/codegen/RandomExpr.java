package io.sluice.runtime.codegen;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random conditions over columns of several types; none of them can fail. */
final class RandomExpr {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, true);

    private RandomExpr() {}

    static Expr condition(Random random, List<DataType> types, int depth) {
        if (depth == 0) {
            return comparison(random, types, 1);
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> logic(CoreOperator.AND, random, types, depth);
            case 2 -> logic(CoreOperator.OR, random, types, depth);
            case 3 -> call(CoreOperator.NOT, condition(random, types, depth - 1));
            case 4 -> new Expr.Conditional(
                    List.of(
                            new Expr.Branch(
                                    condition(random, types, depth - 1),
                                    condition(random, types, depth - 2 < 0 ? 0 : depth - 2)),
                            new Expr.Branch(comparison(random, types, depth), condition(random, types, 0))),
                    condition(random, types, depth - 1),
                    BOOLEAN);
            default -> comparison(random, types, depth);
        };
    }

    private static Expr logic(CoreOperator operator, Random random, List<DataType> types, int depth) {
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            arguments.add(condition(random, types, depth - 1));
        }
        return new Expr.Call(operator.symbol(), arguments, BOOLEAN);
    }

    private static Expr call(CoreOperator operator, Expr... arguments) {
        return new Expr.Call(operator.symbol(), List.of(arguments), BOOLEAN);
    }

    private static Expr comparison(Random random, List<DataType> types, int depth) {
        int column = random.nextInt(types.size());
        DataType type = types.get(column);
        CoreOperator operator = List.of(
                        CoreOperator.EQUAL,
                        CoreOperator.LESS,
                        CoreOperator.GREATER_OR_EQUAL,
                        CoreOperator.IS_DISTINCT_FROM,
                        CoreOperator.IS_NULL)
                .get(random.nextInt(5));
        Expr left = value(random, types, column, depth);
        return operator == CoreOperator.IS_NULL
                ? call(operator, left)
                : call(operator, left, value(random, types, column, 0));
    }

    private static Expr value(Random random, List<DataType> types, int column, int depth) {
        DataType type = types.get(column);
        Expr input = new Expr.Input(column, type);
        if (depth > 1 && random.nextInt(3) == 0) {
            return new Expr.Conditional(
                    List.of(new Expr.Branch(condition(random, types, depth - 2), input)),
                    value(random, types, column, 0),
                    type);
        }
        if (random.nextInt(3) == 0) {
            Object value = ExpressionTest.value(type, random);
            return new Expr.Literal(Optional.ofNullable(value), type.withNullable(value == null));
        }
        return input;
    }
}
