package io.sluice.benchmarks.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the outermost ORDER BY of a query says, as far as the text tells it. */
final class OrderKeys {
    private static final Pattern TOKEN =
            Pattern.compile("(?is)'(?:[^']|'')*'|`[^`]*`|--[^\n]*|/\\*.*?\\*/|\\border\\s+by\\b|\\w+|.");

    private OrderKeys() {}

    /** What stands behind the outermost ORDER BY, up to LIMIT and the like; empty if there is none. */
    static String clause(String sql) {
        int depth = 0;
        int from = -1;
        int to = sql.length();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            String token = matcher.group().toLowerCase(Locale.ROOT);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && token.matches("(?s)order\\s+by")) {
                from = matcher.end();
                to = sql.length();
            } else if (depth == 0
                    && from >= 0
                    && to == sql.length()
                    && List.of("limit", "offset", "fetch").contains(token)) {
                to = matcher.start();
            }
        }
        return from < 0 ? "" : sql.substring(from, to).strip();
    }

    /** The query without its outermost ORDER BY, or, where that decides which rows there are, within another one. */
    static String withoutOrder(String sql) {
        String clause = clause(sql);
        if (clause.isEmpty()) {
            return sql;
        }
        boolean last = sql.stripTrailing().endsWith(clause);
        String head = sql.substring(0, sql.lastIndexOf(clause)).stripTrailing();
        return last ? head.replaceFirst("(?is)order\\s+by$", "") : "SELECT * FROM (" + sql + "\n)";
    }

    /** The query without its outermost LIMIT and OFFSET, if it has one and no ORDER BY says which rows these leave. */
    static Optional<String> withoutLimit(String sql) {
        int depth = 0;
        Matcher matcher = TOKEN.matcher(sql);
        while (clause(sql).isEmpty() && matcher.find()) {
            String token = matcher.group().toLowerCase(Locale.ROOT);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && List.of("limit", "offset", "fetch").contains(token)) {
                return Optional.of(sql.substring(0, matcher.start()));
            }
        }
        return Optional.empty();
    }

    /** The columns that the clause orders by first, as far as it names them or gives their numbers. */
    static List<Integer> of(String clause, List<String> columns) {
        List<Integer> keys = new ArrayList<>();
        for (String item : clause.split(",")) {
            String name = item.strip()
                    .replaceFirst("(?is)\\s+nulls\\s+(first|last)\\s*$", "")
                    .replaceFirst("(?is)\\s+(asc|desc)\\s*$", "")
                    .strip();
            if (name.matches("\\d+")) {
                keys.add(Integer.parseInt(name) - 1);
                continue;
            }
            String last = name.replace("`", "");
            int column = columns.indexOf(last.substring(last.lastIndexOf('.') + 1));
            if (column < 0) {
                break;
            }
            keys.add(column);
        }
        return keys;
    }
}
