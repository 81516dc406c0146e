package io.sluice.planner.translate;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code x = 1 OR x = 2 OR x = 3}, which is what Calcite makes of IN, as IN again. */
final class InLists {
    private static final int MAX_DIGITS = 38;

    private InLists() {}

    /** Empty unless each alternative compares the same expression with a constant of its kind. */
    static Optional<Expr> of(List<Expr> alternatives) {
        List<Expr> arguments = new ArrayList<>();
        for (Expr alternative : alternatives) {
            if (!(alternative instanceof Expr.Call call)
                    || !call.function().equals(CoreOperator.EQUAL.symbol())
                    || !(call.arguments().get(1) instanceof Expr.Literal literal)
                    || literal.value().isEmpty()) {
                return Optional.empty();
            }
            Expr subject = call.arguments().get(0);
            if (arguments.isEmpty()) {
                arguments.add(subject);
            } else if (!arguments.get(0).equals(subject)) {
                return Optional.empty();
            }
            Optional<Expr> member = member(literal, subject.type());
            if (member.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(member.get());
        }
        DataType type = DataType.of(TypeKind.BOOLEAN, arguments.get(0).type().nullable());
        return Optional.of(new Expr.Call(CoreOperator.IN.symbol(), arguments, type));
    }

    /** The constant with the scale of what it is compared with; empty if it has more digits. */
    private static Optional<Expr> member(Expr.Literal literal, DataType type) {
        if (!(literal.value().orElseThrow() instanceof BigDecimal number)) {
            return Optional.of(literal);
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > type.scale()) {
            return Optional.empty();
        }
        BigDecimal scaled = stripped.setScale(type.scale());
        DataType own = DataType.decimal(Math.max(scaled.precision(), type.scale()), type.scale(), false);
        return own.precision() > MAX_DIGITS
                ? Optional.empty()
                : Optional.of(new Expr.Literal(Optional.of(scaled), own));
    }
}
