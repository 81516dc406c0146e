package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.Optional;

/**
 * What is known of an argument when a query is planned.
 *
 * @param literal its value as in {@link Expr.Literal}, where it is a constant other than NULL
 * @param untypedNull it is NULL and takes any type
 */
public record Argument(DataType type, Optional<Object> literal, boolean untypedNull) {
    public Argument {
        requireNonNull(type, "type");
        requireNonNull(literal, "literal");
    }

    public Argument(DataType type, Optional<Object> literal) {
        this(type, literal, false);
    }

    public static Argument of(DataType type) {
        return new Argument(type, Optional.empty());
    }

    /** The planner has a NULL without a type as a STRING. */
    public static Argument of(Expr expr) {
        if (!(expr instanceof Expr.Literal literal)) {
            return of(expr.type());
        }
        boolean untyped = literal.value().isEmpty() && expr.type().kind() == TypeKind.STRING;
        return new Argument(expr.type(), literal.value(), untyped);
    }
}
