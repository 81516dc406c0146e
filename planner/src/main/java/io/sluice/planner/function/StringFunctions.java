package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import io.sluice.planner.plan.DataType;
import java.util.List;
import java.util.Locale;

/** Functions that make text of text. Lengths and positions count code points, from 1. */
public final class StringFunctions {
    private static final int REPEAT_LIMIT = 1 << 28;

    private StringFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Text",
                StringFunctions.class,
                entry("CHAR_LENGTH", "charLength")
                        .takes(text("s"))
                        .gives(INT)
                        .says("CHAR_LENGTH(s)", "How many characters.")
                        .shows("CHAR_LENGTH('😀a')", "2"),
                entry("CHARACTER_LENGTH", "charLength")
                        .takes(text("s"))
                        .gives(INT)
                        .says("CHARACTER_LENGTH(s)", "As CHAR_LENGTH.")
                        .shows("CHARACTER_LENGTH('')", "0"),
                entry("UPPER", "upper")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("UPPER(s)", "In upper case; the length may change.")
                        .shows("UPPER('straße')", "STRASSE"),
                entry("LOWER", "lower")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("LOWER(s)", "In lower case.")
                        .shows("LOWER('ÀB')", "àb"),
                entry("INITCAP", "initcap")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("INITCAP(s)", "Words begin in upper case; a word is a run of letters and digits.")
                        .shows("INITCAP('foo-bar_baz 1abc')", "Foo-Bar_Baz 1abc"),
                entry("CONCAT", "concat")
                        .takes(text("s"))
                        .repeated()
                        .gives(STRING)
                        .says("CONCAT(s, …)", "One text after the other; NULL if one is NULL.")
                        .shows("CONCAT('a', '', 'b')", "ab"),
                entry("CONCAT/OPERATOR", "concatTwo")
                        .grammar("||")
                        .takes(text("left"), text("right"))
                        .gives(STRING)
                        .says("left || right", "One text after the other.")
                        .shows("'a' || 'b'", "ab"),
                entry("CONCAT_WS", "concatWithSeparator")
                        .takes(text("separator"), text("s"))
                        .repeated()
                        .seesNulls()
                        .nullable()
                        .gives(arguments ->
                                DataType.of(STRING, arguments.get(0).type().nullable()))
                        .says("CONCAT_WS(separator, s, …)", "Texts with a separator between them; leaves out NULLs.")
                        .shows("CONCAT_WS('~', 'AA', NULL, 'BB', '', 'CC')", "AA~BB~~CC"),
                entry("SUBSTRING", "substring")
                        .takes(text("s"), integer("from"), integer("length").or(Integer.MAX_VALUE))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "SUBSTRING(s FROM from [FOR length])",
                                "Part of a text. 0 counts as 1, a negative start from the end; beyond either end "
                                        + "it is empty, and NULL if the length is negative. Also with commas.")
                        .shows("SUBSTRING('hello', -3, 2)", "ll")
                        .shows("SUBSTRING('hello', 2, -1)", "NULL"),
                entry("SUBSTR", "substring")
                        .takes(text("s"), integer("from"), integer("length").or(Integer.MAX_VALUE))
                        .nullable()
                        .gives(STRING)
                        .says("SUBSTR(s, from [, length])", "As SUBSTRING.")
                        .shows("SUBSTR('hello', 0, 2)", "he"),
                entry("LEFT", "left")
                        .takes(text("s"), integer("length"))
                        .gives(STRING)
                        .says("LEFT(s, length)", "The first characters; empty if the length is not positive.")
                        .shows("LEFT('hello', 2)", "he"),
                entry("RIGHT", "right")
                        .takes(text("s"), integer("length"))
                        .gives(STRING)
                        .says("RIGHT(s, length)", "The last characters; empty if the length is not positive.")
                        .shows("RIGHT('hello', 2)", "lo"),
                entry("REPEAT", "repeat")
                        .takes(text("s"), integer("times"))
                        .gives(STRING)
                        .says("REPEAT(s, times)", "A text several times; empty if that is not positive.")
                        .shows("REPEAT('ab', 3)", "ababab"),
                entry("REPLACE", "replace")
                        .takes(text("s"), text("from"), text("to"))
                        .gives(STRING)
                        .says(
                                "REPLACE(s, from, to)",
                                "Replaces each occurrence; empty text occurs around each character.")
                        .shows("REPLACE('banana', 'an', 'o')", "booa"),
                entry("OVERLAY", "overlay")
                        .takes(text("s"), text("replacement"), integer("from"), integer("length"))
                        .gives(STRING)
                        .says(
                                "OVERLAY(s PLACING replacement FROM from [FOR length])",
                                "Replaces part of a text, as long as the replacement if not given. "
                                        + "The text itself if it does not have the place.")
                        .shows("OVERLAY('xxxxxtest' PLACING 'xxxx' FROM 6 FOR 2)", "xxxxxxxxxst"),
                entry("OVERLAY/SAME", "overlaySameLength")
                        .takes(text("s"), text("replacement"), integer("from"))
                        .gives(STRING)
                        .says("OVERLAY(s PLACING replacement FROM from)", "As long as the replacement.")
                        .shows("OVERLAY('abcdef' PLACING 'XY' FROM 2)", "aXYdef"),
                entry("REVERSE", "reverse")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("REVERSE(s)", "The characters from the last to the first.")
                        .shows("REVERSE('a😀')", "😀a"),
                entry("TRANSLATE", "translate")
                        .takes(text("s"), text("from"), text("to"))
                        .gives(STRING)
                        .says(
                                "TRANSLATE(s, from, to)",
                                "Replaces characters by those at their place in the other list; drops those without one.")
                        .shows("TRANSLATE('abc', 'ab', 'x')", "xc"));
    }

    public static long charLength(Utf8 text) {
        return Text.count(text);
    }

    public static void upper(Utf8 text, Utf8 out) {
        if (Text.isAscii(text)) {
            shiftCase(text, 'a', 'z', out);
        } else {
            out.append(text.toString().toUpperCase(Locale.ROOT));
        }
    }

    public static void lower(Utf8 text, Utf8 out) {
        if (Text.isAscii(text)) {
            shiftCase(text, 'A', 'Z', out);
        } else {
            out.append(text.toString().toLowerCase(Locale.ROOT));
        }
    }

    private static void shiftCase(Utf8 text, char first, char last, Utf8 out) {
        int start = out.length;
        out.append(text);
        byte[] bytes = out.bytes;
        for (int i = start; i < out.length; i++) {
            if (bytes[i] >= first && bytes[i] <= last) {
                bytes[i] ^= 0x20;
            }
        }
    }

    public static void initcap(Utf8 text, Utf8 out) {
        int end = text.start + text.length;
        boolean inWord = false;
        for (int i = text.start; i < end; i += Text.width(text.bytes, i, end)) {
            int letter = Text.codePoint(text.bytes, i, end);
            Text.append(inWord ? Character.toLowerCase(letter) : Character.toTitleCase(letter), out);
            inWord = Character.isLetterOrDigit(letter);
        }
    }

    public static void concat(Utf8[] texts, Utf8 out) {
        for (Utf8 text : texts) {
            out.append(text);
        }
    }

    public static void concatTwo(Utf8 left, Utf8 right, Utf8 out) {
        out.append(left);
        out.append(right);
    }

    /** The first of the texts is the separator. */
    public static boolean concatWithSeparator(Utf8[] texts, Utf8 out) {
        if (texts[0] == null) {
            return false;
        }
        boolean first = true;
        for (int i = 1; i < texts.length; i++) {
            if (texts[i] != null) {
                if (!first) {
                    out.append(texts[0]);
                }
                out.append(texts[i]);
                first = false;
            }
        }
        return true;
    }

    public static boolean substring(Utf8 text, long from, long length, Utf8 out) {
        if (length < 0) {
            return false;
        }
        int end = text.start + text.length;
        long skipped = from > 0 ? from - 1 : 0;
        if (from < 0) {
            skipped = Text.count(text) + from;
            if (skipped < 0) {
                return true;
            }
        }
        int start = Text.skip(text.bytes, text.start, end, skipped);
        out.append(text.bytes, start, Text.skip(text.bytes, start, end, length) - start);
        return true;
    }

    public static void left(Utf8 text, long length, Utf8 out) {
        out.append(text.bytes, text.start, Text.prefixBytes(text, length));
    }

    public static void right(Utf8 text, long length, Utf8 out) {
        if (length <= 0) {
            return;
        }
        int skipped = Text.prefixBytes(text, Text.count(text) - Math.min(length, text.length));
        out.append(text.bytes, text.start + skipped, text.length - skipped);
    }

    public static void repeat(Utf8 text, long times, Utf8 out) {
        if (times > 0 && text.length * (double) times > REPEAT_LIMIT) {
            throw new RowException(
                    "REPEAT of %d bytes %d times is longer than %d bytes".formatted(text.length, times, REPEAT_LIMIT),
                    "Repeat the text fewer times.");
        }
        for (long i = 0; i < times && text.length > 0; i++) {
            out.append(text);
        }
    }

    public static void replace(Utf8 text, Utf8 from, Utf8 to, Utf8 out) {
        int end = text.start + text.length;
        int copied = text.start;
        if (from.length == 0) {
            out.append(to);
            for (int i = text.start; i < end; i = copied) {
                copied = i + Text.width(text.bytes, i, end);
                out.append(text.bytes, i, copied - i);
                out.append(to);
            }
            return;
        }
        for (int found = Text.find(text.bytes, copied, end, from); found >= 0; ) {
            out.append(text.bytes, copied, found - copied);
            out.append(to);
            copied = found + from.length;
            found = Text.find(text.bytes, copied, end, from);
        }
        out.append(text.bytes, copied, end - copied);
    }

    public static void overlay(Utf8 text, Utf8 replacement, long from, long length, Utf8 out) {
        int end = text.start + text.length;
        int start = from < 1 ? end : Text.skip(text.bytes, text.start, end, from - 1);
        if (start == end) {
            out.append(text);
            return;
        }
        out.append(text.bytes, text.start, start - text.start);
        out.append(replacement);
        long resumed = from - 1 + length;
        int rest = length >= 0
                ? Text.skip(text.bytes, start, end, length)
                : Text.skip(text.bytes, text.start, end, Math.max(0, resumed));
        out.append(text.bytes, rest, end - rest);
    }

    public static void overlaySameLength(Utf8 text, Utf8 replacement, long from, Utf8 out) {
        overlay(text, replacement, from, Text.count(replacement), out);
    }

    public static void reverse(Utf8 text, Utf8 out) {
        for (int end = text.start + text.length; end > text.start; ) {
            int at = end - 1;
            while (at > text.start && !Text.isFirst(text.bytes[at])) {
                at--;
            }
            out.append(text.bytes, at, end - at);
            end = at;
        }
    }

    public static void translate(Utf8 text, Utf8 from, Utf8 to, Utf8 out) {
        int end = text.start + text.length;
        int width;
        for (int i = text.start; i < end; i += width) {
            width = Text.width(text.bytes, i, end);
            long index = characterIndex(from, text.bytes, i, width);
            if (index < 0) {
                out.append(text.bytes, i, width);
                continue;
            }
            int toEnd = to.start + to.length;
            int at = Text.skip(to.bytes, to.start, toEnd, index);
            if (at < toEnd) {
                out.append(to.bytes, at, Text.width(to.bytes, at, toEnd));
            }
        }
    }

    /** The place of a character among others, from 0, or −1. */
    private static long characterIndex(Utf8 characters, byte[] bytes, int at, int width) {
        int end = characters.start + characters.length;
        long index = 0;
        int next;
        for (int i = characters.start; i < end; i = next, index++) {
            next = i + Text.width(characters.bytes, i, end);
            if (next - i == width && Text.matches(characters.bytes, i, bytes, at, width)) {
                return index;
            }
        }
        return -1;
    }
}
