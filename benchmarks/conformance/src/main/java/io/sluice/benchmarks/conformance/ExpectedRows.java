package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Answer;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.TypeKind;
import io.sluice.sinks.memory.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows that a script expects, and whether an answer is equal to them: numbers by value, doubles within 1e-9. */
final class ExpectedRows {
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

    private final List<List<String>> rows;
    private final boolean bags;

    private ExpectedRows(List<List<String>> rows, boolean bags) {
        this.rows = rows;
        this.bags = bags;
    }

    /**
     * The rows that the lines show in a format of Quidem.
     *
     * @param bags lists are MULTISETs, whose elements have no order
     */
    static ExpectedRows parse(String format, List<String> lines, boolean bags) {
        List<String> shown = lines.stream()
                .filter(line ->
                        !line.isBlank() && !line.startsWith("+-") && !line.matches("\\(?\\d+ rows?( selected\\.)?\\)?"))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (int i = format.equals("oracle") || format.equals("psql") ? 2 : 1; i < shown.size(); i++) {
            rows.add(cells(format, shown, shown.get(i)));
        }
        return new ExpectedRows(rows, bags);
    }

    private static List<String> cells(String format, List<String> shown, String line) {
        return switch (format) {
            case "oracle" -> slices(shown.get(1), line);
            case "psql" -> stripped(line.split("\\|", -1));
            case "mysql" -> stripped(line.substring(1, line.length() - (line.endsWith("|") ? 1 : 0))
                    .split(" \\| ", -1));
            default -> Arrays.asList(line.split(", ", -1));
        };
    }

    private static List<String> stripped(String[] cells) {
        return Arrays.stream(cells).map(String::strip).toList();
    }

    /** The columns are where the dashes are. */
    private static List<String> slices(String dashes, String line) {
        List<String> cells = new ArrayList<>();
        Matcher matcher = Pattern.compile("-+").matcher(dashes);
        while (matcher.find()) {
            int to = Math.min(line.length(), matcher.end());
            cells.add(
                    matcher.start() >= to
                            ? ""
                            : line.substring(matcher.start(), to).strip());
        }
        return cells;
    }

    int size() {
        return rows.size();
    }

    /** Empty if the answer has these rows, else the difference in a line. */
    String difference(Answer answer, String orderedBy) {
        List<TypeKind> kinds = kinds(answer);
        boolean joins = joins(kinds);
        List<List<String>> expected = expected(kinds);
        List<List<String>> actual = actual(answer, joins);
        List<Integer> keys = joins
                ? List.of()
                : OrderKeys.of(
                        orderedBy, answer.columns().stream().map(Column::name).toList());
        if (!orderedBy.isEmpty() && !inOrder(expected, actual, keys)) {
            return "in another order: " + show(actual) + " for " + show(expected);
        }
        List<List<String>> sortedExpected = sorted(expected);
        List<List<String>> sortedActual = sorted(actual);
        return sameRows(sortedExpected, sortedActual) ? "" : show(sortedActual) + " for " + show(sortedExpected);
    }

    /** Whether the answer has as many rows as are expected, and these and those are all among the rows of another one. */
    boolean isChoice(Answer answer, Answer all) {
        List<TypeKind> kinds = kinds(answer);
        List<List<String>> actual = actual(answer, joins(kinds));
        List<List<String>> whole = actual(all, joins(kinds));
        return actual.size() == rows.size() && isPart(actual, whole) && isPart(expected(kinds), whole);
    }

    private static boolean isPart(List<List<String>> part, List<List<String>> whole) {
        List<List<String>> rest = new ArrayList<>(whole);
        for (List<String> row : part) {
            int found = 0;
            while (found < rest.size() && !sameRows(List.of(row), List.of(rest.get(found)))) {
                found++;
            }
            if (found == rest.size()) {
                return false;
            }
            rest.remove(found);
        }
        return true;
    }

    private static List<TypeKind> kinds(Answer answer) {
        return answer.columns().stream().map(column -> column.type().kind()).toList();
    }

    /** Whether rows are compared as they are shown, since commas in a value hide where it ends. */
    private boolean joins(List<TypeKind> kinds) {
        return rows.stream().anyMatch(row -> row.size() != kinds.size());
    }

    private List<List<String>> expected(List<TypeKind> kinds) {
        return rows.stream()
                .map(row -> row.size() == kinds.size() ? cells(row, kinds) : joined(row))
                .toList();
    }

    private List<List<String>> actual(Answer answer, boolean joins) {
        List<TypeKind> kinds = kinds(answer);
        List<List<String>> actual = new ArrayList<>();
        for (Row row : answer.rows()) {
            List<String> cells = row.values().stream().map(ValueText::of).toList();
            actual.add(joins ? joined(cells) : cells(cells, kinds));
        }
        return actual;
    }

    /** Whether both have the same rows, in any order. */
    static boolean same(List<List<String>> left, List<List<String>> right) {
        return sameRows(sorted(left), sorted(right));
    }

    private static List<String> joined(List<String> row) {
        return List.of(String.join(", ", row).strip());
    }

    private static boolean inOrder(List<List<String>> expected, List<List<String>> actual, List<Integer> keys) {
        if (expected.size() != actual.size() || sameRows(expected, actual)) {
            return true;
        }
        List<List<String>> wanted = withoutNulls(expected, keys);
        List<List<String>> given = withoutNulls(actual, keys);
        if (wanted.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            for (int key : keys) {
                if (!sameCell(wanted.get(i).get(key), given.get(i).get(key))) {
                    return false;
                }
            }
        }
        return !keys.isEmpty();
    }

    /** NULLs stand first here and last there (docs/sql.md): where they stand is not compared. */
    private static List<List<String>> withoutNulls(List<List<String>> rows, List<Integer> keys) {
        return rows.stream()
                .filter(row -> keys.stream().noneMatch(key -> row.get(key).isEmpty()))
                .toList();
    }

    private List<String> cells(List<String> row, List<TypeKind> kinds) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(cell(row.get(i), kinds.get(i)));
        }
        return cells;
    }

    private String cell(String text, TypeKind kind) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.equalsIgnoreCase(ValueText.NULL)) {
            return "";
        }
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE -> number(stripped);
            case BOOLEAN -> stripped.toLowerCase(java.util.Locale.ROOT);
            case TIMESTAMP, TIMESTAMP_LTZ, TIME -> stripped.replaceFirst("\\.?0+$", "")
                                    .isEmpty()
                            || !stripped.contains(".")
                    ? stripped
                    : stripped.replaceFirst("\\.?0+$", "");
            default -> bags && stripped.matches("\\[.*]") ? bag(stripped) : stripped;
        };
    }

    private static String bag(String list) {
        return Arrays.stream(list.substring(1, list.length() - 1).split(", (?![^{]*})", -1))
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Without a needless fraction, to ten digits, for the sort; compared exactly or by the tolerance afterwards. */
    private static String number(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(
                        row -> row.stream().map(ExpectedRows::coarse).collect(Collectors.joining("\u0001"))))
                .toList();
    }

    private static String coarse(String cell) {
        try {
            return new BigDecimal(cell)
                    .round(new MathContext(8))
                    .stripTrailingZeros()
                    .toPlainString();
        } catch (NumberFormatException e) {
            return cell;
        }
    }

    private static boolean sameRows(List<List<String>> left, List<List<String>> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            List<String> a = left.get(i);
            List<String> b = right.get(i);
            if (a.size() != b.size()) {
                return false;
            }
            for (int j = 0; j < a.size(); j++) {
                if (!sameCell(a.get(j), b.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean sameCell(String left, String right) {
        if (left.equals(right)) {
            return true;
        }
        try {
            BigDecimal a = new BigDecimal(left);
            BigDecimal b = new BigDecimal(right);
            BigDecimal scale = a.abs().max(b.abs());
            return a.subtract(b).abs().compareTo(scale.multiply(TOLERANCE)) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String show(List<List<String>> rows) {
        String text = rows.stream().map(row -> String.join("|", row)).collect(Collectors.joining(" / "));
        return text.length() > 300 ? text.substring(0, 300) + " …" : text;
    }
}
