package io.sluice.planner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Puts values in the place of <code>${NAME}</code> in a script: everywhere but in comments, as plain text, so in strings
 * and quoted names too. <code>$${</code> stands for <code>${</code>. A value is not searched again.
 */
public final class ScriptVariables {
    private final Script script;
    private final String text;
    private final Map<String, String> values;
    private final StringBuilder out = new StringBuilder();
    private int next;

    private ScriptVariables(Script script, Map<String, String> values) {
        this.script = script;
        this.text = script.text();
        this.values = values;
    }

    /** The script with all variables replaced. Fails when a variable has no value. */
    public static Script substitute(Script script, Map<String, String> values) {
        return new ScriptVariables(script, values).substitute();
    }

    private Script substitute() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (text.startsWith("--", next)) {
                copyTo(end("\n", next));
            } else if (text.startsWith("/*", next)) {
                copyTo(end("*/", next + 2));
            } else if (c == '\'' || c == '`') {
                replaceQuoted(c);
            } else {
                replaceOne();
            }
        }
        return new Script(script.name(), out.toString());
    }

    /** Quotes matter because what looks like a comment inside of them is none. */
    private void replaceQuoted(char quote) {
        copyTo(next + 1);
        while (next < text.length() && text.charAt(next) != quote) {
            replaceOne();
        }
        copyTo(Math.min(next + 1, text.length()));
    }

    private void replaceOne() {
        if (text.startsWith("$${", next)) {
            out.append("${");
            next += 3;
        } else if (text.startsWith("${", next)) {
            replaceVariable();
        } else {
            copyTo(next + 1);
        }
    }

    private void replaceVariable() {
        int close = text.indexOf('}', next);
        int newLine = text.indexOf('\n', next);
        int lineEnd = newLine < 0 ? text.length() : newLine;
        if (close < 0 || close > lineEnd) {
            throw failure(next, lineEnd, "variable is not closed: expected }", "Write ${NAME}, or $${ for ${ itself.");
        }
        String name = text.substring(next + 2, close);
        String value = values.get(name);
        if (value == null) {
            throw failure(next, close + 1, "variable \"%s\" has no value".formatted(name), advice(name));
        }
        out.append(value);
        next = close + 1;
    }

    private String advice(String name) {
        List<String> nearest = Nearest.of(name, values.keySet());
        if (!nearest.isEmpty()) {
            return "Did you mean %s? The defined ones are %s."
                    .formatted(nearest.get(0), String.join(", ", new TreeSet<>(values.keySet())));
        }
        String known = values.isEmpty()
                ? "No variable is defined"
                : "The defined ones are " + String.join(", ", new TreeSet<>(values.keySet()));
        return known + "; add --define %s=VALUE.".formatted(name.isBlank() ? "NAME" : name);
    }

    private PlanException failure(int from, int to, String message, String hint) {
        Position position = SourceText.of(text).position(from, Math.max(from + 1, to));
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }

    private int end(String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }

    private void copyTo(int end) {
        out.append(text, next, end);
        next = end;
    }
}
