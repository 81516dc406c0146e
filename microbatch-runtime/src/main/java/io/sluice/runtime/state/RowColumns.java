package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** Rows as columns of plain arrays that grow; behind the rows no value is NULL yet. Used by one thread at a time. */
public final class RowColumns {
    private static final int FIRST = 8;

    /** Memory for fewer rows is always kept. */
    private static final int MANY = 1024;

    private final List<DataType> types;
    private final ColumnVector[] columns;
    private int capacity;
    private int rows;

    public RowColumns(List<DataType> types, int capacity) {
        this.types = types;
        columns = new ColumnVector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnVector();
        }
        grow(capacity);
    }

    public int rows() {
        return rows;
    }

    public ColumnVector[] columns() {
        return columns;
    }

    private void grow(int least) {
        if (least <= capacity) {
            return;
        }
        capacity = Math.max(least, Math.max(FIRST, capacity * 2));
        for (int i = 0; i < columns.length; i++) {
            ColumnVector column = columns[i];
            DataType type = types.get(i);
            column.nulls = Arrays.copyOf(column.nulls, capacity);
            if (type.kind().isFloating()) {
                column.doubles = Arrays.copyOf(column.doubles, capacity);
            } else if (type.kind().isSlice()) {
                column.starts = Arrays.copyOf(column.starts, capacity);
                column.lengths = Arrays.copyOf(column.lengths, capacity);
            } else {
                column.longs = Arrays.copyOf(column.longs, capacity);
            }
            if (type.isWide()) {
                column.highs = Arrays.copyOf(column.highs, capacity);
            }
        }
    }

    /** Adds some rows of columns of the same types; further columns there may be. */
    public void append(ColumnVector[] from, int[] chosen, int count) {
        grow(rows + count);
        for (int i = 0; i < columns.length; i++) {
            append(from[i], types.get(i), chosen, count, columns[i]);
        }
        rows += count;
    }

    /** Adds the first rows of columns of the same types; further columns there may be. */
    public void appendFirst(ColumnVector[] from, int count) {
        grow(rows + count);
        for (int i = 0; i < columns.length; i++) {
            appendFirst(from[i], types.get(i), count, columns[i]);
        }
        rows += count;
    }

    private void appendFirst(ColumnVector from, DataType type, int count, ColumnVector to) {
        to.hasNulls |= from.hasNulls;
        if (from.hasNulls) {
            System.arraycopy(from.nulls, 0, to.nulls, rows, count);
        }
        if (type.kind().isFloating()) {
            System.arraycopy(from.doubles, 0, to.doubles, rows, count);
        } else if (type.kind().isSlice()) {
            appendFirstTexts(from, count, to);
        } else {
            System.arraycopy(from.longs, 0, to.longs, rows, count);
        }
        if (type.isWide()) {
            System.arraycopy(from.highs, 0, to.highs, rows, count);
        }
    }

    /** Adds one row. */
    public void append(ColumnVector[] from, int row) {
        grow(rows + 1);
        for (int i = 0; i < columns.length; i++) {
            append(from[i], types.get(i), row, columns[i]);
        }
        rows++;
    }

    private void append(ColumnVector from, DataType type, int row, ColumnVector to) {
        boolean isNull = from.hasNulls && from.nulls[row];
        to.hasNulls |= isNull;
        to.nulls[rows] = isNull;
        if (type.kind().isFloating()) {
            to.doubles[rows] = from.doubles[row];
        } else if (type.kind().isSlice()) {
            int length = isNull ? 0 : from.lengths[row];
            ColumnBatch.appendText(to, rows, from.bytes, length == 0 ? 0 : from.starts[row], length);
        } else {
            to.longs[rows] = from.longs[row];
        }
        if (type.isWide()) {
            to.highs[rows] = from.highs[row];
        }
    }

    private void append(ColumnVector from, DataType type, int[] chosen, int count, ColumnVector to) {
        to.hasNulls |= from.hasNulls;
        for (int i = 0; from.hasNulls && i < count; i++) {
            to.nulls[rows + i] = from.nulls[chosen[i]];
        }
        if (type.kind().isFloating()) {
            for (int i = 0; i < count; i++) {
                to.doubles[rows + i] = from.doubles[chosen[i]];
            }
        } else if (type.kind().isSlice()) {
            appendTexts(from, chosen, count, to);
        } else {
            for (int i = 0; i < count; i++) {
                to.longs[rows + i] = from.longs[chosen[i]];
            }
        }
        if (type.isWide()) {
            for (int i = 0; i < count; i++) {
                to.highs[rows + i] = from.highs[chosen[i]];
            }
        }
    }

    private void appendTexts(ColumnVector from, int[] chosen, int count, ColumnVector to) {
        int[] lengths = to.lengths;
        int[] starts = to.starts;
        int first = textEnd(to);
        long end = first;
        for (int i = 0; i < count; i++) {
            int length = to.nulls[rows + i] ? 0 : from.lengths[chosen[i]];
            lengths[rows + i] = length;
            starts[rows + i] = (int) end;
            end += length;
        }
        byte[] bytes = reserveText(to, first, end);
        for (int i = 0; i < count; i++) {
            if (lengths[rows + i] > 0) {
                System.arraycopy(from.bytes, from.starts[chosen[i]], bytes, starts[rows + i], lengths[rows + i]);
            }
        }
    }

    /** Texts that lie one behind the other are copied at once. */
    private void appendFirstTexts(ColumnVector from, int count, ColumnVector to) {
        int first = textEnd(to);
        long end = first;
        for (int i = 0; i < count; i++) {
            int length = to.nulls[rows + i] ? 0 : from.lengths[i];
            to.lengths[rows + i] = length;
            to.starts[rows + i] = (int) end;
            end += length;
        }
        byte[] bytes = reserveText(to, first, end);
        for (int i = 0; i < count; ) {
            int start = to.starts[rows + i];
            int source = from.starts[i];
            int length = to.lengths[rows + i];
            for (i++; i < count && (length == 0 || from.starts[i] == source + length); i++) {
                source = length == 0 ? from.starts[i] : source;
                length += to.lengths[rows + i];
            }
            if (length > 0) {
                System.arraycopy(from.bytes, source, bytes, start, length);
            }
        }
    }

    private int textEnd(ColumnVector column) {
        return rows == 0 ? 0 : column.starts[rows - 1] + column.lengths[rows - 1];
    }

    /** Makes room for texts up to an end; the bytes so far are {@code used}. */
    private static byte[] reserveText(ColumnVector column, int used, long end) {
        if (column.bytes.length < end) {
            long capacity = Math.max(end, Math.min(Integer.MAX_VALUE - 8, 2L * column.bytes.length));
            byte[] grown = new byte[Math.toIntExact(capacity)];
            System.arraycopy(column.bytes, 0, grown, 0, used);
            column.bytes = grown;
        }
        return column.bytes;
    }

    /** Adds rows of which all columns are NULL. */
    public void appendNulls(int count) {
        grow(rows + count);
        for (int i = 0; i < columns.length; i++) {
            ColumnVector column = columns[i];
            column.hasNulls = true;
            Arrays.fill(column.nulls, rows, rows + count, true);
            if (types.get(i).kind().isSlice()) {
                for (int row = rows; row < rows + count; row++) {
                    ColumnBatch.appendText(column, row, column.bytes, 0, 0);
                }
            }
        }
        rows += count;
    }

    /**
     * Forgets the rows, but not their memory, for as many to come.
     *
     * @return false if most of the memory was not used by the rows, so that it is better given back
     */
    public boolean clear() {
        boolean filled = capacity <= MANY || rows >= capacity / 8;
        for (ColumnVector column : columns) {
            int text = column.starts.length == 0 ? 0 : textEnd(column);
            filled &= column.bytes.length <= MANY * Long.BYTES || text >= column.bytes.length / 8;
            if (column.hasNulls) {
                Arrays.fill(column.nulls, 0, rows, false);
                column.hasNulls = false;
            }
        }
        rows = 0;
        return filled;
    }

    void save(PageOutput out) {
        out.putInt(rows);
        for (int i = 0; i < columns.length; i++) {
            ColumnVector column = columns[i];
            DataType type = types.get(i);
            out.putInt(column.hasNulls ? 1 : 0);
            out.put(column.nulls, column.hasNulls ? rows : 0);
            if (type.kind().isFloating()) {
                out.put(column.doubles, rows);
            } else if (type.kind().isSlice()) {
                out.put(column.starts, rows);
                out.put(column.lengths, rows);
                out.putInt(textEnd(column));
                out.put(column.bytes, textEnd(column));
            } else {
                out.put(column.longs, rows);
            }
            if (type.isWide()) {
                out.put(column.highs, rows);
            }
        }
    }

    static RowColumns load(List<DataType> types, PageInput in) {
        int rows = in.getInt();
        RowColumns loaded = new RowColumns(types, rows);
        for (int i = 0; i < loaded.columns.length; i++) {
            ColumnVector column = loaded.columns[i];
            DataType type = types.get(i);
            column.hasNulls = in.getInt() != 0;
            in.get(column.nulls, column.hasNulls ? rows : 0);
            if (type.kind().isFloating()) {
                in.get(column.doubles, rows);
            } else if (type.kind().isSlice()) {
                in.get(column.starts, rows);
                in.get(column.lengths, rows);
                int text = in.getInt();
                column.bytes = in.get(new byte[text], text);
            } else {
                in.get(column.longs, rows);
            }
            if (type.isWide()) {
                in.get(column.highs, rows);
            }
        }
        loaded.rows = rows;
        return loaded;
    }

    /** Memory held. */
    long bytes() {
        long bytes = 0;
        for (ColumnVector column : columns) {
            bytes += column.nulls.length
                    + (long) column.longs.length * Long.BYTES
                    + (long) column.highs.length * Long.BYTES
                    + (long) column.doubles.length * Double.BYTES
                    + (long) column.starts.length * 2 * Integer.BYTES
                    + column.bytes.length;
        }
        return bytes;
    }
}
