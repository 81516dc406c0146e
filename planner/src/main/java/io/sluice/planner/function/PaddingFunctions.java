package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BINARY;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.util.List;
import java.util.Set;

/** Trimming and padding of text. What is trimmed is a set of characters. */
public final class PaddingFunctions {
    private static final int PAD_LIMIT = 1 << 26;

    private PaddingFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Text",
                PaddingFunctions.class,
                entry("BTRIM", "trimBoth")
                        .takes(text("s"), text("characters").or(" "))
                        .gives(STRING)
                        .says("BTRIM(s [, characters])", "Without any of these characters, or blanks, at both ends.")
                        .shows("BTRIM('  a ')", "a"),
                entry("LTRIM", "trimLeading")
                        .takes(text("s"), text("characters").or(" "))
                        .gives(STRING)
                        .says("LTRIM(s [, characters])", "Without any of these characters, or blanks, at the start.")
                        .shows("LTRIM('xyxa', 'xy')", "a"),
                entry("RTRIM", "trimTrailing")
                        .takes(text("s"), text("characters").or(" "))
                        .gives(STRING)
                        .says("RTRIM(s [, characters])", "Without any of these characters, or blanks, at the end.")
                        .shows("RTRIM('a  ')", "a"),
                trim("TRIM/BOTH", "trimBoth", "BOTH").shows("TRIM(BOTH 'x' FROM 'xax')", "a"),
                trim("TRIM/LEADING", "trimLeading", "LEADING").shows("TRIM(LEADING 'xy' FROM 'xyxa')", "a"),
                trim("TRIM/TRAILING", "trimTrailing", "TRAILING").shows("TRIM(TRAILING 'x' FROM 'xax')", "xa"),
                entry("LPAD", "padLeft")
                        .takes(text("s"), integer("length"), text("pad"))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "LPAD(s, length, pad)",
                                "Filled up at the start, or cut at the end, to a length; "
                                        + "NULL if that is negative or the pad is empty.")
                        .shows("LPAD('hi', 5, 'ab')", "abahi")
                        .shows("LPAD('hi', 1, '??')", "h"),
                entry("RPAD", "padRight")
                        .takes(text("s"), integer("length"), text("pad"))
                        .nullable()
                        .gives(STRING)
                        .says("RPAD(s, length, pad)", "As LPAD, but filled up at the end.")
                        .shows("RPAD('hi', 5, 'ab')", "hiaba"),
                entry("CAST/CHAR", "castToChar")
                        .grammar("CAST/CHAR")
                        .takes(text("s"), integer("length"))
                        .gives(STRING)
                        .says("CAST(s AS CHAR(length))", "Cut, or filled up with blanks, to a length.")
                        .shows("CAST('a' AS CHAR(3)) || '|'", "a  |"),
                entry("CAST/BINARY", "castToBinary")
                        .grammar("CAST/BINARY")
                        .takes(Parameter.of("b", Set.of(BINARY)), integer("length"))
                        .gives(BINARY)
                        .says("CAST(b AS BINARY(length))", "Cut, or filled up with bytes that are 0, to a length.")
                        .shows("CAST(CAST(CAST('abc' AS BYTES) AS BINARY(2)) AS VARCHAR)", "ab"));
    }

    private static Entry trim(String name, String method, String side) {
        return entry(name, method)
                .grammar(name)
                .takes(text("s"), text("characters").or(" "))
                .gives(STRING)
                .says("TRIM([" + side + " [characters] FROM] s)", "Without any of these characters, or blanks, there.");
    }

    public static void trimBoth(Utf8 text, Utf8 characters, Utf8 out) {
        int end = trimmedEnd(text, text.start, characters);
        int start = trimmedStart(text, end, characters);
        out.append(text.bytes, start, end - start);
    }

    public static void trimLeading(Utf8 text, Utf8 characters, Utf8 out) {
        int end = text.start + text.length;
        int start = trimmedStart(text, end, characters);
        out.append(text.bytes, start, end - start);
    }

    public static void trimTrailing(Utf8 text, Utf8 characters, Utf8 out) {
        out.append(text.bytes, text.start, trimmedEnd(text, text.start, characters) - text.start);
    }

    private static int trimmedStart(Utf8 text, int end, Utf8 characters) {
        int at = text.start;
        while (at < end) {
            int width = Text.width(text.bytes, at, end);
            if (!contains(characters, text.bytes, at, width)) {
                break;
            }
            at += width;
        }
        return at;
    }

    private static int trimmedEnd(Utf8 text, int start, Utf8 characters) {
        int end = text.start + text.length;
        while (end > start) {
            int at = end - 1;
            while (at > start && !Text.isFirst(text.bytes[at])) {
                at--;
            }
            if (!contains(characters, text.bytes, at, end - at)) {
                break;
            }
            end = at;
        }
        return end;
    }

    private static boolean contains(Utf8 characters, byte[] bytes, int at, int width) {
        return characters.length >= width
                && Text.find(characters.bytes, characters.start, characters.start + characters.length, bytes, at, width)
                        >= 0;
    }

    public static boolean padLeft(Utf8 text, long length, Utf8 pad, Utf8 out) {
        if (length < 0 || pad.length == 0) {
            return false;
        }
        checkLength(length);
        fill(length - Text.count(text), pad, out);
        out.append(text.bytes, text.start, Text.prefixBytes(text, length));
        return true;
    }

    public static boolean padRight(Utf8 text, long length, Utf8 pad, Utf8 out) {
        if (length < 0 || pad.length == 0) {
            return false;
        }
        checkLength(length);
        out.append(text.bytes, text.start, Text.prefixBytes(text, length));
        fill(length - Text.count(text), pad, out);
        return true;
    }

    private static void fill(long count, Utf8 pad, Utf8 out) {
        int padCount = Text.count(pad);
        long left = count;
        for (; left >= padCount; left -= padCount) {
            out.append(pad);
        }
        out.append(pad.bytes, pad.start, Text.prefixBytes(pad, left));
    }

    private static void checkLength(long length) {
        if (length > PAD_LIMIT) {
            throw new RowException(
                    "cannot pad to %d characters: the most is %d".formatted(length, PAD_LIMIT),
                    "Pad to a smaller length.");
        }
    }

    public static void castToChar(Utf8 text, long length, Utf8 out) {
        out.append(text);
        Casts.pad(out, (int) length);
    }

    public static void castToBinary(Utf8 bytes, long length, Utf8 out) {
        Casts.toBinary(bytes, (int) length, out);
        for (int i = bytes.length; i < length; i++) {
            out.append((byte) 0);
        }
    }
}
