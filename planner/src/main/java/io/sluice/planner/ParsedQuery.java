package io.sluice.planner;

import static java.util.Objects.requireNonNull;

/**
 * A query that was parsed but not validated. Opaque outside the planner.
 *
 * @param script the script that the positions in it refer to
 * @param text its SQL, as it stands in the script
 * @param tree the parser's tree; only the planner looks inside
 */
public record ParsedQuery(Script script, String text, Object tree) {
    public ParsedQuery {
        requireNonNull(script, "script");
        requireNonNull(text, "text");
        requireNonNull(tree, "tree");
    }
}
