package io.sluice.sources;

/**
 * One column of a batch as plain heap arrays, which generated loops read directly. Reused from batch to batch by whoever
 * fills it; arrays may be longer than the batch. A value under a null flag is arbitrary but readable.
 *
 * <table>
 * <caption>Which arrays hold a value</caption>
 * <tr><td>BOOLEAN (0, 1), TINYINT … BIGINT, DATE (days), TIME and TIMESTAMP(_LTZ) (microseconds),
 *     DECIMAL of up to 18 digits (unscaled)</td><td>{@link #longs}</td></tr>
 * <tr><td>DECIMAL of more digits (unscaled, 128 bits)</td><td>{@link #longs} low, {@link #highs} high word</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>{@link #doubles}</td></tr>
 * <tr><td>CHAR, VARCHAR (UTF-8), BINARY</td><td>{@link #bytes} from {@link #starts} for {@link #lengths}</td></tr>
 * <tr><td>ARRAY</td><td>{@link #starts} and {@link #lengths} count elements of {@link #children}[0]</td></tr>
 * <tr><td>MAP</td><td>the same, of keys in {@link #children}[0] and values in {@link #children}[1]</td></tr>
 * <tr><td>ROW</td><td>{@link #children} has one column for each field, aligned with the rows</td></tr>
 * </table>
 */
public final class ColumnVector {
    /** The rows of a part are 2 to the power of this. */
    public static final int PART_BITS = 16;

    /** Rows of each of {@link #parts}. */
    public static final int PART = 1 << PART_BITS;

    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};
    private static final boolean[] NO_BOOLEANS = {};
    private static final ColumnVector[] NO_COLUMNS = {};

    /** False: no value of this batch is null, and {@link #nulls} must not be read. */
    public boolean hasNulls;

    public boolean[] nulls = NO_BOOLEANS;
    public long[] longs = NO_LONGS;
    public long[] highs = NO_LONGS;
    public double[] doubles = NO_DOUBLES;

    /** What the slices of strings point into; may be a page or a dictionary that is shared by many batches. */
    public byte[] bytes = NO_BYTES;

    public int[] starts = NO_INTS;
    public int[] lengths = NO_INTS;

    /**
     * Not null: what the slices point at in {@link #bytes} is not changed, and slices that begin at the same place of it are equal. So they
     * may stay where they lie; {@link LastingTexts#keep} before they do so for longer than the batch.
     */
    public LastingTexts lasting;

    /** The columns of a nested type. What a child holds under a null parent is arbitrary. */
    public ColumnVector[] children = NO_COLUMNS;

    /**
     * Not empty: a column that grows without being copied. Its values lie in these, {@link #PART} rows in each but the last, and of
     * its own it has {@link #hasNulls} only. Readers never show such columns; who keeps rows says for which they are.
     */
    public ColumnVector[] parts = NO_COLUMNS;

    /**
     * Greater than 0: every non-null string of this batch equals entry {@code ids[row]} of a dictionary that has this
     * many entries, with {@code bytes/dictionaryStarts/dictionaryLengths}. Work on strings can then be done once per
     * entry; it can be kept as long as {@link #dictionaryVersion} stays the same. So long the bytes of a dictionary are not changed; the
     * string of a row lies where that of its entry does.
     */
    public int dictionarySize;

    /** Differs between any two dictionaries that the same reader has shown. */
    public long dictionaryVersion;

    public int[] ids = NO_INTS;
    public int[] dictionaryStarts = NO_INTS;
    public int[] dictionaryLengths = NO_INTS;

    /** The part in which a row lies; the column itself, if it has none. */
    public ColumnVector part(int row) {
        return parts.length == 0 ? this : parts[row >>> PART_BITS];
    }

    /** Where a row lies in its {@link #part}. */
    public int place(int row) {
        return parts.length == 0 ? row : row & PART - 1;
    }

    public void reserveNulls(int rows) {
        if (nulls.length < rows) {
            nulls = new boolean[rows];
        }
    }

    public void reserveLongs(int rows) {
        if (longs.length < rows) {
            longs = new long[rows];
        }
    }

    public void reserveHighs(int rows) {
        if (highs.length < rows) {
            highs = new long[rows];
        }
    }

    public void reserveDoubles(int rows) {
        if (doubles.length < rows) {
            doubles = new double[rows];
        }
    }

    public void reserveSlices(int rows) {
        if (starts.length < rows) {
            starts = new int[rows];
            lengths = new int[rows];
        }
    }

    public void reserveIds(int rows) {
        if (ids.length < rows) {
            ids = new int[rows];
        }
    }
}
