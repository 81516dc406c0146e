package io.sluice.engine.law;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sluice's SQL as DuckDB reads it: window table functions are sub-queries there, names are quoted in another way, and sketches are exact.
 */
final class DuckDialect {
    private static final Pattern WINDOWS = Pattern.compile("TABLE\\s*\\(\\s*(TUMBLE|HOP|CUMULATE|SESSION)\\s*\\(");
    private static final Pattern NULLS = Pattern.compile("\\) IGNORE NULLS");
    private static final Pattern OPERAND =
            Pattern.compile("(?:TABLE\\s+(\\w+)|(\\(.*\\)))(?:\\s+PARTITION BY\\s+\\(?([^()]+)\\)?)?", Pattern.DOTALL);

    private DuckDialect() {}

    static String of(String sql) {
        String text = NULLS.matcher(sql.replace('`', '"')).replaceAll(" IGNORE NULLS)");
        text = text.replace("APPROX_COUNT_DISTINCT(", "COUNT(DISTINCT ")
                .replace("APPROX_PERCENTILE(", "QUANTILE_DISC(");
        Matcher matcher = WINDOWS.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        int open = matcher.end() - 1;
        int close = closing(text, open);
        int end = closing(text, text.indexOf('(', matcher.start()));
        String windows = windows(matcher.group(1), arguments(text.substring(open + 1, close)));
        return text.substring(0, matcher.start()) + windows + of(text.substring(end + 1));
    }

    private static String windows(String function, List<String> arguments) {
        Matcher table = OPERAND.matcher(arguments.get(0));
        String operand = table.matches() && table.group(1) != null
                ? table.group(1)
                : of(table.matches() ? table.group(2) : arguments.get(0));
        String partition = table.matches() && table.group(3) != null ? "PARTITION BY " + table.group(3) + " " : "";
        String time = arguments.get(1).replaceFirst("DESCRIPTOR\\((.*)\\)", "$1");
        List<String> sizes = arguments.subList(2, arguments.size());
        return switch (function) {
            case "TUMBLE" -> windows(
                    "SELECT *, %s AS window_start, window_start + %s AS window_end FROM %s WHERE %s IS NOT NULL"
                            .formatted(bucket(sizes.get(0), time, offset(sizes, 1)), sizes.get(0), operand, time));
            case "HOP" -> windows(
                    """
                    SELECT * EXCLUDE i, %1$s - i * %2$s AS window_start, window_start + %3$s AS window_end
                    FROM %4$s, (SELECT unnest(range(1000)) AS i)
                    WHERE %5$s IS NOT NULL AND window_start + %3$s > %5$s"""
                            .formatted(
                                    bucket(sizes.get(0), time, offset(sizes, 2)),
                                    sizes.get(0),
                                    sizes.get(1),
                                    operand,
                                    time));
            case "CUMULATE" -> windows(
                    """
                    SELECT * EXCLUDE i, %1$s AS window_start, window_start + i * %2$s AS window_end
                    FROM %4$s, (SELECT unnest(range(1, 1000)) AS i)
                    WHERE %5$s IS NOT NULL AND window_end > %5$s AND window_end <= window_start + %3$s"""
                            .formatted(
                                    bucket(sizes.get(1), time, offset(sizes, 2)),
                                    sizes.get(0),
                                    sizes.get(1),
                                    operand,
                                    time));
            default -> windows(sessions(operand, partition, time, sizes.get(0)));
        };
    }

    private static String windows(String select) {
        return "(SELECT *, window_end - INTERVAL 1 millisecond AS window_time FROM (%s))".formatted(select);
    }

    private static String sessions(String operand, String partition, String time, String gap) {
        String within = partition.isEmpty() ? "PARTITION BY id_ " : partition.strip() + ", id_ ";
        return """
                SELECT * EXCLUDE (first_, id_), MIN(%3$s) OVER (%5$s) AS window_start,
                  MAX(%3$s) OVER (%5$s) + %4$s AS window_end
                FROM (SELECT *, SUM(first_) OVER (%2$sORDER BY %3$s, first_ DESC ROWS UNBOUNDED PRECEDING) AS id_
                  FROM (SELECT *, CASE WHEN %3$s - lag(%3$s) OVER (%2$sORDER BY %3$s) <= %4$s THEN 0 ELSE 1 END AS first_
                    FROM %1$s WHERE %3$s IS NOT NULL))"""
                .formatted(operand, partition, time, gap, within);
    }

    private static String bucket(String size, String time, String offset) {
        return "time_bucket(%s, %s, TIMESTAMP '1970-01-01'%s)".formatted(size, time, offset);
    }

    private static String offset(List<String> sizes, int index) {
        return sizes.size() > index ? " + " + sizes.get(index) : "";
    }

    /** Place of the parenthesis that closes the one at {@code open}. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a parenthesis is not closed: " + text);
    }

    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.length())) {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        return arguments;
    }
}
