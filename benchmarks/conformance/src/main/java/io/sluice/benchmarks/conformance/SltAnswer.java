package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Answer;
import io.sluice.benchmarks.conformance.SltFile.Query;
import io.sluice.benchmarks.conformance.SltFile.Sorting;
import io.sluice.sinks.memory.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as sqllogictest writes it: one value in a line, or their number and hash. */
final class SltAnswer {
    private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})");

    private SltAnswer() {}

    /** Empty if the answer is what the query expects, else the difference. */
    static String difference(Query query, Answer answer) {
        if (answer.columns().size() != query.types().length()) {
            return "%d columns for %d"
                    .formatted(answer.columns().size(), query.types().length());
        }
        List<String> values = values(query, answer);
        Matcher hash =
                HASH.matcher(query.expected().isEmpty() ? "" : query.expected().get(0));
        if (!hash.matches()) {
            return values.equals(query.expected()) ? "" : show(values) + " for " + show(query.expected());
        }
        return values.size() == Integer.parseInt(hash.group(1)) && hash(values).equals(hash.group(2))
                ? ""
                : "%d values hashing to %s, %s for %s"
                        .formatted(values.size(), hash(values), show(values), hash.group());
    }

    /** Empty if both have the same rows, in any order, doubles within 1e-9. */
    static String otherRows(Answer expected, Answer actual) {
        List<List<String>> wanted = texts(expected);
        List<List<String>> given = texts(actual);
        return ExpectedRows.same(wanted, given) ? "" : given + " for " + wanted;
    }

    private static List<List<String>> texts(Answer answer) {
        return answer.rows().stream()
                .map(row -> row.values().stream().map(ValueText::of).toList())
                .toList();
    }

    private static List<String> values(Query query, Answer answer) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : answer.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < query.types().length(); i++) {
                cells.add(text(row.value(i), query.types().charAt(i)));
            }
            rows.add(cells);
        }
        if (query.sorting() == Sorting.ROWSORT) {
            rows.sort(SltAnswer::compare);
        }
        List<String> values = new ArrayList<>();
        rows.forEach(values::addAll);
        if (query.sorting() == Sorting.VALUESORT) {
            values.sort(Comparator.naturalOrder());
        }
        return values;
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String text(Object value, char type) {
        if (value == null) {
            return "NULL";
        }
        return switch (type) {
            case 'I' -> integer(value);
            case 'R' -> real(value);
            default -> string(ValueText.of(value));
        };
    }

    private static String integer(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        // SQLite, whose results these are, reads text that is no number as 0.
        return value instanceof Number number ? Long.toString(number.longValue()) : leading(ValueText.of(value));
    }

    private static String leading(String text) {
        Matcher digits = Pattern.compile("\\s*([+-]?\\d+).*").matcher(text);
        return digits.matches() ? digits.group(1) : "0";
    }

    private static String real(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1.000" : "0.000";
        }
        if (value instanceof BigDecimal number) {
            return String.format(Locale.ROOT, "%.3f", number);
        }
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%.3f", number.doubleValue())
                : ValueText.of(value);
    }

    private static String string(String text) {
        return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
    }

    private static String hash(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (String value : values) {
                digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String show(List<String> values) {
        String text = String.join("|", values.subList(0, Math.min(values.size(), 20)));
        return text.length() > 200 ? text.substring(0, 200) + " …" : text;
    }
}
