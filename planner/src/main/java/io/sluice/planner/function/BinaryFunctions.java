package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.binary;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.function.Parameter.textOrBytes;
import static io.sluice.planner.plan.TypeKind.BINARY;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.util.Base64;
import java.util.List;

/** Functions that make or take bytes: encodings of text, and sizes. */
public final class BinaryFunctions {
    private BinaryFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Bytes",
                BinaryFunctions.class,
                entry("ENCODE", "encode")
                        .takes(text("s"), text("charset"))
                        .prepares(1, TextCharset.class)
                        .checks(1, TextCharset::check)
                        .gives(BINARY)
                        .says(
                                "ENCODE(s, charset)",
                                "The bytes of a text in US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE or UTF-16LE; "
                                        + "? for what it has not.")
                        .shows("HEX(ENCODE('é', 'UTF-16BE'))", "00E9"),
                entry("DECODE", "decode")
                        .takes(binary("b"), text("charset"))
                        .prepares(1, TextCharset.class)
                        .checks(1, TextCharset::check)
                        .gives(STRING)
                        .says("DECODE(b, charset)", "The text of bytes; U+FFFD for what is none.")
                        .shows("DECODE(ENCODE('é', 'UTF-8'), 'UTF-8')", "é"),
                entry("UNHEX", "unhex")
                        .takes(text("s"))
                        .nullable()
                        .gives(BINARY)
                        .says(
                                "UNHEX(s)",
                                "The bytes that are written in hexadecimal; NULL if they are not. The first of an odd "
                                        + "number of digits is read as 00.")
                        .shows("HEX(UNHEX('c3A9'))", "C3A9")
                        .shows("HEX(UNHEX('ABC'))", "00BC")
                        .shows("UNHEX('xy')", "NULL"),
                entry("TRY_TO_BINARY", "tryToBinary")
                        .takes(text("s"), text("format").or("hex"))
                        .nullable()
                        .gives(BINARY)
                        .says(
                                "TRY_TO_BINARY(s [, format])",
                                "The bytes that are written as hex, base64 or utf-8; NULL if they are not.")
                        .shows("HEX(TRY_TO_BINARY('ABC'))", "0ABC"),
                entry("CONCAT/BINARY", "concat")
                        .grammar("||")
                        .takes(binary("left"), binary("right"))
                        .gives(BINARY)
                        .says("left || right", "One after the other.")
                        .shows("HEX(UNHEX('AB') || UNHEX('CD'))", "ABCD"),
                entry("LENGTH", "characters")
                        .takes(text("s"))
                        .gives(INT)
                        .says("LENGTH(s)", "How many characters, or bytes of BYTES.")
                        .shows("LENGTH('😀a')", "2"),
                entry("LENGTH/BINARY", "bytes")
                        .takes(binary("s"))
                        .gives(INT)
                        .says("LENGTH(s)", "How many characters, or bytes of BYTES.")
                        .shows("LENGTH(UNHEX('C3A9'))", "2"),
                entry("OCTET_LENGTH", "bytes")
                        .takes(textOrBytes("s"))
                        .gives(INT)
                        .says("OCTET_LENGTH(s)", "How many bytes, of a text in UTF-8.")
                        .shows("OCTET_LENGTH('é')", "2"),
                entry("BIT_LENGTH", "bits")
                        .takes(textOrBytes("s"))
                        .gives(INT)
                        .says("BIT_LENGTH(s)", "How many bits, of a text in UTF-8.")
                        .shows("BIT_LENGTH('é')", "16"));
    }

    public static void encode(Utf8 text, TextCharset charset, Utf8 out) {
        byte[] bytes = text.toString().getBytes(charset.charset());
        out.append(bytes, 0, bytes.length);
    }

    public static void decode(Utf8 bytes, TextCharset charset, Utf8 out) {
        out.append(new String(bytes.bytes, bytes.start, bytes.length, charset.charset()));
    }

    public static boolean unhex(Utf8 text, Utf8 out) {
        boolean odd = text.length % 2 == 1;
        if (odd && digit(text, 0) < 0) {
            return false;
        }
        if (odd) {
            out.append((byte) 0);
        }
        return appendPairs(text, odd ? 1 : 0, out);
    }

    private static boolean appendPairs(Utf8 text, int from, Utf8 out) {
        for (int i = from; i < text.length; i += 2) {
            int high = digit(text, i);
            int low = digit(text, i + 1);
            if (high < 0 || low < 0) {
                return false;
            }
            out.append((byte) (high << 4 | low));
        }
        return true;
    }

    private static int digit(Utf8 text, int index) {
        byte value = text.bytes[text.start + index];
        return value < 0 ? -1 : Character.digit(value, 16);
    }

    public static boolean tryToBinary(Utf8 text, Utf8 format, Utf8 out) {
        switch (format.toString()) {
            case "utf-8", "utf8", "UTF-8", "UTF8" -> {
                out.append(text);
                return true;
            }
            case "base64", "BASE64" -> {
                return unbase64(text, out);
            }
            case "hex", "HEX" -> {
                return evenHex(text, out);
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean evenHex(Utf8 text, Utf8 out) {
        boolean odd = text.length % 2 == 1;
        int first = odd ? digit(text, 0) : 0;
        if (first < 0) {
            return false;
        }
        if (odd) {
            out.append((byte) first);
        }
        return appendPairs(text, odd ? 1 : 0, out);
    }

    private static boolean unbase64(Utf8 text, Utf8 out) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text.toBytes());
            out.append(decoded, 0, decoded.length);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static void concat(Utf8 left, Utf8 right, Utf8 out) {
        out.append(left).append(right);
    }

    public static long characters(Utf8 text) {
        return Text.count(text);
    }

    public static long bytes(Utf8 value) {
        return value.length;
    }

    public static long bits(Utf8 value) {
        return 8L * value.length;
    }
}
