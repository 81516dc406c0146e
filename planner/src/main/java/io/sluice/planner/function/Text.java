package io.sluice.planner.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Code points, positions and searches in UTF-8. Text is well-formed; what is not is never read beyond its end. */
final class Text {
    private static final int QUOTED = 60;

    /** Eight bytes at a time, the first one lowest. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private Text() {}

    /** How many code points. */
    static int count(Utf8 text) {
        return count(text.bytes, text.start, text.start + text.length);
    }

    /** Bytes that begin with the bits 10 start none. */
    static int count(byte[] bytes, int start, int end) {
        int count = 0;
        int i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, i);
            count += Long.BYTES - Long.bitCount(eight & ~(eight << 1) & HIGHEST_BITS);
        }
        for (; i < end; i++) {
            count += isFirst(bytes[i]) ? 1 : 0;
        }
        return count;
    }

    /** Whether a code point starts with this byte. */
    static boolean isFirst(byte value) {
        return (value & 0xC0) != 0x80;
    }

    static boolean isAscii(Utf8 text) {
        int end = text.start + text.length;
        int i = text.start;
        long or = 0;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            or |= (long) EIGHT.get(text.bytes, i);
        }
        for (; i < end; i++) {
            or |= text.bytes[i] & 0x80;
        }
        return (or & HIGHEST_BITS) == 0;
    }

    /** Bytes of the code point that starts there, up to {@code end}. */
    static int width(byte[] bytes, int at, int end) {
        int i = at + 1;
        while (i < end && !isFirst(bytes[i])) {
            i++;
        }
        return i - at;
    }

    /** The code point that starts there. */
    static int codePoint(byte[] bytes, int at, int end) {
        int first = bytes[at];
        if (first >= 0) {
            return first;
        }
        int width = width(bytes, at, end);
        int value = width == 2 ? first & 0x1F : width == 3 ? first & 0x0F : first & 0x07;
        for (int i = at + 1; i < at + width; i++) {
            value = value << 6 | bytes[i] & 0x3F;
        }
        return value;
    }

    /** Appends a code point. */
    static void append(int codePoint, Utf8 out) {
        if (codePoint < 0x80) {
            out.append((byte) codePoint);
        } else if (codePoint < 0x800) {
            out.append((byte) (0xC0 | codePoint >> 6));
            out.append((byte) (0x80 | codePoint & 0x3F));
        } else if (codePoint < 0x10000) {
            out.append((byte) (0xE0 | codePoint >> 12));
            out.append((byte) (0x80 | codePoint >> 6 & 0x3F));
            out.append((byte) (0x80 | codePoint & 0x3F));
        } else {
            out.append((byte) (0xF0 | codePoint >> 18));
            out.append((byte) (0x80 | codePoint >> 12 & 0x3F));
            out.append((byte) (0x80 | codePoint >> 6 & 0x3F));
            out.append((byte) (0x80 | codePoint & 0x3F));
        }
    }

    /** Where the code point after {@code count} others starts, from {@code at}; at most {@code end}. */
    static int skip(byte[] bytes, int at, int end, long count) {
        if (count >= end - at) {
            return end;
        }
        int i = at;
        for (long left = count; left > 0 && i < end; left--) {
            i++;
            while (i < end && !isFirst(bytes[i])) {
                i++;
            }
        }
        return i;
    }

    /** How many bytes the first {@code length} code points have. */
    static int prefixBytes(Utf8 text, long length) {
        return skip(text.bytes, text.start, text.start + text.length, Math.max(0, length)) - text.start;
    }

    /** Where {@code wanted} starts in {@code bytes}, from {@code from} on, or −1; empty text is found at once. */
    static int find(byte[] bytes, int from, int end, Utf8 wanted) {
        return find(bytes, from, end, wanted.bytes, wanted.start, wanted.length);
    }

    static int find(byte[] bytes, int from, int end, byte[] wanted, int wantedStart, int wantedLength) {
        if (wantedLength == 0) {
            return from;
        }
        byte first = wanted[wantedStart];
        int starts = end - wantedLength + 1;
        for (int i = find(bytes, from, starts, first); i >= 0; i = find(bytes, i + 1, starts, first)) {
            if (wantedLength == 1 || matches(bytes, i + 1, wanted, wantedStart + 1, wantedLength - 1)) {
                return i;
            }
        }
        return -1;
    }

    /** Where a byte is, or −1. */
    static int find(byte[] bytes, int from, int end, byte wanted) {
        long eightTimes = (wanted & 0xFFL) * LOWEST_BITS;
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long different = (long) EIGHT.get(bytes, i) ^ eightTimes;
            long equal = different - LOWEST_BITS & ~different & HIGHEST_BITS;
            if (equal != 0) {
                return i + (Long.numberOfTrailingZeros(equal) >>> 3);
            }
        }
        for (; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static boolean matches(byte[] bytes, int at, byte[] wanted, int wantedStart, int wantedLength) {
        for (int i = 0; i < wantedLength; i++) {
            if (bytes[at + i] != wanted[wantedStart + i]) {
                return false;
            }
        }
        return true;
    }

    /** For messages: in quotes, and cut where it is long. */
    static String quoted(Utf8 text) {
        int bytes = prefixBytes(text, QUOTED);
        String shown = new Utf8(text.bytes, text.start, bytes).toString();
        return bytes < text.length ? "'" + shown + "…'" : "'" + shown + "'";
    }
}
