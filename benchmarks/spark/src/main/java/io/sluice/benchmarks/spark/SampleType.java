package io.sluice.benchmarks.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A type in the words of each engine, and values of it.
 *
 * @param edges the extreme and the odd values; NULL is added by {@link #value}
 * @param other the value of a row, so that most of many are distinct
 */
record SampleType(
        String name, String spark, String sluice, String duckdb, List<Object> edges, IntFunction<Object> other) {
    /** Rows of a table: more than a page and more than a dictionary of the sizes that the cases set. */
    static final int ROWS = 3000;

    private static final int EDGE_ROWS = 1000;

    /** Whether it holds no other values, so that it may be a column of CSV. */
    boolean simple() {
        return !spark.contains("<");
    }

    /** The value of a row: at first the edges in turn, and NULL, which give a dictionary; then mostly distinct ones. */
    Object value(int row) {
        if (row < EDGE_ROWS) {
            int turn = row % (edges.size() + 1);
            return turn == edges.size() ? null : edges.get(turn);
        }
        return row % 13 == 0 ? null : other.apply(row);
    }

    List<Object> values() {
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            values.add(value(row));
        }
        return values;
    }
}
