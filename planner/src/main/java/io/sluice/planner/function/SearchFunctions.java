package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.function.Parameter.textOrBytes;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.util.List;

/** Functions that look for text in text. Positions count code points from 1; 0 is "not there". */
public final class SearchFunctions {
    private static final String ESCAPE_HINT = "Give one character that stands before %, _ or itself.";

    private SearchFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Text",
                SearchFunctions.class,
                entry("LIKE", "like")
                        .grammar("LIKE")
                        .takes(text("s"), text("pattern"))
                        .prepares(1, LikePattern.class)
                        .gives(BOOLEAN)
                        .says(
                                "s LIKE pattern",
                                "Whether all of a text matches: % stands for any text, _ for any character.")
                        .shows("'a_c' LIKE 'a\\_c'", "FALSE")
                        .shows("'abc' LIKE '_b%'", "TRUE"),
                entry("LIKE/ESCAPE", "likeWithEscape")
                        .grammar("LIKE")
                        .takes(text("s"), text("pattern"), text("escape"))
                        .checks(2, SearchFunctions::checkEscape)
                        .gives(BOOLEAN)
                        .says(
                                "s LIKE pattern ESCAPE escape",
                                "With a character that takes the meaning from %, _ or itself.")
                        .shows("'a_c' LIKE 'a#_c' ESCAPE '#'", "TRUE"),
                entry("POSITION", "position")
                        .takes(text("wanted"), text("s"), integer("from").or(1))
                        .gives(INT)
                        .says("POSITION(wanted IN s [FROM from])", "Where a text stands in another.")
                        .shows("POSITION('c' IN '😀bc')", "3"),
                entry("INSTR", "instr")
                        .takes(
                                text("s"),
                                text("wanted"),
                                integer("from").or(1),
                                integer("nth").or(1))
                        .gives(INT)
                        .says(
                                "INSTR(s, wanted [, from [, nth]])",
                                "Where a text stands in another for the nth time. A negative start counts, and looks, "
                                        + "from the end.")
                        .shows("INSTR('Corporate Floor', 'or', 3, 2)", "14"),
                entry("LOCATE", "locate")
                        .takes(text("wanted"), text("s"), integer("from").or(1))
                        .gives(INT)
                        .says("LOCATE(wanted, s [, from])", "Where a text stands in another.")
                        .shows("LOCATE('b', 'abcb', 3)", "4"),
                entry("STARTSWITH", "startsWith")
                        .unified()
                        .takes(textOrBytes("s"), textOrBytes("prefix"))
                        .gives(BOOLEAN)
                        .says("STARTSWITH(s, prefix)", "Whether a text, or BYTES, start with others.")
                        .shows("STARTSWITH('hello', 'he')", "TRUE"),
                entry("ENDSWITH", "endsWith")
                        .unified()
                        .takes(textOrBytes("s"), textOrBytes("suffix"))
                        .gives(BOOLEAN)
                        .says("ENDSWITH(s, suffix)", "Whether a text, or BYTES, end with others.")
                        .shows("ENDSWITH('hello', 'he')", "FALSE"),
                splitIndex("SPLIT_INDEX", "splitIndex").takes(text("s"), text("delimiter"), integer("index")),
                splitIndex("SPLIT_INDEX/CODE", "splitIndexByCode")
                        .takes(text("s"), integer("delimiter"), integer("index")));
    }

    private static Entry splitIndex(String name, String method) {
        return entry(name, method)
                .nullable()
                .gives(STRING)
                .says(
                        "SPLIT_INDEX(s, delimiter, index)",
                        "A field, counted from 0, of a text with delimiters; NULL if there is none. "
                                + "The delimiter may be the code of a character.")
                .shows("SPLIT_INDEX('a,,c', ',', 2)", "c")
                .shows("SPLIT_INDEX('a,b', 44, 2)", "NULL");
    }

    public static boolean like(Utf8 text, LikePattern pattern) {
        return pattern.matches(text);
    }

    public static boolean likeWithEscape(Utf8 text, Utf8 pattern, Utf8 escape) {
        return LikePattern.matches(text, pattern, escape);
    }

    static void checkEscape(String escape) {
        if (escape.codePointCount(0, escape.length()) != 1) {
            throw new RowException("the escape of LIKE must be one character, got '" + escape + "'", ESCAPE_HINT);
        }
    }

    public static long position(Utf8 wanted, Utf8 text, long from) {
        return from < 1 ? 0 : locate(wanted, text, from);
    }

    public static long locate(Utf8 wanted, Utf8 text, long from) {
        if (wanted.length == 0) {
            return 1;
        }
        int end = text.start + text.length;
        int at = Text.skip(text.bytes, text.start, end, Math.max(0, from - 1));
        return positionOf(text, Text.find(text.bytes, at, end, wanted));
    }

    private static long positionOf(Utf8 text, int at) {
        return at < 0 ? 0 : Text.count(text.bytes, text.start, at) + 1L;
    }

    public static long instr(Utf8 text, Utf8 wanted, long from, long nth) {
        if (from == 0 || nth < 1) {
            return 0;
        }
        if (wanted.length == 0) {
            return 1;
        }
        return positionOf(text, from > 0 ? nthForward(text, wanted, from, nth) : nthBackward(text, wanted, -from, nth));
    }

    private static int nthForward(Utf8 text, Utf8 wanted, long from, long nth) {
        int end = text.start + text.length;
        int at = Text.find(text.bytes, Text.skip(text.bytes, text.start, end, from - 1), end, wanted);
        for (long left = nth; left > 1 && at >= 0; left--) {
            at = Text.find(text.bytes, at + 1, end, wanted);
        }
        return at;
    }

    private static int nthBackward(Utf8 text, Utf8 wanted, long fromEnd, long nth) {
        long left = nth;
        int at = text.start + Text.prefixBytes(text, Text.count(text) - fromEnd);
        if (fromEnd > Text.count(text)) {
            return -1;
        }
        for (; at >= text.start; at--) {
            boolean here = at + wanted.length <= text.start + text.length
                    && Text.matches(text.bytes, at, wanted.bytes, wanted.start, wanted.length);
            if (here && --left == 0) {
                return at;
            }
        }
        return -1;
    }

    public static boolean startsWith(Utf8 text, Utf8 prefix) {
        return prefix.length <= text.length
                && Text.matches(text.bytes, text.start, prefix.bytes, prefix.start, prefix.length);
    }

    public static boolean endsWith(Utf8 text, Utf8 suffix) {
        return suffix.length <= text.length
                && Text.matches(
                        text.bytes,
                        text.start + text.length - suffix.length,
                        suffix.bytes,
                        suffix.start,
                        suffix.length);
    }

    public static boolean splitIndex(Utf8 text, Utf8 delimiter, long index, Utf8 out) {
        return splitIndex(text, delimiter.bytes, delimiter.start, delimiter.length, index, out);
    }

    public static boolean splitIndexByCode(Utf8 text, long delimiter, long index, Utf8 out) {
        if (!Character.isValidCodePoint((int) delimiter) || delimiter != (int) delimiter) {
            return false;
        }
        Utf8 code = new Utf8(new byte[4], 0, 0);
        Text.append((int) delimiter, code);
        return splitIndex(text, code, index, out);
    }

    private static boolean splitIndex(
            Utf8 text, byte[] delimiter, int delimiterStart, int delimiterLength, long index, Utf8 out) {
        if (index < 0 || text.length == 0 || delimiterLength == 0 && index > 0) {
            return false;
        }
        int end = text.start + text.length;
        int start = text.start;
        for (long left = index; ; left--) {
            int found = delimiterLength == 0
                    ? -1
                    : Text.find(text.bytes, start, end, delimiter, delimiterStart, delimiterLength);
            if (left == 0) {
                out.append(text.bytes, start, (found < 0 ? end : found) - start);
                return true;
            }
            if (found < 0) {
                return false;
            }
            start = found + delimiterLength;
        }
    }
}
