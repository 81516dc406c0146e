package io.sluice.sources.column;

import io.sluice.sources.ColumnVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Puts decimals into the lanes of a vector. */
public final class DecimalValue {
    private static final int LONG_BITS = 64;

    private DecimalValue() {}

    /** Rounds half up to the scale of {@code type} and writes the value; false if it has too many digits. */
    public static boolean put(BigDecimal value, ColumnType type, ColumnVector out, int row) {
        // A number such as 1e999999999 must not be written out in digits before it is refused.
        if (value.signum() != 0 && (long) value.precision() - value.scale() > type.precision() - type.scale() + 1L) {
            return false;
        }
        BigDecimal rounded = roundable(value, type.scale()).setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            return false;
        }
        put(rounded.unscaledValue(), type.lane() == ColumnType.Lane.WIDE, out, row);
        return true;
    }

    /** A number that is far below the last digit of the scale is 0, however small. */
    private static BigDecimal roundable(BigDecimal value, int scale) {
        return (long) value.scale() - value.precision() > scale ? BigDecimal.ZERO : value;
    }

    private static void put(BigInteger unscaled, boolean wide, ColumnVector out, int row) {
        out.longs[row] = unscaled.longValue();
        if (wide) {
            out.highs[row] = unscaled.shiftRight(LONG_BITS).longValue();
        }
    }
}
