package io.sluice.runtime.codegen;

import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.ScalarFunction;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is asked of an expression before it is compiled. */
final class Expressions {
    private Expressions() {}

    static List<Expr> children(Expr expression) {
        return expression.accept(new Expr.Visitor<>() {
            @Override
            public List<Expr> input(Expr.Input expr) {
                return List.of();
            }

            @Override
            public List<Expr> literal(Expr.Literal expr) {
                return List.of();
            }

            @Override
            public List<Expr> call(Expr.Call expr) {
                return expr.arguments();
            }

            @Override
            public List<Expr> userCall(Expr.UserCall expr) {
                return expr.arguments();
            }

            @Override
            public List<Expr> cast(Expr.Cast expr) {
                return List.of(expr.value());
            }

            @Override
            public List<Expr> conditional(Expr.Conditional expr) {
                List<Expr> children = new ArrayList<>();
                for (Expr.Branch branch : expr.branches()) {
                    children.add(branch.condition());
                    children.add(branch.value());
                }
                children.add(expr.otherwise());
                return children;
            }

            @Override
            public List<Expr> lambda(Expr.Lambda expr) {
                return List.of(expr.body());
            }

            @Override
            public List<Expr> variable(Expr.Variable expr) {
                return List.of();
            }
        });
    }

    static void forEach(Expr expression, Consumer<Expr> consumer) {
        consumer.accept(expression);
        children(expression).forEach(child -> forEach(child, consumer));
    }

    /** Number of nodes: a measure of the code that it becomes. */
    static int size(Expr expression) {
        int[] count = {0};
        forEach(expression, each -> count[0]++);
        return count[0];
    }

    /** Whether it depends on a variable of a lambda around it. */
    static boolean hasFreeVariables(Expr expression) {
        return hasFreeVariables(expression, Set.of());
    }

    private static boolean hasFreeVariables(Expr expression, Set<String> bound) {
        if (expression instanceof Expr.Variable variable) {
            return !bound.contains(variable.name());
        }
        Set<String> inner = bound;
        if (expression instanceof Expr.Lambda lambda) {
            inner = new HashSet<>(bound);
            for (Expr.Variable parameter : lambda.parameters()) {
                inner.add(parameter.name());
            }
        }
        for (Expr child : children(expression)) {
            if (hasFreeVariables(child, inner)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has the same value for all rows of a batch. */
    static boolean isConstant(Expr expression) {
        boolean[] constant = {!hasFreeVariables(expression)};
        forEach(expression, each -> {
            if (each instanceof Expr.Input || !isDeterministic(each)) {
                constant[0] = false;
            }
        });
        return constant[0];
    }

    /** The function itself, its arguments aside. */
    static boolean isDeterministic(Expr expression) {
        if (expression instanceof Expr.UserCall call) {
            return call.method().deterministic();
        }
        // A query without functions does not load all of them.
        return !(expression instanceof Expr.Call call)
                || CoreOperator.find(call.function()).isPresent()
                || FunctionRegister.find(call.function())
                        .map(ScalarFunction::deterministic)
                        .orElse(true);
    }

    /** Refers to each column that it reads. */
    static void use(Expr expression, List<RowColumn> row) {
        forEach(expression, each -> {
            if (each instanceof Expr.Input input) {
                row.get(input.index()).use();
            }
        });
    }
}
