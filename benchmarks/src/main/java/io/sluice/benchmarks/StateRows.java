package io.sluice.benchmarks;

/** The rows of {@code ./benchmarks/state}, the same for all engines: the first have a new key each, those behind them one of these, at random. */
public final class StateRows {
    /** A row behind the first ones has its number times this as key, modulo the number of keys. */
    public static final long FACTOR = 2_654_435_761L;

    /** Values are the row's number modulo this. */
    public static final long VALUES = 1000;

    private StateRows() {}

    public static long key(long row, long keys) {
        return row < keys ? row : row * FACTOR % keys;
    }

    public static long value(long row) {
        return row % VALUES;
    }

    /** Of the counts and sums by key of so many rows, by a plain loop: keys, rows, sum of values, and sum of the squares of the counts. */
    public static String totals(long rows, long keys) {
        int[] counts = new int[Math.toIntExact(keys)];
        long sum = 0;
        for (long row = 0; row < rows; row++) {
            counts[(int) key(row, keys)]++;
            sum += value(row);
        }
        long present = 0;
        long squares = 0;
        for (int count : counts) {
            present += count > 0 ? 1 : 0;
            squares += (long) count * count;
        }
        return present + "," + rows + "," + sum + "," + squares;
    }
}
