package io.sluice.planner.function;

/** Code points, positions and searches in UTF-8. Text is well-formed; what is not is never read beyond its end. */
final class Text {
    private static final int QUOTED = 60;

    private Text() {}

    /** How many code points. */
    static int count(Utf8 text) {
        return count(text.bytes, text.start, text.start + text.length);
    }

    static int count(byte[] bytes, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += isFirst(bytes[i]) ? 1 : 0;
        }
        return count;
    }

    /** Whether a code point starts with this byte. */
    static boolean isFirst(byte value) {
        return (value & 0xC0) != 0x80;
    }

    static boolean isAscii(Utf8 text) {
        int or = 0;
        for (int i = text.start; i < text.start + text.length; i++) {
            or |= text.bytes[i];
        }
        return or >= 0;
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
        for (int i = from; i <= end - wantedLength; i++) {
            if (bytes[i] == first && matches(bytes, i, wanted, wantedStart, wantedLength)) {
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
