package io.sluice.runtime.codegen;

import io.sluice.planner.function.Determinism;
import io.sluice.planner.plan.Expr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is asked of an expression before it is compiled. */
final class Expressions {
    private Expressions() {}

    static void forEach(Expr expression, Consumer<Expr> consumer) {
        consumer.accept(expression);
        expression.children().forEach(child -> forEach(child, consumer));
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
        for (Expr child : expression.children()) {
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
            if (each instanceof Expr.Input || !Determinism.of(each)) {
                constant[0] = false;
            }
        });
        return constant[0];
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
