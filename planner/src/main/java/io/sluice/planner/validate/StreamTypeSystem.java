package io.sluice.planner.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The limits of types and the types of results: DECIMAL to 38 digits, times to microseconds, SUM of integers BIGINT, AVG
 * of integers DOUBLE, and Flink's rules for the arithmetic of DECIMALs.
 */
final class StreamTypeSystem extends RelDataTypeSystemImpl {
    private static final int MAX_DIGITS = 38;
    private static final int LEAST_SCALE = 6;
    private static final int MAX_FRACTION = 6;

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> MAX_DIGITS;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_FRACTION;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? MAX_DIGITS : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> 10;
            case VARCHAR, VARBINARY -> Integer.MAX_VALUE;
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_FRACTION;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
                    case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, argument.getScale());
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case DECIMAL -> factory.createSqlType(
                            SqlTypeName.DECIMAL, MAX_DIGITS, Math.max(LEAST_SCALE, argument.getScale()));
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveDecimalPlusType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!areDecimal(left, right)) {
            return null;
        }
        Digits a = Digits.of(left);
        Digits b = Digits.of(right);
        int scale = Math.max(a.scale, b.scale);
        return limited(factory, Math.max(a.whole(), b.whole()) + 1, scale);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!areDecimal(left, right)) {
            return null;
        }
        Digits a = Digits.of(left);
        Digits b = Digits.of(right);
        int scale = a.scale + b.scale;
        return limited(factory, a.precision + b.precision + 1 - scale, scale);
    }

    @Override
    public RelDataType deriveDecimalDivideType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!areDecimal(left, right)) {
            return null;
        }
        Digits a = Digits.of(left);
        Digits b = Digits.of(right);
        return limited(factory, a.whole() + b.scale, Math.max(LEAST_SCALE, a.scale + b.precision + 1));
    }

    @Override
    public RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!areDecimal(left, right)) {
            return null;
        }
        Digits a = Digits.of(left);
        Digits b = Digits.of(right);
        return limited(factory, Math.min(a.whole(), b.whole()), Math.max(a.scale, b.scale));
    }

    /** Beyond 38 digits those after the point give way, but for six. */
    private static RelDataType limited(RelDataTypeFactory factory, int whole, int scale) {
        if (whole + scale <= MAX_DIGITS) {
            return factory.createSqlType(SqlTypeName.DECIMAL, Math.max(1, whole + scale), scale);
        }
        int kept = Math.max(MAX_DIGITS - whole, Math.min(scale, LEAST_SCALE));
        return factory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, kept);
    }

    private static boolean areDecimal(RelDataType left, RelDataType right) {
        boolean one = left.getSqlTypeName() == SqlTypeName.DECIMAL || right.getSqlTypeName() == SqlTypeName.DECIMAL;
        return one && Digits.isExact(left) && Digits.isExact(right);
    }

    /** Digits of an exact number: all, and those after the point. */
    private record Digits(int precision, int scale) {
        static boolean isExact(RelDataType type) {
            return SqlTypeName.EXACT_TYPES.contains(type.getSqlTypeName());
        }

        static Digits of(RelDataType type) {
            return switch (type.getSqlTypeName()) {
                case TINYINT -> new Digits(3, 0);
                case SMALLINT -> new Digits(5, 0);
                case INTEGER -> new Digits(10, 0);
                case BIGINT -> new Digits(19, 0);
                default -> new Digits(type.getPrecision(), type.getScale());
            };
        }

        int whole() {
            return precision - scale;
        }
    }
}
