package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;

/** The narrowest type that holds the values of several types: none for a number and text, say. */
public final class CommonType {
    private static final int MAX_DIGITS = 38;

    private CommonType() {}

    /** Of one type or more; nullable if one of them is. */
    public static Optional<DataType> of(List<DataType> types) {
        Optional<DataType> common = Optional.of(types.get(0));
        for (DataType type : types.subList(1, types.size())) {
            common = common.flatMap(left -> of(left, type));
        }
        return common;
    }

    private static Optional<DataType> of(DataType left, DataType right) {
        boolean nullable = left.nullable() || right.nullable();
        Optional<DataType> common = left.kind() == right.kind() ? Optional.of(widest(left, right)) : mixed(left, right);
        return common.map(type -> type.withNullable(nullable));
    }

    private static DataType widest(DataType left, DataType right) {
        if (left.kind() == TypeKind.DECIMAL) {
            return decimal(left, right);
        }
        return left.precision() >= right.precision() ? left : right;
    }

    private static Optional<DataType> mixed(DataType left, DataType right) {
        if (isNumber(left) && isNumber(right)) {
            return Optional.of(number(left, right));
        }
        if (isDay(left) && isDay(right)) {
            TypeKind kind = left.kind() == TypeKind.TIMESTAMP_LTZ || right.kind() == TypeKind.TIMESTAMP_LTZ
                    ? TypeKind.TIMESTAMP_LTZ
                    : TypeKind.TIMESTAMP;
            return Optional.of(new DataType(kind, Math.max(left.precision(), right.precision()), 0, false));
        }
        return Optional.empty();
    }

    private static DataType number(DataType left, DataType right) {
        TypeKind a = left.kind();
        TypeKind b = right.kind();
        if (a.isInteger() && b.isInteger()) {
            return DataType.of(a.compareTo(b) > 0 ? a : b, false);
        }
        if (a.isFloating() || b.isFloating()) {
            boolean single =
                    a != TypeKind.DOUBLE && b != TypeKind.DOUBLE && a != TypeKind.DECIMAL && b != TypeKind.DECIMAL;
            return DataType.of(single ? TypeKind.FLOAT : TypeKind.DOUBLE, false);
        }
        return decimal(asDecimal(left), asDecimal(right));
    }

    /** Keeps the digits before the point where both do not fit. */
    private static DataType decimal(DataType left, DataType right) {
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        int scale = Math.min(Math.max(left.scale(), right.scale()), MAX_DIGITS - whole);
        return DataType.decimal(whole + scale, scale, false);
    }

    private static DataType asDecimal(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> DataType.decimal(3, 0, false);
            case SMALLINT -> DataType.decimal(5, 0, false);
            case INT -> DataType.decimal(10, 0, false);
            case BIGINT -> DataType.decimal(19, 0, false);
            default -> type;
        };
    }

    private static boolean isNumber(DataType type) {
        return type.kind().isInteger() || type.kind().isFloating() || type.kind() == TypeKind.DECIMAL;
    }

    private static boolean isDay(DataType type) {
        return type.kind() == TypeKind.DATE || type.kind().isTimestamp();
    }
}
