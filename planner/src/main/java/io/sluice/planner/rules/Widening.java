package io.sluice.planner.rules;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;

/** Casts under which different values stay different. */
public final class Widening {
    private static final int BIGINT_DIGITS = 19;

    private Widening() {}

    /** Only the room for a value grows; its kind, or that of integers, stays. */
    public static boolean isSameKind(DataType from, DataType to) {
        TypeKind a = from.kind();
        TypeKind b = to.kind();
        if (a.isInteger()) {
            return b.isInteger() && b.compareTo(a) >= 0;
        }
        if (a != b) {
            return false;
        }
        if (a == TypeKind.DECIMAL) {
            return to.scale() >= from.scale() && to.precision() - to.scale() >= from.precision() - from.scale();
        }
        return to.precision() >= from.precision();
    }

    /** Each value of one type has a value of its own in the other. */
    public static boolean keepsApart(DataType from, DataType to) {
        if (isSameKind(from, to)) {
            return true;
        }
        return switch (from.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> to.kind() == TypeKind.STRING && to.precision() == DataType.UNBOUNDED
                    || to.kind() == TypeKind.DOUBLE && from.kind() != TypeKind.BIGINT
                    || to.kind() == TypeKind.DECIMAL && to.precision() - to.scale() >= BIGINT_DIGITS;
            case DATE -> to.kind() == TypeKind.TIMESTAMP;
            case FLOAT -> to.kind() == TypeKind.DOUBLE;
            default -> false;
        };
    }
}
