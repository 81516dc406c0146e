package io.sluice.runtime.batch;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import io.sluice.sources.SplitReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Rows on their way between pipelines: columns as plain arrays, and a weight for each row where rows can be taken back. It
 * owns its arrays, the bytes of texts included, and is filled again and again. Used by one thread.
 */
public final class ColumnBatch {
    /** The most rows that any batch takes. */
    public static final int CAPACITY = SplitReader.MAX_ROWS;

    /** A batch of many columns takes fewer rows, so that it does not become too large for the caches. */
    private static final int MANY_VALUES = 1 << 18;

    private static final int FEWEST_ROWS = 512;

    /** Enough for a loop over a column to be worth its call. */
    private static final int PIECE = 1024;

    private final List<DataType> types;
    private final ColumnVector[] columns;
    private final byte[] weights;
    private final int capacity;
    private final List<FailedValue> failed = new ArrayList<>(0);

    /** Of columns whose texts lie elsewhere the array that is theirs, else null. */
    private final byte[][] own;

    private int rows;

    /** A value that could not be computed. */
    public record FailedValue(int row, int column, RowException error) {}

    private ColumnBatch(List<DataType> types, boolean weighted, int capacity) {
        this.types = List.copyOf(types);
        this.capacity = capacity;
        columns = new ColumnVector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = vector(types.get(i), capacity);
        }
        weights = weighted ? new byte[capacity] : null;
        own = new byte[columns.length][];
    }

    /** Rows without weights. */
    public static ColumnBatch of(List<DataType> types) {
        int fitting = MANY_VALUES / Math.max(1, types.size());
        return new ColumnBatch(types, false, Math.max(FEWEST_ROWS, Math.min(CAPACITY, fitting)));
    }

    /** A buffer between state and what is stored of it: each table has one, so it is small. */
    public static ColumnBatch piece(List<DataType> types) {
        return new ColumnBatch(types, false, PIECE);
    }

    /** Rows without weights, of which it takes some. */
    public static ColumnBatch of(List<DataType> types, int capacity) {
        return new ColumnBatch(types, false, capacity);
    }

    /** Rows with weights: as many as any batch has, since the changes of a group are not torn apart. */
    public static ColumnBatch weighted(List<DataType> types) {
        return new ColumnBatch(types, true, CAPACITY);
    }

    private static ColumnVector vector(DataType type, int capacity) {
        ColumnVector vector = new ColumnVector();
        vector.reserveNulls(capacity);
        if (type.kind().isFloating()) {
            vector.reserveDoubles(capacity);
        } else if (type.kind().isSlice()) {
            vector.reserveSlices(capacity);
        } else {
            vector.reserveLongs(capacity);
        }
        if (type.isWide()) {
            vector.reserveHighs(capacity);
        }
        return vector;
    }

    /** The most rows that this batch takes. */
    public int capacity() {
        return capacity;
    }

    public List<DataType> types() {
        return types;
    }

    public ColumnVector[] columns() {
        return columns;
    }

    public ColumnVector column(int index) {
        return columns[index];
    }

    /** +1 or −1 for each row; null when all are +1. */
    public byte[] weights() {
        return weights;
    }

    public int rows() {
        return rows;
    }

    public void setRows(int newRows) {
        rows = newRows;
    }

    /** Starts again without rows. */
    public void clear() {
        rows = 0;
        failed.clear();
        for (int i = 0; i < columns.length; i++) {
            columns[i].hasNulls = false;
            takeBack(i);
        }
    }

    /**
     * The texts of a column lie in an array that is not the batch's, so that they need not be copied: until {@link #clear} or {@link
     * #keep}, and only as long as whoever owns the array leaves it as it is.
     *
     * @param lasting as {@link ColumnVector#lasting}
     */
    public void share(int column, byte[] bytes, LastingTexts lasting) {
        if (own[column] == null) {
            own[column] = columns[column].bytes;
        }
        columns[column].bytes = bytes;
        columns[column].lasting = lasting;
    }

    /** The texts of a column lie in the batch's own array from now on. */
    private void takeBack(int column) {
        if (own[column] != null) {
            columns[column].bytes = own[column];
            columns[column].lasting = null;
            own[column] = null;
        }
    }

    /** Copies texts that lie elsewhere: they are the batch's now. */
    public void keep() {
        for (int i = 0; i < columns.length; i++) {
            if (own[i] != null) {
                ColumnVector column = columns[i];
                byte[] elsewhere = column.bytes;
                takeBack(i);
                for (int row = 0; row < rows; row++) {
                    appendText(column, row, elsewhere, column.starts[row], column.lengths[row]);
                }
            }
        }
    }

    /** There is no value for a row; whoever sends the rows on says what becomes of it. */
    public void fail(int row, int column, RowException error) {
        failed.add(new FailedValue(row, column, error));
    }

    /** The values that could not be computed, column by column. */
    public List<FailedValue> failed() {
        return failed;
    }

    /** Takes rows out; the others keep their order. */
    public void remove(BitSet gone) {
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (!gone.get(row)) {
                for (int column = 0; row != kept && column < columns.length; column++) {
                    move(columns[column], types.get(column), row, kept);
                }
                if (weights != null) {
                    weights[kept] = weights[row];
                }
                kept++;
            }
        }
        rows = kept;
    }

    /** The row that it goes to is one before it. */
    private static void move(ColumnVector column, DataType type, int row, int to) {
        column.nulls[to] = column.hasNulls && column.nulls[row];
        if (type.kind().isFloating()) {
            column.doubles[to] = column.doubles[row];
        } else if (type.kind().isSlice()) {
            column.starts[to] = column.starts[row];
            column.lengths[to] = column.lengths[row];
        } else {
            column.longs[to] = column.longs[row];
        }
        if (type.isWide()) {
            column.highs[to] = column.highs[row];
        }
    }

    /** Replaces what is there with some rows of a batch of the same types, whose texts stay where they are. */
    public void refer(ColumnBatch from, int[] chosen, int count) {
        clear();
        for (int i = 0; i < columns.length; i++) {
            refer(from.columns[i], chosen, count, i);
        }
        rows = count;
    }

    /** As {@link #gather}, but texts stay where they are: see {@link #share}. */
    public void refer(ColumnVector from, int[] chosen, int count, int column) {
        if (from.parts.length > 0) {
            gatherParts(from, chosen, count, column);
            return;
        }
        if (!types.get(column).kind().isSlice()) {
            gather(from, chosen, count, column);
            return;
        }
        share(column, from.bytes, from.lasting);
        ColumnVector to = columns[column];
        boolean nulls = from.hasNulls;
        for (int i = 0; i < count; i++) {
            nulls |= chosen[i] < 0;
        }
        to.hasNulls = nulls;
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            boolean isNull = nulls && (row < 0 || from.hasNulls && from.nulls[row]);
            to.starts[i] = isNull ? 0 : from.starts[row];
            to.lengths[i] = isNull ? 0 : from.lengths[row];
            if (nulls) {
                to.nulls[i] = isNull;
            }
        }
    }

    /** Rows of a column in parts: texts stay where they are if all lie in one part. */
    private void gatherParts(ColumnVector from, int[] chosen, int count, int column) {
        boolean texts = types.get(column).kind().isSlice();
        int part = texts ? onlyPart(from, chosen, count) : -1;
        ColumnVector to = columns[column];
        if (part >= 0) {
            share(column, from.parts[part].bytes, from.parts[part].lasting);
        } else {
            takeBack(column);
        }
        boolean nulls = from.hasNulls;
        for (int i = 0; i < count; i++) {
            nulls |= chosen[i] < 0;
        }
        to.hasNulls = nulls;
        if (nulls) {
            for (int i = 0; i < count; i++) {
                to.nulls[i] = isNull(from, chosen[i]);
            }
        }
        if (texts) {
            gatherTexts(from.parts, chosen, count, to, part >= 0);
        } else if (types.get(column).kind().isFloating()) {
            for (int i = 0; i < count; i++) {
                int row = Math.max(0, chosen[i]);
                to.doubles[i] = from.parts[row >>> ColumnVector.PART_BITS].doubles[row & ColumnVector.PART - 1];
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = Math.max(0, chosen[i]);
                to.longs[i] = from.parts[row >>> ColumnVector.PART_BITS].longs[row & ColumnVector.PART - 1];
            }
        }
        for (int i = 0; types.get(column).isWide() && i < count; i++) {
            int row = Math.max(0, chosen[i]);
            to.highs[i] = from.parts[row >>> ColumnVector.PART_BITS].highs[row & ColumnVector.PART - 1];
        }
    }

    private static boolean isNull(ColumnVector from, int row) {
        if (row < 0) {
            return true;
        }
        ColumnVector part = from.part(row);
        return part.hasNulls && part.nulls[from.place(row)];
    }

    /** The part in which all of some rows lie; −1: there are several. */
    private static int onlyPart(ColumnVector from, int[] chosen, int count) {
        if (from.parts.length == 1) {
            return 0;
        }
        int part = count == 0 ? 0 : Math.max(0, chosen[0]) >>> ColumnVector.PART_BITS;
        for (int i = 1; i < count; i++) {
            if (chosen[i] >= 0 && chosen[i] >>> ColumnVector.PART_BITS != part) {
                return -1;
            }
        }
        return part;
    }

    private static void gatherTexts(ColumnVector[] parts, int[] chosen, int count, ColumnVector to, boolean stay) {
        for (int i = 0; i < count; i++) {
            boolean isNull = to.hasNulls && to.nulls[i];
            int row = Math.max(0, chosen[i]);
            ColumnVector part = parts[row >>> ColumnVector.PART_BITS];
            int place = row & ColumnVector.PART - 1;
            int length = isNull ? 0 : part.lengths[place];
            int start = length == 0 ? 0 : part.starts[place];
            if (stay) {
                to.starts[i] = start;
                to.lengths[i] = length;
            } else {
                appendText(to, i, part.bytes, start, length);
            }
        }
    }

    /**
     * Writes one column of rows, in an order of its own.
     *
     * @param chosen rows of {@code from}; −1: NULL
     */
    public void gather(ColumnVector from, int[] chosen, int count, int column) {
        ColumnVector to = columns[column];
        DataType type = types.get(column);
        boolean nulls = from.hasNulls;
        for (int i = 0; i < count; i++) {
            nulls |= chosen[i] < 0;
        }
        if (!nulls) {
            gather(from, type, chosen, count, to);
            return;
        }
        to.hasNulls = true;
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            boolean isNull = row < 0 || from.hasNulls && from.nulls[row];
            to.nulls[i] = isNull;
            if (type.kind().isSlice()) {
                int length = isNull ? 0 : from.lengths[row];
                appendText(to, i, from.bytes, length == 0 ? 0 : from.starts[row], length);
            } else if (!isNull && type.kind().isFloating()) {
                to.doubles[i] = from.doubles[row];
            } else if (!isNull) {
                to.longs[i] = from.longs[row];
                if (type.isWide()) {
                    to.highs[i] = from.highs[row];
                }
            }
        }
    }

    private static void gather(ColumnVector from, DataType type, int[] chosen, int count, ColumnVector to) {
        to.hasNulls = from.hasNulls;
        if (from.hasNulls) {
            for (int i = 0; i < count; i++) {
                to.nulls[i] = from.nulls[chosen[i]];
            }
        }
        if (type.kind().isFloating()) {
            for (int i = 0; i < count; i++) {
                to.doubles[i] = from.doubles[chosen[i]];
            }
        } else if (type.kind().isSlice()) {
            for (int i = 0; i < count; i++) {
                appendText(to, i, from.bytes, from.starts[chosen[i]], from.lengths[chosen[i]]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to.longs[i] = from.longs[chosen[i]];
            }
        }
        if (type.isWide()) {
            for (int i = 0; i < count; i++) {
                to.highs[i] = from.highs[chosen[i]];
            }
        }
    }

    /** Writes the value of a row of another column of the same type; the rows before it are written. */
    public void copy(ColumnVector from, int fromRow, int column, int row) {
        ColumnVector to = columns[column];
        DataType type = types.get(column);
        boolean isNull = from.hasNulls && from.nulls[fromRow];
        to.hasNulls |= isNull;
        to.nulls[row] = isNull;
        if (type.kind().isFloating()) {
            to.doubles[row] = from.doubles[fromRow];
        } else if (type.kind().isSlice()) {
            int length = isNull ? 0 : from.lengths[fromRow];
            appendText(to, row, from.bytes, length == 0 ? 0 : from.starts[fromRow], length);
        } else {
            to.longs[row] = from.longs[fromRow];
        }
        if (type.isWide()) {
            to.highs[row] = from.highs[fromRow];
        }
    }

    /** Whether two rows have the same value, NULL included, in a column. */
    public boolean isSame(int column, int left, int right) {
        ColumnVector vector = columns[column];
        boolean leftNull = vector.hasNulls && vector.nulls[left];
        boolean rightNull = vector.hasNulls && vector.nulls[right];
        if (leftNull || rightNull) {
            return leftNull == rightNull;
        }
        DataType type = types.get(column);
        if (type.kind().isFloating()) {
            return Double.compare(vector.doubles[left] + 0.0, vector.doubles[right] + 0.0) == 0;
        }
        if (type.kind().isSlice()) {
            int a = vector.starts[left];
            int b = vector.starts[right];
            return Arrays.equals(vector.bytes, a, a + vector.lengths[left], vector.bytes, b, b + vector.lengths[right]);
        }
        return vector.longs[left] == vector.longs[right]
                && (!type.isWide() || vector.highs[left] == vector.highs[right]);
    }

    /** Writes the text of a row; the rows before it are written. */
    public static void appendText(ColumnVector column, int row, byte[] bytes, int start, int length) {
        int position = row == 0 ? 0 : column.starts[row - 1] + column.lengths[row - 1];
        if (column.bytes.length - position < length) {
            int needed = Math.addExact(position, length);
            column.bytes =
                    Arrays.copyOf(column.bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(256L, needed * 2L)));
        }
        System.arraycopy(bytes, start, column.bytes, position, length);
        column.starts[row] = position;
        column.lengths[row] = length;
    }
}
