package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Conversions of numbers that lose nothing, and of bytes that stand for something else. */
final class NumberConversions {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_TEXT = 36;

    /** After so many bytes of a UUID its text has a dash. */
    private static final int DASHES = 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10;

    private NumberConversions() {}

    /** Integers to wider integers, to DOUBLE where all of them are exact, and to DECIMALs with room for all of them. */
    static Optional<Conversion> integers(FileColumn from, ColumnType to) {
        boolean unsigned = from.meaning() == FileColumn.Meaning.UNSIGNED;
        Conversion masked = unsigned && from.digits() == 32 ? NumberConversions::mask : Conversion.NONE;
        if (to.isInterval()) {
            boolean months = to.kind() == Kind.INTERVAL_YEAR_MONTH;
            boolean fits = !unsigned && from.digits() == (months ? 32 : 64);
            return fits ? Optional.of(Conversion.NONE) : Optional.empty();
        }
        if (to.isInteger()) {
            boolean fits = unsigned ? bits(to) > from.digits() : bits(to) >= from.digits();
            return fits ? Optional.of(masked) : Optional.empty();
        }
        if (to.kind() == Kind.DOUBLE && from.digits() <= 32) {
            return Optional.of(masked.then(NumberConversions::toDoubles));
        }
        if (to.kind() == Kind.DECIMAL && to.precision() - to.scale() >= digits(from.digits(), unsigned)) {
            Conversion wide =
                    unsigned && from.digits() == 64 ? NumberConversions::extendUnsigned : NumberConversions::widen;
            return Optional.of(
                    to.lane() == Lane.WIDE
                            ? masked.then(wide).then(scaled(to.scale(), true))
                            : masked.then(scaled(to.scale(), false)));
        }
        return Optional.empty();
    }

    private static int bits(ColumnType to) {
        return switch (to.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INT -> 32;
            default -> 64;
        };
    }

    /** Decimal digits of integers of so many bits. */
    private static int digits(int bits, boolean unsigned) {
        return switch (bits) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            default -> unsigned ? 20 : 19;
        };
    }

    /** DECIMALs to DECIMALs with as many digits before and behind the point or more. */
    static Optional<Conversion> decimals(FileColumn from, ColumnType to) {
        int shift = to.scale() - from.scale();
        if (to.kind() != Kind.DECIMAL || shift < 0 || to.precision() - to.scale() < from.digits() - from.scale()) {
            return Optional.empty();
        }
        boolean wide = to.lane() == Lane.WIDE;
        return switch (from.physical()) {
            case INT32, INT64 -> Optional.of(then(wide ? NumberConversions::widen : Conversion.NONE, shift, wide));
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Optional.of(
                    then(wide ? NumberConversions::wideDecimals : NumberConversions::longDecimals, shift, wide));
            case BOOLEAN, INT96, FLOAT, DOUBLE -> Optional.empty();
        };
    }

    private static Conversion then(Conversion first, int zeros, boolean wide) {
        return zeros == 0 ? first : first.then(scaled(zeros, wide));
    }

    /** Appends zeros; the column has room for them, unless the file has more digits than it says. */
    private static Conversion scaled(int zeros, boolean wide) {
        if (zeros == 0) {
            return Conversion.NONE;
        }
        return (bytes, out, at, count) -> {
            for (int i = at; i < at + count; i++) {
                for (int zero = 0; zero < zeros; zero++) {
                    if (wide) {
                        timesTen(out, i);
                    } else {
                        out.longs[i] = timesTen(out.longs[i]);
                    }
                }
            }
            return bytes;
        };
    }

    private static long timesTen(long value) throws IOException {
        if (Math.multiplyHigh(value, 10L) != value * 10 >> 63) {
            throw tooManyDigits();
        }
        return value * 10;
    }

    private static void timesTen(ColumnVector out, int row) throws IOException {
        long low = out.longs[row];
        long carry = Math.multiplyHigh(low, 10L) + (low >> 63 & 10L);
        long high = out.highs[row] * 10;
        if (Math.multiplyHigh(out.highs[row], 10L) != high >> 63 || (high + carry ^ high) < 0 && high > 0) {
            throw tooManyDigits();
        }
        out.longs[row] = low * 10;
        out.highs[row] = high + carry;
    }

    private static IOException tooManyDigits() {
        return new IOException("a decimal has more digits than its column");
    }

    private static byte[] mask(byte[] bytes, ColumnVector out, int at, int count) {
        long[] longs = out.longs;
        for (int i = at; i < at + count; i++) {
            longs[i] &= 0xFFFF_FFFFL;
        }
        return bytes;
    }

    private static byte[] toDoubles(byte[] bytes, ColumnVector out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            out.doubles[i] = out.longs[i];
        }
        return bytes;
    }

    private static byte[] widen(byte[] bytes, ColumnVector out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            out.highs[i] = out.longs[i] >> 63;
        }
        return bytes;
    }

    private static byte[] extendUnsigned(byte[] bytes, ColumnVector out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            out.highs[i] = 0;
        }
        return bytes;
    }

    /** Big-endian two's complement of any length. */
    private static byte[] longDecimals(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            int length = out.lengths[i];
            long value = length > 0 ? bytes[start] : 0;
            for (int b = 1; b < length; b++) {
                if (value != (value << 8) >> 8) {
                    throw tooManyDigits();
                }
                value = value << 8 | bytes[start + b] & 0xFF;
            }
            out.longs[i] = value;
        }
        return bytes;
    }

    private static byte[] wideDecimals(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            int length = out.lengths[i];
            long low = length > 0 ? bytes[start] : 0;
            long high = low >> 63;
            for (int b = 1; b < length; b++) {
                if (high != (high << 8) >> 8) {
                    throw tooManyDigits();
                }
                high = high << 8 | low >>> 56;
                low = low << 8 | bytes[start + b] & 0xFF;
            }
            out.longs[i] = low;
            out.highs[i] = high;
        }
        return bytes;
    }

    /** Floating-point numbers of 16 bits: a sign, 5 bits of exponent, 10 of fraction. */
    static byte[] halves(byte[] bytes, ColumnVector out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            int bits = bytes[start] & 0xFF | (bytes[start + 1] & 0xFF) << 8;
            int exponent = bits >>> 10 & 0x1F;
            int fraction = bits & 0x3FF;
            double size;
            if (exponent == 0x1F) {
                size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                size = Math.scalb((double) fraction, -24);
            } else {
                size = Math.scalb((double) (fraction | 0x400), exponent - 25);
            }
            out.doubles[i] = (bits & 0x8000) == 0 ? size : -size;
        }
        return bytes;
    }

    /** Sixteen bytes as {@code 01234567-89ab-cdef-0123-456789abcdef}. */
    static byte[] uuids(byte[] bytes, ColumnVector out, int at, int count) {
        byte[] text = new byte[count * UUID_TEXT];
        int to = 0;
        for (int i = at; i < at + count; i++) {
            int start = out.starts[i];
            out.starts[i] = to;
            out.lengths[i] = UUID_TEXT;
            for (int b = 0; b < 16; b++) {
                if ((DASHES >>> b & 1) == 1) {
                    text[to++] = '-';
                }
                text[to++] = HEX[bytes[start + b] >>> 4 & 0xF];
                text[to++] = HEX[bytes[start + b] & 0xF];
            }
        }
        return text;
    }
}
