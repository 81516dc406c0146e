package io.sluice.sources.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tests bytes for being text. */
public final class Utf8Text {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8Text() {}

    public static boolean isAscii(byte[] text, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (((long) WORD.get(text, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (text[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are whole characters of UTF-8: no overlong forms, no surrogates, none beyond U+10FFFF. */
    public static boolean isValid(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            int first = text[at];
            if (first >= 0) {
                at++;
                continue;
            }
            int more = more(first & 0xFF);
            if (more == 0 || to - at <= more) {
                return false;
            }
            int point = first & 0x3F >> more;
            for (int i = 1; i <= more; i++) {
                int next = text[at + i];
                if ((next & 0xC0) != 0x80) {
                    return false;
                }
                point = point << 6 | next & 0x3F;
            }
            boolean overlong = more == 2 && point < 0x800 || more == 3 && point < 0x10000;
            if (overlong || point >= 0xD800 && point <= 0xDFFF || point > 0x10FFFF) {
                return false;
            }
            at += more + 1;
        }
        return true;
    }

    /** Bytes that follow a first byte; 0 if it cannot be one. */
    private static int more(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 1;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 2;
        }
        return first >= 0xF0 && first <= 0xF4 ? 3 : 0;
    }
}
