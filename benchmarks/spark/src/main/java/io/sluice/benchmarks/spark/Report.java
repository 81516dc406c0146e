package io.sluice.benchmarks.spark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One line for each case, and their sum. */
final class Report {
    private final Map<String, Integer> sums = new TreeMap<>();

    /** What an engine is asked for. */
    interface Rows {
        List<String> get() throws Exception;
    }

    /**
     * A file that a peer has written: what Sluice reads against what its writer says that it holds, and DuckDB's reading
     * as a second opinion.
     */
    void reading(String name, Rows writer, Rows sluice, Rows duckdb) {
        List<String> expected;
        try {
            expected = writer.get();
        } catch (Exception e) {
            line("not read by Spark", name, firstLine(e));
            return;
        }
        String found;
        try {
            found = difference(expected, sluice.get());
        } catch (SluicePeer.Refusal e) {
            line("refused", name, firstLine(e));
            return;
        } catch (Exception e) {
            line("DIFFERENT", name, "Sluice failed: " + firstLine(e));
            return;
        }
        if (!found.isEmpty()) {
            line("DIFFERENT", name, found);
            return;
        }
        String second = opinion(expected, duckdb);
        line(second.isEmpty() ? "equal" : "equal but to DuckDB", name, second);
    }

    /** A file that Sluice has written, read by Spark and by DuckDB. */
    void writing(String name, List<String> expected, Rows spark, Rows duckdb) {
        String bySpark = opinion(expected, spark);
        if (!bySpark.isEmpty()) {
            line("DIFFERENT", name, "Spark: " + bySpark);
            return;
        }
        String byDuckDb = opinion(expected, duckdb);
        line(byDuckDb.isEmpty() ? "equal" : "DIFFERENT", name, byDuckDb.isEmpty() ? "" : "DuckDB: " + byDuckDb);
    }

    /** What could not be compared because the peer itself refuses to. */
    void without(String name, String reason) {
        line("not written", name, reason);
    }

    void different(String name, String reason) {
        line("DIFFERENT", name, reason);
    }

    void refused(String name, String reason) {
        line("refused", name, reason);
    }

    /** Prints the sum. */
    boolean end() {
        System.out.println("sum: " + sums);
        return !sums.containsKey("DIFFERENT");
    }

    private static String opinion(List<String> expected, Rows rows) {
        try {
            return difference(expected, rows.get());
        } catch (Exception e) {
            return firstLine(e);
        }
    }

    private static String difference(List<String> expected, List<String> got) {
        if (expected.size() != got.size()) {
            return "expected %d rows, got %d".formatted(expected.size(), got.size());
        }
        int count = 0;
        String first = "";
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(got.get(i))) {
                first = count++ == 0 ? "expected %s, got %s".formatted(cut(expected.get(i)), cut(got.get(i))) : first;
            }
        }
        return count == 0 ? "" : "%d rows of %d: %s".formatted(count, expected.size(), first);
    }

    private void line(String verdict, String name, String reason) {
        sums.merge(verdict, 1, Integer::sum);
        System.out.printf("%-20s %s%s%n", verdict, name, reason.isEmpty() ? "" : ": " + reason);
    }

    static String firstLine(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return cut(
                (failure instanceof SluicePeer.Refusal ? "" : failure.getClass().getSimpleName() + ": ")
                        + text.replace('\n', ' '));
    }

    private static String cut(String text) {
        String line = text.replace("\n", "\\n");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
