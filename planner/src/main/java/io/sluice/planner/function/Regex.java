package io.sluice.planner.function;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression in Java's syntax, prepared. One that is none is empty: functions give NULL or FALSE for it. */
public final class Regex {
    private final Optional<Pattern> pattern;

    /** In each text where it is found; empty: nothing is known. */
    private final String required;

    private final byte[] requiredBytes;
    private final int before;

    public Regex(String text) {
        Optional<Pattern> compiled;
        try {
            compiled = Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            compiled = Optional.empty();
        }
        pattern = compiled;
        Optional<RequiredText> found = compiled.flatMap(each -> RequiredText.of(text));
        required = found.map(RequiredText::text).orElse("");
        requiredBytes = required.getBytes(StandardCharsets.UTF_8);
        before = found.map(RequiredText::before).orElse(RequiredText.ANY);
    }

    /** Whether it is certain, without trying, that it is not found. */
    boolean isAbsent(Utf8 text) {
        return requiredBytes.length > 0
                && Text.find(text.bytes, text.start, text.start + text.length, requiredBytes, 0, requiredBytes.length)
                        < 0;
    }

    /** Finds the first occurrence in a text in which it is not absent. */
    boolean find(Matcher matcher, String text) {
        if (before == RequiredText.ANY) {
            return matcher.find();
        }
        int from = Math.max(0, text.indexOf(required) - before);
        return matcher.find(from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from);
    }

    Optional<Pattern> pattern() {
        return pattern;
    }

    /** For a constant: refuses what is no regular expression. */
    static void check(String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new RowException(
                    "'%s' is not a regular expression: %s at character %d"
                            .formatted(text, lowerFirst(e.getDescription()), e.getIndex() + 1),
                    "Put a backslash before characters that stand for themselves.");
        }
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
