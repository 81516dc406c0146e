package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * A query that was parsed but not validated. Opaque outside the planner.
 *
 * @param script the script that the positions in it refer to
 * @param text its SQL, as it stands in the script
 * @param parsed gives the parser's tree
 */
public record ParsedQuery(Script script, String text, Supplier<?> parsed) {
    public ParsedQuery {
        requireNonNull(script, "script");
        requireNonNull(text, "text");
        requireNonNull(parsed, "parsed");
    }

    /** The parser's tree; only the planner looks inside. */
    public Object tree() {
        return parsed.get();
    }
}
