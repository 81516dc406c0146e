package io.sluice.sinks.file;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a query's files: {@code part-<query>-<batch>-<part>.<format>}, the query by the first 8 characters of its
 * id. A batch that is run again has the same names.
 */
record PartName(String queryId, FileFormat format) {
    /** Of rows that are not in their file yet. */
    static final String HELD_ENDING = ".arrows";

    private static final int QUERY_LENGTH = 8;
    private static final Pattern NAME = Pattern.compile("part-.+-(\\d{8,})-\\d+\\..+");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    PartName {
        if (!ID.matcher(queryId).matches()) {
            throw new IllegalArgumentException("a query id is of letters, digits, '-' and '_', got '" + queryId + "'");
        }
    }

    String of(long batch, int part) {
        return "part-%s-%08d-%d.%s".formatted(query(), batch, part, format);
    }

    /** The staged rows of a part that are not in their file yet. */
    String held(long batch, int part) {
        return "part-%s-%08d-%d%s".formatted(query(), batch, part, HELD_ENDING);
    }

    /** The one file of a result that is replaced as a whole. */
    String result() {
        return "result-%s.%s".formatted(query(), format);
    }

    private String query() {
        return queryId.substring(0, Math.min(QUERY_LENGTH, queryId.length()));
    }

    /** The batch in a file's name, with whatever follows the format; empty for other names. */
    static OptionalLong batch(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
