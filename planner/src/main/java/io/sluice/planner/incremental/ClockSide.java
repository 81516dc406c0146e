package io.sluice.planner.incremental;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an expression of the clock shows at the time of a batch, in microseconds: the time {@code ahead}, cut to a
 * multiple of {@code unit}, and shifted. It must never go back, so that it goes with a zone only where clocks are not set.
 */
record ClockSide(long ahead, long unit, long shift) {
    private static final long DAY = 86_400_000_000L;
    private static final long MILLI = 1_000;
    private static final String ADD_DAYS = "TIMESTAMPADD/DAY/";
    private static final Set<String> INSTANTS = Set.of("NOW", "CURRENT_TIMESTAMP", "PROCTIME");

    /**
     * Empty where the expression is something else.
     *
     * @param offset microseconds that the clocks of the session's zone are ahead of UTC; empty if that changes
     */
    static Optional<ClockSide> of(Expr expr, OptionalLong offset) {
        if (expr instanceof Expr.Cast cast) {
            return of(cast.value(), offset).flatMap(side -> side.cast(cast, offset));
        }
        if (!(expr instanceof Expr.Call call)) {
            return Optional.empty();
        }
        if (call.arguments().isEmpty()) {
            return ofClock(call.function(), offset);
        }
        return interval(call).flatMap(micros -> of(call.arguments().get(0), offset)
                .map(side -> new ClockSide(side.ahead, side.unit, side.shift + micros)));
    }

    private static Optional<ClockSide> ofClock(String function, OptionalLong offset) {
        if (INSTANTS.contains(function)) {
            return Optional.of(new ClockSide(0, MILLI, 0));
        }
        if (offset.isEmpty()) {
            return Optional.empty();
        }
        return switch (function) {
            case "LOCALTIMESTAMP" -> Optional.of(new ClockSide(offset.getAsLong(), MILLI, 0));
            case "CURRENT_DATE" -> Optional.of(new ClockSide(offset.getAsLong(), DAY, 0));
            default -> Optional.empty();
        };
    }

    /** Microseconds that a constant interval adds. */
    private static Optional<Long> interval(Expr.Call call) {
        if (call.arguments().size() != 2
                || !(call.arguments().get(1) instanceof Expr.Literal literal)
                || !(literal.value().orElse("") instanceof Long value)) {
            return Optional.empty();
        }
        if (call.function().startsWith(ADD_DAYS)
                && call.arguments().get(0).type().kind() == TypeKind.DATE) {
            return Optional.of(Math.multiplyExact(value, DAY));
        }
        if (literal.type().kind() != TypeKind.INTERVAL_DAY_TIME) {
            return Optional.empty();
        }
        if (call.function().equals(CoreOperator.PLUS.symbol())) {
            return Optional.of(value);
        }
        return call.function().equals(CoreOperator.MINUS.symbol()) ? Optional.of(-value) : Optional.empty();
    }

    private Optional<ClockSide> cast(Expr.Cast cast, OptionalLong offset) {
        DataType from = cast.value().type();
        DataType to = cast.type();
        boolean instant = from.kind() == TypeKind.TIMESTAMP_LTZ;
        if (to.kind() == TypeKind.DATE) {
            return from.kind() == TypeKind.DATE ? Optional.of(this) : Optional.empty();
        }
        if (!to.kind().isTimestamp()) {
            return Optional.empty();
        }
        if (instant == (to.kind() == TypeKind.TIMESTAMP_LTZ)) {
            return cut(ColumnTimes.unit(to));
        }
        long sign = instant ? 1 : -1;
        return offset.isEmpty()
                ? Optional.empty()
                : new ClockSide(ahead, unit, shift + sign * offset.getAsLong()).cut(ColumnTimes.unit(to));
    }

    /** To fewer digits, where that is the same as to read a coarser clock. */
    private Optional<ClockSide> cut(long digit) {
        if (unit % digit == 0 && shift % digit == 0) {
            return Optional.of(this);
        }
        return digit % unit == 0 && shift % digit == 0
                ? Optional.of(new ClockSide(ahead, digit, shift))
                : Optional.empty();
    }
}
