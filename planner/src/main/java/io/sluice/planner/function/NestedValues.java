package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * ARRAY, MAP and ROW as one slice of bytes; equal values of ARRAY and ROW have equal bytes.
 *
 * <pre>
 * ARRAY  count(4) value…            value  0                  NULL
 * MAP    count(4) (value value)…           1 byte             BOOLEAN
 * ROW    value…                            2 word(8)          integers, times, intervals, DECIMAL of up to 18 digits,
 *                                                             FLOAT and DOUBLE (the bits; one NaN, no −0.0)
 *                                          3 low(8) high(8)   DECIMAL of more digits
 *                                          4 length(4) bytes  text, bytes, and nested values in this encoding
 * </pre>
 *
 * Numbers are little-endian. A value tells its size, so that it can be passed without its type; a wider integer, FLOAT as
 * DOUBLE, and a type that takes NULL have the same bytes. A position is an index of {@link Utf8#bytes}; −1 is that of no
 * value, and reads as NULL.
 */
public final class NestedValues {
    private static final byte NULL = 0;
    private static final byte BOOLEAN = 1;
    private static final byte WORD = 2;
    private static final byte WIDE = 3;
    private static final byte SLICE = 4;
    private static final int SLICE_HEAD = 1 + Integer.BYTES;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle COUNTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private NestedValues() {}

    public static void appendCount(int count, Utf8 out) {
        out.reserve(Integer.BYTES);
        COUNTS.set(out.bytes, out.length, count);
        out.length += Integer.BYTES;
    }

    /** Sets the number of elements or entries of a value whose count was appended first. */
    public static void setCount(int count, Utf8 out) {
        COUNTS.set(out.bytes, out.start, count);
    }

    public static void appendNull(Utf8 out) {
        out.append(NULL);
    }

    public static void appendBoolean(boolean value, Utf8 out) {
        out.append(BOOLEAN).append((byte) (value ? 1 : 0));
    }

    public static void appendLong(long value, Utf8 out) {
        out.append(WORD);
        appendWord(value, out);
    }

    public static void appendDouble(double value, Utf8 out) {
        appendLong(Double.doubleToLongBits(value + 0.0), out);
    }

    /** Of more than 18 digits, in the scale of its type. */
    public static void appendDecimal(BigDecimal value, Utf8 out) {
        BigInteger unscaled = value.unscaledValue();
        appendWide(unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue(), out);
    }

    public static void appendWide(long low, long high, Utf8 out) {
        out.append(WIDE);
        appendWord(low, out);
        appendWord(high, out);
    }

    private static void appendWord(long value, Utf8 out) {
        out.reserve(Long.BYTES);
        WORDS.set(out.bytes, out.length, value);
        out.length += Long.BYTES;
    }

    public static void appendSlice(Utf8 value, Utf8 out) {
        appendSlice(value.bytes, value.start, value.length, out);
    }

    public static void appendSlice(byte[] bytes, int start, int length, Utf8 out) {
        out.append(SLICE);
        appendCount(length, out);
        out.append(bytes, start, length);
    }

    /** A value as it is encoded. */
    public static void appendValue(Utf8 in, int at, Utf8 out) {
        out.append(in.bytes, at, skip(in.bytes, at) - at);
    }

    /** Begins a slice whose bytes are appended next, up to {@link #endSlice} with what this returns. */
    public static int beginSlice(Utf8 out) {
        out.append(SLICE);
        appendCount(0, out);
        return out.length;
    }

    public static void endSlice(int begin, Utf8 out) {
        COUNTS.set(out.bytes, begin - Integer.BYTES, out.length - begin);
    }

    /** Of an ARRAY its elements, of a MAP its entries. */
    public static int count(Utf8 in) {
        return (int) COUNTS.get(in.bytes, in.start);
    }

    /** The position of an ARRAY's first element, or of a MAP's first key. */
    public static int first(Utf8 in) {
        return in.start + Integer.BYTES;
    }

    /** The position behind a value. */
    public static int skip(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case NULL -> at + 1;
            case BOOLEAN -> at + 2;
            case WORD -> at + 1 + Long.BYTES;
            case WIDE -> at + 1 + 2 * Long.BYTES;
            default -> at + SLICE_HEAD + (int) COUNTS.get(bytes, at + 1);
        };
    }

    /** The position of a ROW's field, counted from 0. */
    public static int field(Utf8 row, int index) {
        int at = row.start;
        for (int i = 0; i < index; i++) {
            at = skip(row.bytes, at);
        }
        return at;
    }

    /** The position of an ARRAY's element, counted from 1; −1 if there is none. */
    public static int element(Utf8 array, long index) {
        if (index < 1 || index > count(array)) {
            return -1;
        }
        int at = first(array);
        for (long i = 1; i < index; i++) {
            at = skip(array.bytes, at);
        }
        return at;
    }

    /** The position of a MAP's value; −1 if there is none. {@code key} is one encoded value. */
    public static int find(Utf8 map, Utf8 key) {
        int at = first(map);
        int found = -1;
        for (int i = count(map); i > 0; i--) {
            int value = skip(map.bytes, at);
            if (equal(map.bytes, at, value, key)) {
                found = value;
            }
            at = skip(map.bytes, value);
        }
        return found;
    }

    static boolean equal(byte[] bytes, int from, int to, Utf8 value) {
        return to - from == value.length
                && Arrays.equals(bytes, from, to, value.bytes, value.start, value.start + value.length);
    }

    /** Keeps of entries with the same key the last one, at the place of the first. Fails on a NULL as a key. */
    public static void finishMap(Utf8 map) {
        int count = count(map);
        int[] keys = new int[count + 1];
        int at = first(map);
        boolean repeats = false;
        for (int i = 0; i < count; i++) {
            if (map.bytes[at] == NULL) {
                throw new RowException("a key of a MAP is NULL", "Leave such entries out, or write COALESCE(key, …).");
            }
            keys[i] = at;
            int value = skip(map.bytes, at);
            for (int j = 0; j < i && !repeats; j++) {
                repeats = Arrays.equals(map.bytes, keys[j], skip(map.bytes, keys[j]), map.bytes, at, value);
            }
            at = skip(map.bytes, value);
        }
        if (repeats) {
            keys[count] = at;
            keepLast(map, keys, count);
        }
    }

    private static void keepLast(Utf8 map, int[] keys, int count) {
        Utf8 kept = new Utf8();
        int entries = 0;
        Utf8 key = new Utf8();
        for (int i = 0; i < count; i++) {
            int value = skip(map.bytes, keys[i]);
            key.set(map.bytes, keys[i], value - keys[i]);
            boolean known = false;
            for (int j = 0; j < i; j++) {
                known |= equal(map.bytes, keys[j], skip(map.bytes, keys[j]), key);
            }
            if (!known) {
                kept.append(key);
                appendValue(map, find(map, key), kept);
                entries++;
            }
        }
        map.clear();
        appendCount(entries, map);
        map.append(kept);
    }

    public static boolean isNull(Utf8 in, int at) {
        return at < 0 || in.bytes[at] == NULL;
    }

    public static boolean booleanAt(Utf8 in, int at) {
        return in.bytes[at + 1] != 0;
    }

    public static long longAt(Utf8 in, int at) {
        return (long) WORDS.get(in.bytes, at + 1);
    }

    public static double doubleAt(Utf8 in, int at) {
        return Double.longBitsToDouble(longAt(in, at));
    }

    public static long highAt(Utf8 in, int at) {
        return (long) WORDS.get(in.bytes, at + 1 + Long.BYTES);
    }

    /** Of a DECIMAL of more than 18 digits. */
    public static BigDecimal decimalAt(Utf8 in, int at, int scale) {
        BigInteger high = BigInteger.valueOf(highAt(in, at)).shiftLeft(Long.SIZE);
        BigInteger low = BigInteger.valueOf(longAt(in, at));
        return new BigDecimal(high.add(low.signum() < 0 ? low.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : low), scale);
    }

    /** Makes {@code view} show the bytes of a text or of a nested value; returns it. */
    public static Utf8 sliceAt(Utf8 in, int at, Utf8 view) {
        return view.set(in.bytes, at + SLICE_HEAD, (int) COUNTS.get(in.bytes, at + 1));
    }

    /** The order of two slices by unsigned bytes. */
    static int compareSlices(Utf8 in, int left, Utf8 other, int right) {
        return Arrays.compareUnsigned(
                in.bytes,
                left + SLICE_HEAD,
                skip(in.bytes, left),
                other.bytes,
                right + SLICE_HEAD,
                skip(other.bytes, right));
    }

    /** Whether the bytes of a value of one type are those of the same value of the other, as a cast leaves it. */
    public static boolean isSame(DataType from, DataType to) {
        TypeKind kind = from.kind();
        boolean widens = kind.isInteger() && to.kind().isInteger() && kind.compareTo(to.kind()) <= 0
                || kind == TypeKind.FLOAT && to.kind() == TypeKind.DOUBLE;
        if (widens) {
            return true;
        }
        if (kind != to.kind()) {
            return false;
        }
        return switch (kind) {
            case DECIMAL -> from.scale() == to.scale()
                    && from.isWide() == to.isWide()
                    && from.precision() <= to.precision();
            case STRING, BINARY, TIME, TIMESTAMP, TIMESTAMP_LTZ -> from.precision() <= to.precision();
            case ARRAY, MAP, ROW -> areSame(from.children(), to.children());
            default -> true;
        };
    }

    private static boolean areSame(List<Column> from, List<Column> to) {
        boolean same = from.size() == to.size();
        for (int i = 0; same && i < from.size(); i++) {
            DataType given = from.get(i).type();
            DataType taken = to.get(i).type();
            same = isSame(given, taken) && (taken.nullable() || !given.nullable());
        }
        return same;
    }
}
