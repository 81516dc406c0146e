package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.validate.LambdaOperator;
import io.sluice.planner.validate.LambdaVariable;
import io.sluice.planner.validate.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/** Calls with lambdas as ours, and the parameters of the lambdas around what is built. */
final class Lambdas {
    private final Function<RexNode, Expr> build;
    private final Constants constants;
    private final Map<String, DataType> bound = new HashMap<>();

    Lambdas(Function<RexNode, Expr> build, Constants constants) {
        this.build = build;
        this.constants = constants;
    }

    Expr variable(String name) {
        DataType type = bound.get(name);
        if (type == null) {
            throw new PlanException(
                    "%s, a parameter of a lambda, stands in an aggregate, in OVER or below the lambda".formatted(name),
                    "Write UNNEST(…) in FROM, and group its rows.",
                    Optional.empty());
        }
        return new Expr.Variable(name, type);
    }

    Expr call(LambdaOperator operator, RexCall call) {
        LambdaFunction function = operator.function();
        List<Expr> arguments = new ArrayList<>();
        List<RexNode> operands = call.getOperands();
        for (RexNode value : operands.subList(0, function.valueCount())) {
            arguments.add(build.apply(value));
        }
        List<DataType> types = arguments.stream().map(Expr::type).toList();
        DataType sum = DataType.of(TypeKind.BOOLEAN, true);
        if (function.finishes()) {
            sum = accumulator(operator, types.get(1), operands.get(function.valueCount()));
            arguments.set(
                    1,
                    constants.cast(
                            arguments.get(1), sum.withNullable(types.get(1).nullable())));
        }
        for (int i = 0; i < operator.lambdas(); i++) {
            List<DataType> parameters = function.parameters(i, types, sum);
            Expr.Lambda lambda = lambda(operator.parameters(i), parameters, operands.get(function.valueCount() + i));
            arguments.add(
                    i == 0 && function.finishes()
                            ? new Expr.Lambda(
                                    lambda.parameters(),
                                    constants.cast(
                                            lambda.body(),
                                            sum.withNullable(lambda.type().nullable())))
                            : lambda);
        }
        DataType body = arguments.get(arguments.size() - 1).type();
        return new Expr.Call(function.name(), arguments, function.result(types, body));
    }

    private Expr.Lambda lambda(List<String> names, List<DataType> types, RexNode body) {
        Map<String, DataType> outer = new HashMap<>(bound);
        List<Expr.Variable> parameters = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parameters.add(new Expr.Variable(names.get(i), types.get(i)));
            bound.put(names.get(i), types.get(i));
        }
        Expr built = build.apply(body);
        bound.clear();
        bound.putAll(outer);
        return new Expr.Lambda(parameters, built);
    }

    /** The type with which the validator has seen what is gathered. */
    private static DataType accumulator(LambdaOperator operator, DataType start, RexNode step) {
        DataType[] seen = new DataType[1];
        step.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
                if (call.getOperator() instanceof LambdaVariable variable && variable.isOf(operator, 0, 0)) {
                    seen[0] = SqlTypes.toDataType(call.getType());
                }
                return super.visitCall(call);
            }
        });
        DataType step0 = SqlTypes.toDataType(step.getType());
        DataType type = seen[0] != null
                ? seen[0]
                : LambdaFunction.accumulator(start, step0).orElse(start);
        return type.withNullable(true);
    }
}
