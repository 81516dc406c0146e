package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
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
        Optional<DataType> common = left.kind().isNested()
                ? nested(left, right)
                : left.kind() == right.kind() ? Optional.of(widest(left, right)) : mixed(left, right);
        return common.map(type -> type.withNullable(nullable));
    }

    /** Only where values of both are values of the common type as they are. */
    private static Optional<DataType> nested(DataType left, DataType right) {
        if (left.kind() != right.kind()
                || left.children().size() != right.children().size()) {
            return Optional.empty();
        }
        List<Column> children = new ArrayList<>();
        for (int i = 0; i < left.children().size(); i++) {
            Column child = left.children().get(i);
            Optional<DataType> type = of(child.type(), right.children().get(i).type());
            if (type.isEmpty()) {
                return Optional.empty();
            }
            children.add(new Column(child.name(), type.get()));
        }
        DataType common = new DataType(left.kind(), 0, 0, true, children);
        return Optional.of(common).filter(type -> NestedValues.isSame(left, type) && NestedValues.isSame(right, type));
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
