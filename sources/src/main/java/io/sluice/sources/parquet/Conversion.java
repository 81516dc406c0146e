package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Optional;

/** Turns values as they are stored into those of the table's column, in place, many at a time. */
interface Conversion {
    Conversion NONE = (bytes, out, at, count) -> {};

    /** {@code bytes} is what slices point into. */
    void apply(byte[] bytes, ColumnVector out, int at, int count) throws IOException;

    /** Whether what is not less as it is stored is not less as a value of the table. */
    default boolean keepsOrder() {
        return true;
    }

    /** How to read {@code from} as {@code to}; empty if the types do not fit. */
    static Optional<Conversion> between(FileColumn from, ColumnType to, TimestampRules rules) {
        return switch (from.meaning()) {
            case BOOLEAN -> when(to.kind() == Kind.BOOLEAN, NONE);
            case SIGNED -> when(to.isInteger() && bits(to) >= from.digits(), NONE);
            case UNSIGNED -> when(
                    to.isInteger() && bits(to) > from.digits(), from.digits() == 32 ? Conversion::mask : NONE);
            case FLOAT -> when(to.kind() == Kind.FLOAT || to.kind() == Kind.DOUBLE, NONE);
            case DOUBLE -> when(to.kind() == Kind.DOUBLE, NONE);
            case STRING -> when(to.kind() == Kind.STRING, NONE);
            case DATE -> when(to.kind() == Kind.DATE, NONE);
            case DECIMAL -> decimal(from, to);
            case WALL_TIME, INSTANT, NANO_TIME -> when(to.isTimestamp(), new TimestampConversion(from, to, rules));
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Conversion> when(boolean fits, Conversion conversion) {
        return fits ? Optional.of(conversion) : Optional.empty();
    }

    private static int bits(ColumnType to) {
        return switch (to.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INT -> 32;
            case BIGINT -> 64;
            default -> 0;
        };
    }

    private static void mask(byte[] bytes, ColumnVector out, int at, int count) {
        long[] longs = out.longs;
        for (int i = at; i < at + count; i++) {
            longs[i] &= 0xFFFF_FFFFL;
        }
    }

    private static Optional<Conversion> decimal(FileColumn from, ColumnType to) {
        if (to.kind() != Kind.DECIMAL || to.scale() != from.scale() || to.precision() < from.digits()) {
            return Optional.empty();
        }
        boolean wide = to.lane() == Lane.WIDE;
        return switch (from.physical()) {
            case INT32, INT64 -> Optional.of(wide ? Conversion::widen : NONE);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Optional.of(
                    wide ? Conversion::wideDecimals : Conversion::longDecimals);
            case BOOLEAN, INT96, FLOAT, DOUBLE -> Optional.empty();
        };
    }

    private static void widen(byte[] bytes, ColumnVector out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            out.highs[i] = out.longs[i] >> 63;
        }
    }

    /** Big-endian two's complement of any length. */
    private static void longDecimals(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            int length = out.lengths[i];
            long value = length > 0 ? bytes[start] : 0;
            for (int b = 1; b < length; b++) {
                if (value != (value << 8) >> 8) {
                    throw new IOException("a decimal has more digits than its column");
                }
                value = value << 8 | bytes[start + b] & 0xFF;
            }
            out.longs[i] = value;
        }
    }

    private static void wideDecimals(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            int length = out.lengths[i];
            long low = length > 0 ? bytes[start] : 0;
            long high = low >> 63;
            for (int b = 1; b < length; b++) {
                if (high != (high << 8) >> 8) {
                    throw new IOException("a decimal has more digits than its column");
                }
                high = high << 8 | low >>> 56;
                low = low << 8 | bytes[start + b] & 0xFF;
            }
            out.longs[i] = low;
            out.highs[i] = high;
        }
    }
}
