package io.sluice.planner.function;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression in Java's syntax, prepared. One that is none is empty: functions give NULL or FALSE for it. */
public final class Regex {
    private final Optional<Pattern> pattern;

    public Regex(String text) {
        Optional<Pattern> compiled;
        try {
            compiled = Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            compiled = Optional.empty();
        }
        pattern = compiled;
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
