package io.sluice.planner.translate;

import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * As what an as-of join compares the values of both inputs: their type has one word whose order is theirs. Doubles get one by {@code
 * POSITION/DOUBLE}.
 */
record AsOfPosition(DataType type) {
    static AsOfPosition of(DataType left, DataType right) {
        if (both(left, right, AsOfPosition::isNumber)) {
            return new AsOfPosition(number(left, right));
        }
        TypeKind a = left.kind();
        TypeKind b = right.kind();
        boolean fits =
                switch (a) {
                    case TIME, DATE, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> true;
                    default -> false;
                };
        if (fits && a == b || a == TypeKind.DATE && b.isTimestamp()) {
            return new AsOfPosition(right);
        }
        if (b == TypeKind.DATE && a.isTimestamp()) {
            return new AsOfPosition(left);
        }
        throw refused(left, right);
    }

    private static boolean both(DataType left, DataType right, Predicate<DataType> test) {
        return test.test(left) && test.test(right);
    }

    private static boolean isNumber(DataType type) {
        return type.kind().isInteger() || isFloating(type) || type.kind() == TypeKind.DECIMAL;
    }

    private static boolean isFloating(DataType type) {
        return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
    }

    private static DataType number(DataType left, DataType right) {
        if (isFloating(left) || isFloating(right)) {
            return DataType.of(TypeKind.DOUBLE, true);
        }
        if (both(left, right, type -> type.kind().isInteger())) {
            return DataType.of(TypeKind.BIGINT, true);
        }
        int scale = Math.max(scale(left), scale(right));
        int digits = Stream.of(left, right)
                .mapToInt(type -> digits(type) - scale(type))
                .max()
                .orElseThrow();
        if (digits + scale > DataType.LONG_DIGITS) {
            throw refused(left, right);
        }
        return DataType.decimal(digits + scale, scale, true);
    }

    private static int scale(DataType type) {
        return type.kind() == TypeKind.DECIMAL ? type.scale() : 0;
    }

    private static int digits(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            default -> type.precision();
        };
    }

    private static RuntimeException refused(DataType left, DataType right) {
        return AsOfJoins.refused(
                "an as-of join by %s and %s is not supported: expected times of one kind, dates, intervals or numbers; DECIMALs of at"
                                .formatted(left.withNullable(true), right.withNullable(true))
                        + " most %d digits, counted with those of the other one".formatted(DataType.LONG_DIGITS));
    }

    /** A value of one of the inputs as what is compared; a column whose word is that already stays itself. */
    Expr of(Expr value) {
        DataType own = value.type();
        boolean sameWord = own.kind() == type.kind() && own.scale() == type.scale()
                || both(own, type, each -> each.kind().isInteger());
        Expr cast = sameWord ? value : new Expr.Cast(value, type.withNullable(own.nullable()), false);
        return type.kind() == TypeKind.DOUBLE
                ? FunctionRegister.bind("POSITION/DOUBLE", List.of(Argument.of(cast)))
                        .orElseThrow()
                        .call(List.of(cast))
                : cast;
    }
}
