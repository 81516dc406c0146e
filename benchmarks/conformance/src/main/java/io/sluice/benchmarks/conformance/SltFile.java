package io.sluice.benchmarks.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a file of sqllogictest: statements that change the tables, and queries with their results. */
record SltFile(String name, List<Item> items) {
    /** One record. */
    sealed interface Item {
        /** Of the record in the file, from 1. */
        int line();

        String sql();
    }

    /** A change of the tables; {@code fails}: it must be refused. */
    record Statement(int line, String sql, boolean fails) implements Item {}

    /**
     * A query.
     *
     * @param types a letter for each column: I, R or T
     * @param expected the values, or a line that tells how many there are and their hash
     */
    record Query(int line, String sql, String types, Sorting sorting, List<String> expected) implements Item {}

    /** In which order the values are compared. */
    enum Sorting {
        /** As the query gives them. */
        NOSORT,
        /** The rows sorted by their text. */
        ROWSORT,
        /** All values sorted. */
        VALUESORT
    }

    static SltFile parse(String name, List<String> lines) {
        return new Reader(lines).file(name);
    }

    private static final class Reader {
        private final List<String> lines;
        private final List<Item> items = new ArrayList<>();
        private int at;
        private boolean skipped;

        Reader(List<String> lines) {
            this.lines = lines;
        }

        SltFile file(String name) {
            while (at < lines.size()) {
                String line = lines.get(at++).strip();
                String[] words = line.split("\\s+");
                switch (words[0]) {
                    case "onlyif" -> skipped = true;
                    case "skipif" -> skipped |= isStrictGrouping(line);
                    case "statement" -> add(statement(words[1].equals("error")));
                    case "query" -> query(words).ifPresent(this::add);
                    case "halt" -> at = skipped ? at : lines.size();
                    default -> {}
                }
            }
            return new SltFile(name, List.copyOf(items));
        }

        /** As PostgreSQL, we have no columns in SELECT that are neither grouped nor aggregated. */
        private static boolean isStrictGrouping(String line) {
            return line.startsWith("skipif postgresql") && line.contains("GROUP BY");
        }

        private void add(Item item) {
            if (!skipped) {
                items.add(item);
            }
            skipped = false;
        }

        private Statement statement(boolean fails) {
            int line = at;
            return new Statement(line, text(), fails);
        }

        /** Up to an empty line or the results. */
        private String text() {
            StringBuilder text = new StringBuilder();
            while (at < lines.size()
                    && !lines.get(at).isBlank()
                    && !lines.get(at).startsWith("----")) {
                text.append(lines.get(at++)).append('\n');
            }
            return text.toString().stripTrailing();
        }

        private Optional<Query> query(String[] words) {
            int line = at;
            String sql = text();
            List<String> expected = new ArrayList<>();
            if (at < lines.size() && lines.get(at).startsWith("----")) {
                at++;
            }
            while (at < lines.size() && !lines.get(at).isBlank()) {
                expected.add(lines.get(at++));
            }
            if (words.length < 2 || words[1].equals("error")) {
                return Optional.empty();
            }
            Sorting sorting =
                    words.length > 2 ? Sorting.valueOf(words[2].toUpperCase(java.util.Locale.ROOT)) : Sorting.NOSORT;
            return Optional.of(new Query(line, sql, words[1], sorting, expected));
        }
    }
}
