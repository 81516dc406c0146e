package io.sluice.benchmarks.spark;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One line for each case, and their sum. */
final class Report {
    private final Pins pins = new Pins();
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
            pinned("peer cannot", name, firstLine(e));
            return;
        }
        String found;
        try {
            found = difference(expected, sluice.get());
        } catch (SluicePeer.Refusal e) {
            refused(name, firstLine(e));
            return;
        } catch (Exception e) {
            different(name, "Sluice failed: " + firstLine(e));
            return;
        }
        if (!found.isEmpty()) {
            different(name, found);
            return;
        }
        second(name, "DuckDB: ", opinion(expected, duckdb));
    }

    /** A file that Sluice has written, read by Spark and by DuckDB: one of them must find all rows. */
    void writing(String name, List<String> expected, Rows spark, Rows duckdb) {
        String bySpark = opinion(expected, spark);
        String byDuckDb = opinion(expected, duckdb);
        if (!bySpark.isEmpty() && !byDuckDb.isEmpty()) {
            different(name, "Spark: " + bySpark + "; DuckDB: " + byDuckDb);
        } else if (bySpark.isEmpty()) {
            second(name, "DuckDB: ", byDuckDb);
        } else {
            second(name, "Spark: ", bySpark);
        }
    }

    /** What all others agree on, and what one finds to differ. */
    private void second(String name, String who, String difference) {
        if (difference.isEmpty()) {
            line("equal", name, "");
        } else {
            pinned("peer cannot", name, who + difference);
        }
    }

    /** What could not be compared because the peer itself refuses to. */
    void without(String name, String reason) {
        pinned("peer cannot", name, reason);
    }

    void different(String name, String reason) {
        line("DIFFERENT", name, reason);
    }

    void refused(String name, String reason) {
        pinned("refused", name, reason);
    }

    private void pinned(String verdict, String name, String message) {
        String reason = pins.check(name, verdict, message);
        if (reason.isEmpty()) {
            different(name, "not expected: " + verdict + ": " + message);
        } else {
            line(verdict, name, reason + " (" + message + ")");
        }
    }

    /** Prints the sum. Whether each case has ended as it must. */
    boolean end() {
        Set<String> unmet = SampleTypes.isWhole() ? pins.unmet() : Set.of();
        unmet.forEach(name -> different(name, "expected not to be equal, got equal rows or no such case"));
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
        System.out.printf("%-12s %s%s%n", verdict, name, reason.isEmpty() ? "" : ": " + reason);
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
