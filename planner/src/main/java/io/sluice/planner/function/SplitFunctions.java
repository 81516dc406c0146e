package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.util.List;

/** Functions of text with delimiters, which are taken as they are, and searches without regard to case. */
public final class SplitFunctions {
    private SplitFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Text",
                SplitFunctions.class,
                entry("SPLIT", "split")
                        .takes(text("s"), text("delimiter"))
                        .gives(ResultType.array(STRING, false))
                        .says(
                                "SPLIT(s, delimiter)",
                                "The fields of a text; its characters if the delimiter is empty, none if the text is.")
                        .shows("CARDINALITY(SPLIT('a.b..', '.'))", "4")
                        .shows("CARDINALITY(SPLIT('a😀', ''))", "2"),
                entry("SPLIT_PART", "splitPart")
                        .takes(text("s"), text("delimiter"), integer("place"))
                        .gives(STRING)
                        .says(
                                "SPLIT_PART(s, delimiter, place)",
                                "A field, counted from 1, or from the end if negative; empty if there is none.")
                        .shows("SPLIT_PART('a,b,c', ',', -1)", "c"),
                entry("SUBSTRING_INDEX", "substringIndex")
                        .takes(text("s"), text("delimiter"), integer("count"))
                        .gives(STRING)
                        .says(
                                "SUBSTRING_INDEX(s, delimiter, count)",
                                "What is before so many delimiters; behind, counted from the end, if negative.")
                        .shows("SUBSTRING_INDEX('www.a.org', '.', 2)", "www.a")
                        .shows("SUBSTRING_INDEX('www.a.org', '.', -2)", "a.org"),
                entry("CONTAINS", "contains")
                        .takes(text("s"), text("wanted"))
                        .gives(BOOLEAN)
                        .says("CONTAINS(s, wanted)", "Whether a text is part of another.")
                        .shows("CONTAINS('abc', 'bc')", "TRUE"),
                entry("ILIKE", "ilike")
                        .grammar("ILIKE")
                        .takes(text("s"), text("pattern"))
                        .prepares(1, CaselessPattern.class)
                        .gives(BOOLEAN)
                        .says("s ILIKE pattern", "As LIKE, whatever the case of letters.")
                        .shows("'Abc' ILIKE '_B%'", "TRUE"));
    }

    public static void split(Utf8 text, Utf8 delimiter, Utf8 out) {
        NestedValues.appendCount(0, out);
        int end = text.start + text.length;
        int count = 0;
        int at = text.start;
        while (text.length > 0 && at <= end) {
            int next = fieldEnd(text, at, end, delimiter);
            NestedValues.appendSlice(text.bytes, at, next - at, out);
            count++;
            at = delimiter.length == 0 ? (next == end ? end + 1 : next) : next + delimiter.length;
        }
        NestedValues.setCount(count, out);
    }

    private static int fieldEnd(Utf8 text, int at, int end, Utf8 delimiter) {
        if (delimiter.length == 0) {
            return at + Text.width(text.bytes, at, end);
        }
        int found = Text.find(text.bytes, at, end, delimiter);
        return found < 0 ? end : found;
    }

    public static void splitPart(Utf8 text, Utf8 delimiter, long place, Utf8 out) {
        if (place == 0) {
            throw new RowException("SPLIT_PART has no place 0", "Places count from 1, or from -1 at the end.");
        }
        if (delimiter.length == 0) {
            out.append(place == 1 || place == -1 ? text : new Utf8());
            return;
        }
        long wanted = place > 0 ? place - 1 : occurrences(text, delimiter) + 1 + place;
        int end = text.start + text.length;
        int at = text.start;
        for (long i = 0; i < wanted && at <= end; i++) {
            at = fieldEnd(text, at, end, delimiter) + delimiter.length;
        }
        if (wanted >= 0 && at <= end) {
            out.append(text.bytes, at, fieldEnd(text, at, end, delimiter) - at);
        }
    }

    private static int occurrences(Utf8 text, Utf8 delimiter) {
        int end = text.start + text.length;
        int count = 0;
        int at = Text.find(text.bytes, text.start, end, delimiter);
        while (at >= 0) {
            count++;
            at = Text.find(text.bytes, at + delimiter.length, end, delimiter);
        }
        return count;
    }

    public static void substringIndex(Utf8 text, Utf8 delimiter, long count, Utf8 out) {
        if (count == 0 || delimiter.length == 0) {
            return;
        }
        int end = text.start + text.length;
        if (count > 0) {
            int at = Text.find(text.bytes, text.start, end, delimiter);
            for (long i = 1; i < count && at >= 0; i++) {
                at = Text.find(text.bytes, at + delimiter.length, end, delimiter);
            }
            out.append(text.bytes, text.start, (at < 0 ? end : at) - text.start);
            return;
        }
        int from = end;
        for (long i = count; i < 0 && from >= text.start; i++) {
            from = before(text, i == count ? end : from, delimiter);
        }
        int start = from < text.start ? text.start : from + delimiter.length;
        out.append(text.bytes, start, end - start);
    }

    /** Where the last delimiter that ends before {@code end} starts; less than the start of the text if none does. */
    private static int before(Utf8 text, int end, Utf8 delimiter) {
        int at = end - delimiter.length;
        while (at >= text.start && !Text.matches(text.bytes, at, delimiter.bytes, delimiter.start, delimiter.length)) {
            at--;
        }
        return at;
    }

    public static boolean contains(Utf8 text, Utf8 wanted) {
        return Text.find(text.bytes, text.start, text.start + text.length, wanted) >= 0;
    }

    public static boolean ilike(Utf8 text, CaselessPattern pattern) {
        return pattern.matches(text);
    }
}
