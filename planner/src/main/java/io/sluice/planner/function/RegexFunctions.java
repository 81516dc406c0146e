package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Functions of regular expressions in Java's syntax, which are looked for, not matched with the whole text. */
public final class RegexFunctions {
    private RegexFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Regular expressions",
                RegexFunctions.class,
                regex("REGEXP", "regexp")
                        .takes(text("s"), text("regex"))
                        .gives(BOOLEAN)
                        .says("REGEXP(s, regex)", "Whether the expression is found; FALSE if it is none.")
                        .shows("REGEXP('foobar', 'o+b')", "TRUE"),
                regex("REGEXP_LIKE", "regexp")
                        .takes(text("s"), text("regex"))
                        .gives(BOOLEAN)
                        .says("REGEXP_LIKE(s, regex)", "As REGEXP.")
                        .shows("REGEXP_LIKE('foobar', '^b')", "FALSE"),
                regex("RLIKE", "regexp")
                        .grammar("RLIKE")
                        .takes(text("s"), text("regex"))
                        .gives(BOOLEAN)
                        .says("s RLIKE regex", "As REGEXP.")
                        .shows("'foobar' RLIKE '^fo+b'", "TRUE"),
                regex("REGEXP_EXTRACT_ALL", "regexpExtractAll")
                        .takes(text("s"), text("regex"), integer("group").or(1))
                        .nullable()
                        .gives(ResultType.array(STRING, true))
                        .says(
                                "REGEXP_EXTRACT_ALL(s, regex [, group])",
                                "A group, the first if not given, of each occurrence; 0 for all of it. NULL if there "
                                        + "is no such group.")
                        .shows("CARDINALITY(REGEXP_EXTRACT_ALL('a1b2', '([a-z])([0-9])', 2))", "2"),
                regex("REGEXP_REPLACE", "regexpReplace")
                        .takes(text("s"), text("regex"), text("replacement"))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "REGEXP_REPLACE(s, regex, replacement)",
                                "Replaces each occurrence by a text, taken as it is.")
                        .shows("REGEXP_REPLACE('foobar', '(o+)', '<$1>')", "f<$1>bar"),
                regex("REGEXP_EXTRACT", "regexpExtract")
                        .takes(text("s"), text("regex"), integer("group").or(0))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "REGEXP_EXTRACT(s, regex [, group])",
                                "The first occurrence, or a group of it; NULL if there is none.")
                        .shows("REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)')", "foothebar")
                        .shows("REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 1)", "the"),
                regex("REGEXP_SUBSTR", "regexpSubstr")
                        .takes(text("s"), text("regex"))
                        .nullable()
                        .gives(STRING)
                        .says("REGEXP_SUBSTR(s, regex)", "The first occurrence; NULL if there is none.")
                        .shows("REGEXP_SUBSTR('a12b', '[0-9]+')", "12"),
                regex("REGEXP_COUNT", "regexpCount")
                        .takes(text("s"), text("regex"))
                        .nullable()
                        .gives(INT)
                        .says("REGEXP_COUNT(s, regex)", "How many occurrences that do not overlap.")
                        .shows("REGEXP_COUNT('aaa', 'aa')", "1"),
                regex("REGEXP_INSTR", "regexpInstr")
                        .takes(text("s"), text("regex"))
                        .nullable()
                        .gives(INT)
                        .says(
                                "REGEXP_INSTR(s, regex)",
                                "Where the first occurrence starts, from 1; 0 if there is none.")
                        .shows("REGEXP_INSTR('a12b', '[0-9]')", "2"));
    }

    private static Entry regex(String name, String method) {
        return entry(name, method).prepares(1, Regex.class).checks(1, Regex::check);
    }

    public static boolean regexp(Utf8 text, Regex regex) {
        if (regex.pattern().isEmpty() || regex.isAbsent(text)) {
            return false;
        }
        String string = text.toString();
        return regex.find(regex.pattern().get().matcher(string), string);
    }

    public static boolean regexpReplace(Utf8 text, Regex regex, Utf8 replacement, Utf8 out) {
        if (regex.isAbsent(text)) {
            out.append(text);
            return true;
        }
        Optional<Matcher> matcher = matcher(text, regex);
        matcher.ifPresent(found -> out.append(found.replaceAll(Matcher.quoteReplacement(replacement.toString()))));
        return matcher.isPresent();
    }

    public static boolean regexpExtract(Utf8 text, Regex regex, long group, Utf8 out) {
        if (regex.pattern().isEmpty() || regex.isAbsent(text)) {
            return false;
        }
        String string = text.toString();
        Matcher matcher = regex.pattern().get().matcher(string);
        if (group < 0 || group > matcher.groupCount() || !regex.find(matcher, string)) {
            return false;
        }
        String found = matcher.group((int) group);
        if (found == null) {
            return false;
        }
        out.append(found);
        return true;
    }

    public static boolean regexpExtractAll(Utf8 text, Regex regex, long group, Utf8 out) {
        Optional<Matcher> matcher = matcher(text, regex).filter(found -> group >= 0 && group <= found.groupCount());
        if (matcher.isEmpty()) {
            return false;
        }
        NestedValues.appendCount(0, out);
        int count = 0;
        while (matcher.get().find()) {
            String found = matcher.get().group((int) group);
            if (found == null) {
                NestedValues.appendNull(out);
            } else {
                int begin = NestedValues.beginSlice(out);
                out.append(found);
                NestedValues.endSlice(begin, out);
            }
            count++;
        }
        NestedValues.setCount(count, out);
        return true;
    }

    public static boolean regexpSubstr(Utf8 text, Regex regex, Utf8 out) {
        return regexpExtract(text, regex, 0, out);
    }

    public static long regexpCount(Utf8 text, Regex regex) {
        if (regex.isAbsent(text)) {
            return 0;
        }
        return matcher(text, regex).map(found -> found.results().count()).orElse(ScalarFunction.NULL_LONG);
    }

    public static long regexpInstr(Utf8 text, Regex regex) {
        if (regex.isAbsent(text)) {
            return 0;
        }
        String string = text.toString();
        return regex.pattern()
                .map(pattern -> {
                    Matcher matcher = pattern.matcher(string);
                    return regex.find(matcher, string) ? string.codePointCount(0, matcher.start()) + 1L : 0L;
                })
                .orElse(ScalarFunction.NULL_LONG);
    }

    private static Optional<Matcher> matcher(Utf8 text, Regex regex) {
        return regex.pattern().map(pattern -> pattern.matcher(text.toString()));
    }
}
