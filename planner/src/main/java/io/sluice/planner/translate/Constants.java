package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Casts;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.validate.SqlTypes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Constants and casts of constants. Only what is exact is folded; times are in microseconds throughout. */
final class Constants {
    private static final int MICROS = 6;
    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000);

    private final FunctionContext context;

    Constants(ZoneId zone) {
        this.context = new FunctionContext(zone, 0);
    }

    Expr.Literal literal(RexLiteral literal) {
        DataType type = SqlTypes.toDataType(literal.getType());
        if (literal.isNull()) {
            return new Expr.Literal(Optional.empty(), type.withNullable(true));
        }
        return new Expr.Literal(Optional.of(value(literal, type)), type.withNullable(false));
    }

    private Object value(RexLiteral literal, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT, SMALLINT, INT, BIGINT -> literal.getValueAs(BigDecimal.class)
                    .longValueExact();
            case FLOAT, DOUBLE -> literal.getValueAs(Double.class);
            case DECIMAL -> literal.getValueAs(BigDecimal.class).setScale(type.scale(), RoundingMode.UNNECESSARY);
            case STRING -> literal.getValueAs(NlsString.class).getValue();
            case BINARY -> Utf8.of(literal.getValueAs(ByteString.class).getBytes());
            case TIME -> Casts.stringToTimestamp(Utf8.of("1970-01-01 " + literal.getValueAs(TimeString.class)), MICROS);
            case DATE -> (long) literal.getValueAs(DateString.class).getDaysSinceEpoch();
            case TIMESTAMP, TIMESTAMP_LTZ -> Casts.stringToTimestamp(
                    Utf8.of(literal.getValueAs(TimestampString.class).toString()), MICROS);
            case INTERVAL_DAY_TIME -> literal.getValueAs(BigDecimal.class)
                    .multiply(MICROS_PER_MILLI)
                    .longValueExact();
            case INTERVAL_YEAR_MONTH -> literal.getValueAs(BigDecimal.class).longValueExact();
            case ARRAY, MAP, ROW -> throw new IllegalStateException("a literal of type " + type);
        };
    }

    /** The value in another type; nothing if it has that type, but for NULLs. */
    Expr cast(Expr value, DataType type) {
        DataType from = value.type();
        if (type.kind().isNested() && !isNull(value) && !NestedValues.isSame(from, type.withNullable(true))) {
            throw new PlanException(
                    "%s cannot become %s".formatted(from.withNullable(true), type.withNullable(true)),
                    "Cast the values inside, such as ARRAY[CAST(a[1] AS …)]; integers widen by themselves.",
                    Optional.empty());
        }
        return cast(value, type, false);
    }

    Expr cast(Expr value, DataType type, boolean safe) {
        DataType from = value.type();
        boolean same = from.withNullable(true).equals(type.withNullable(true))
                || from.kind() == TypeKind.STRING
                        && type.kind() == TypeKind.STRING
                        && from.precision() <= type.precision();
        if (same && !isNull(value)) {
            return value;
        }
        if (value instanceof Expr.Literal literal) {
            Optional<Expr> folded = folded(literal, type);
            if (folded.isPresent()) {
                return folded.get();
            }
        }
        return new Expr.Cast(value, type.withNullable(safe || from.nullable()), safe);
    }

    private static boolean isNull(Expr value) {
        return value instanceof Expr.Literal literal && literal.value().isEmpty();
    }

    private Optional<Expr> folded(Expr.Literal literal, DataType type) {
        if (literal.value().isEmpty()) {
            return Optional.of(new Expr.Literal(Optional.empty(), type.withNullable(true)));
        }
        try {
            return converted(literal.value().get(), literal.type(), type)
                    .map(value -> new Expr.Literal(Optional.of(value), type.withNullable(false)));
        } catch (RowException e) {
            return Optional.empty();
        }
    }

    private Optional<Object> converted(Object value, DataType from, DataType to) {
        if (from.kind() == TypeKind.STRING) {
            return text((String) value, to);
        }
        if (value instanceof Long number && from.kind().isInteger()) {
            return number(BigDecimal.valueOf(number), to);
        }
        if (value instanceof BigDecimal number) {
            return number(number, to);
        }
        boolean finer = from.kind() == to.kind() && from.kind().isTimestamp();
        return finer ? Optional.of(Casts.truncateTimestamp((Long) value, to.precision())) : Optional.empty();
    }

    private Optional<Object> text(String value, DataType to) {
        Utf8 text = Utf8.of(value);
        return switch (to.kind()) {
            case DATE -> Optional.of(Casts.stringToDate(text));
            case TIMESTAMP -> Optional.of(Casts.stringToTimestamp(text, to.precision()));
            case TIMESTAMP_LTZ -> Optional.of(Casts.stringToLtz(context, text, to.precision()));
            case BOOLEAN -> Optional.of(Casts.stringToBoolean(text));
            default -> Optional.empty();
        };
    }

    /** Only without loss, but for the binary value that a DOUBLE has for any decimal number. */
    private static Optional<Object> number(BigDecimal value, DataType to) {
        return switch (to.kind()) {
            case TINYINT -> whole(value, Byte.MAX_VALUE);
            case SMALLINT -> whole(value, Short.MAX_VALUE);
            case INT -> whole(value, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MAX_VALUE);
            case DOUBLE -> Optional.of(value.doubleValue());
            case FLOAT -> Optional.of((double) value.floatValue());
            case DECIMAL -> fits(value, to) ? Optional.of(value.setScale(to.scale())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Object> whole(BigDecimal value, long max) {
        boolean fits = value.stripTrailingZeros().scale() <= 0
                && value.compareTo(BigDecimal.valueOf(max)) <= 0
                && value.compareTo(BigDecimal.valueOf(-max - 1)) >= 0;
        return fits ? Optional.of(value.longValueExact()) : Optional.empty();
    }

    private static boolean fits(BigDecimal value, DataType type) {
        BigDecimal stripped = value.stripTrailingZeros();
        return Math.max(0, stripped.scale()) <= type.scale()
                && stripped.precision() - stripped.scale() <= type.precision() - type.scale();
    }

    /** A constant filled up with blanks, as CHAR has them; empty for what is none. */
    Optional<Expr> padded(Expr value, int length) {
        if (!(value instanceof Expr.Literal literal) || !(literal.value().orElse(null) instanceof String text)) {
            return Optional.empty();
        }
        Utf8 padded = Utf8.of(text);
        Casts.cut(padded, length);
        Casts.pad(padded, length);
        return Optional.of(new Expr.Literal(Optional.of(padded.toString()), DataType.of(TypeKind.STRING, false)));
    }

    /** The arguments of a call, with the casts of constants done. */
    Expr folded(Expr expr) {
        if (expr instanceof Expr.Call call) {
            return new Expr.Call(
                    call.function(), call.arguments().stream().map(this::folded).toList(), call.type());
        }
        return expr instanceof Expr.Cast cast && cast.value() instanceof Expr.Literal
                ? cast(cast.value(), cast.type(), cast.safe())
                : expr;
    }

    /** Minus a constant; empty for what is none, or has no negative in its type. */
    Optional<Expr> negated(Expr value) {
        if (!(value instanceof Expr.Literal literal) || literal.value().isEmpty()) {
            return Optional.empty();
        }
        Object constant = literal.value().get();
        if (constant instanceof Long number) {
            return number == least(literal.type().kind())
                    ? Optional.empty()
                    : Optional.of(new Expr.Literal(Optional.of(-number), literal.type()));
        }
        if (constant instanceof BigDecimal number) {
            return Optional.of(new Expr.Literal(Optional.of(number.negate()), literal.type()));
        }
        return constant instanceof Double number
                ? Optional.of(new Expr.Literal(Optional.of(-number), literal.type()))
                : Optional.empty();
    }

    private static long least(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INT, INTERVAL_YEAR_MONTH -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }
}
