package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code TABLE(STATE('directory', 'uid', 'table', batch))} names: a state table of another query. The resolver is asked for
 * it by its {@link #text}.
 *
 * @param directory of a checkpoint
 * @param uid of the operator
 * @param table of the operator's; empty if it has one only
 * @param batch as of the end of which; empty: the last one that is committed
 */
public record StateTableName(String directory, String uid, Optional<String> table, OptionalLong batch) {
    /** The name of the function. */
    public static final String FUNCTION = "STATE";

    private static final String TEXT = "'((?:[^']|'')*)'";
    private static final Pattern NAME = Pattern.compile(
            "STATE\\(" + TEXT + ", " + TEXT + "(?:, " + TEXT + ")?(?:, (\\d{1,18}))?\\)", Pattern.DOTALL);

    public StateTableName {
        requireNonNull(directory, "directory");
        requireNonNull(uid, "uid");
        requireNonNull(table, "table");
        requireNonNull(batch, "batch");
    }

    /** The name that a text is; empty for the name of another table. */
    public static Optional<StateTableName> of(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new StateTableName(
                name.group(1).replace("''", "'"),
                name.group(2).replace("''", "'"),
                Optional.ofNullable(name.group(3)).map(table -> table.replace("''", "'")),
                name.group(4) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(name.group(4)))));
    }

    /** As SQL writes it. */
    public String text() {
        StringBuilder text = new StringBuilder(FUNCTION)
                .append('(')
                .append(quoted(directory))
                .append(", ")
                .append(quoted(uid));
        table.ifPresent(name -> text.append(", ").append(quoted(name)));
        batch.ifPresent(number -> text.append(", ").append(number));
        return text.append(')').toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
