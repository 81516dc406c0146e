package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import java.util.Optional;

/**
 * What is known of an argument when a query is planned.
 *
 * @param literal its value as in {@link Expr.Literal}, where it is a constant other than NULL
 */
public record Argument(DataType type, Optional<Object> literal) {
    public Argument {
        requireNonNull(type, "type");
        requireNonNull(literal, "literal");
    }

    public static Argument of(DataType type) {
        return new Argument(type, Optional.empty());
    }

    public static Argument of(Expr expr) {
        return new Argument(expr.type(), expr instanceof Expr.Literal literal ? literal.value() : Optional.empty());
    }
}
