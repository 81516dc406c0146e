package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as columns of plain arrays that grow; behind the rows no value is NULL yet, and a column has no flags before its first NULL. Columns that nobody looks at where they lie may
 * grow in parts, which are never copied: see {@link ColumnVector#parts}. Used by one thread at a time.
 *
 * <p>A table of rows stores a text that repeats within a column, or a part of it, once: see {@link SharedTexts}.
 */
public final class RowColumns {
    private static final int FIRST = 8;

    /** Memory for fewer rows is always kept. */
    private static final int MANY = 1024;

    private static final int MOST_TEXT = Integer.MAX_VALUE - 8;

    private static final byte[] NO_BYTES = {};
    private static final int NULLS = 1;
    private static final int SHARES = 2;

    /** What becomes of texts. */
    public enum Texts {
        /** Each is copied. */
        COPIED,
        /** They stay where they are if they are {@link ColumnVector#lasting}, as long as all of a column lie in one array. */
        REFERRED,
        /** Equal ones are stored once, as long as they repeat. */
        SHARED
    }

    private final List<DataType> types;
    private final boolean[] inParts;
    private final Texts texts;
    private final ColumnVector[] columns;

    /** Of the columns of texts that are stored once; of a column in parts that of its last part. */
    private final SharedTexts[] shared;

    private int capacity;
    private int rows;

    /** Rows of a part, which are those that are to be copied. */
    private int[] places = {};

    public RowColumns(List<DataType> types, int capacity) {
        this(types, Texts.COPIED, capacity);
    }

    public RowColumns(List<DataType> types, Texts texts, int capacity) {
        this(types, new boolean[types.size()], texts, capacity);
    }

    /**
     * @param inParts columns that lie in parts
     * @param capacity rows that the others have room for
     */
    RowColumns(List<DataType> types, boolean[] inParts, Texts texts, int capacity) {
        this.types = types;
        this.inParts = inParts;
        this.texts = texts;
        shared = new SharedTexts[types.size()];
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
        // Of large columns what is not used yet is memory.
        int more = capacity < ColumnVector.PART ? capacity : capacity / 2;
        capacity = Math.max(least, Math.max(FIRST, capacity + more));
        for (int i = 0; i < columns.length; i++) {
            if (!inParts[i]) {
                grow(columns[i], types.get(i), capacity);
            }
        }
    }

    private static void grow(ColumnVector column, DataType type, int capacity) {
        if (column.hasNulls || column.nulls.length > 0) {
            column.nulls = Arrays.copyOf(column.nulls, capacity);
        }
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

    /** How many rows a column has room for. */
    private static int room(ColumnVector column, DataType type) {
        if (type.kind().isFloating()) {
            return column.doubles.length;
        }
        return type.kind().isSlice() ? column.starts.length : column.longs.length;
    }

    /** Values of a column may be NULL from now on. */
    private static void allowNulls(ColumnVector column, DataType type) {
        column.hasNulls = true;
        if (column.nulls.length == 0) {
            column.nulls = new boolean[room(column, type)];
        }
    }

    private static boolean isNull(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row];
    }

    /** The part for a new row, with room for as many as are to be added to it. */
    private ColumnVector reservePart(int index, int row, int more) {
        ColumnVector column = columns[index];
        DataType type = types.get(index);
        int part = row >>> ColumnVector.PART_BITS;
        if (part == column.parts.length) {
            ColumnVector added = new ColumnVector();
            if (part > 0) {
                grow(added, type, ColumnVector.PART);
                if (type.kind().isSlice()) {
                    int text = finishTexts(index, column.parts[part - 1]);
                    added.bytes = new byte[(int) Math.min(MOST_TEXT, text + text / 32L)];
                }
            }
            column.parts = Arrays.copyOf(column.parts, part + 1);
            column.parts[part] = added;
        }
        ColumnVector own = column.parts[part];
        int least = column.place(row) + more;
        int room = room(own, type);
        if (room < least) {
            grow(own, type, Math.min(ColumnVector.PART, Math.max(least, Math.max(FIRST, room * 2))));
        }
        return own;
    }

    /** A part gets no more texts: gives memory back that it does not need, and says how much it needs. */
    private int finishTexts(int index, ColumnVector part) {
        int text = shared[index] == null ? textEnd(part, ColumnVector.PART) : shared[index].used();
        if (part.bytes.length - text > text / 8) {
            part.bytes = Arrays.copyOf(part.bytes, text);
        }
        return text;
    }

    /** Adds some rows of columns of the same types; further columns there may be. */
    public void append(ColumnVector[] from, int[] chosen, int count) {
        grow(rows + count);
        for (int i = 0; i < columns.length; i++) {
            if (inParts[i]) {
                appendParts(from[i], chosen, count, i);
            } else {
                append(from[i], i, chosen, 0, count, columns[i], rows);
            }
        }
        rows += count;
    }

    /** From one part, or a column without parts, to one part at a time. */
    private void appendParts(ColumnVector from, int[] chosen, int count, int index) {
        columns[index].hasNulls |= from.hasNulls;
        for (int done = 0; done < count; ) {
            int at = (rows + done) & ColumnVector.PART - 1;
            int most = Math.min(count - done, ColumnVector.PART - at);
            int more = from.parts.length == 0 ? most : places(chosen, done, most);
            ColumnVector source = from.part(chosen[done]);
            ColumnVector part = reservePart(index, rows + done, more);
            if (from.parts.length == 0) {
                append(source, index, chosen, done, more, part, at);
            } else {
                append(source, index, places, 0, more, part, at);
            }
            done += more;
        }
    }

    /** Finds how many of some rows, from one on, lie in its part, and where. */
    private int places(int[] chosen, int first, int most) {
        if (places.length < most) {
            places = new int[most];
        }
        int part = chosen[first] >>> ColumnVector.PART_BITS;
        int found = 0;
        while (found < most && chosen[first + found] >>> ColumnVector.PART_BITS == part) {
            places[found] = chosen[first + found] & ColumnVector.PART - 1;
            found++;
        }
        return found;
    }

    /** Adds the first rows of columns of the same types; further columns there may be. */
    public void appendFirst(ColumnVector[] from, int count) {
        grow(rows + count);
        for (int i = 0; i < columns.length; i++) {
            if (inParts[i]) {
                appendFirstParts(from[i], count, i);
            } else {
                appendFirst(from[i], i, 0, count, columns[i], rows);
            }
        }
        rows += count;
    }

    private void appendFirstParts(ColumnVector from, int count, int index) {
        columns[index].hasNulls |= from.hasNulls;
        for (int done = 0; done < count; ) {
            int at = (rows + done) & ColumnVector.PART - 1;
            int more = Math.min(count - done, ColumnVector.PART - at);
            appendFirst(from, index, done, more, reservePart(index, rows + done, more), at);
            done += more;
        }
    }

    private void appendFirst(ColumnVector from, int index, int first, int count, ColumnVector to, int at) {
        DataType type = types.get(index);
        if (from.hasNulls) {
            allowNulls(to, type);
            System.arraycopy(from.nulls, first, to.nulls, at, count);
        }
        if (type.kind().isFloating()) {
            System.arraycopy(from.doubles, first, to.doubles, at, count);
        } else if (type.kind().isSlice()) {
            if (!placeTexts(from, index, null, first, count, to, at)) {
                appendFirstTexts(from, first, count, to, at);
            }
        } else {
            System.arraycopy(from.longs, first, to.longs, at, count);
        }
        if (type.isWide()) {
            System.arraycopy(from.highs, first, to.highs, at, count);
        }
    }

    /** Adds one row. */
    public void append(ColumnVector[] from, int row) {
        grow(rows + 1);
        for (int i = 0; i < columns.length; i++) {
            ColumnVector to = columns[i];
            if (inParts[i]) {
                ColumnVector part = reservePart(i, rows, 1);
                append(from[i], i, row, part, to.place(rows));
                to.hasNulls |= part.hasNulls;
            } else {
                append(from[i], i, row, to, rows);
            }
        }
        rows++;
    }

    private void append(ColumnVector from, int index, int row, ColumnVector to, int at) {
        DataType type = types.get(index);
        boolean isNull = isNull(from, row);
        if (isNull) {
            allowNulls(to, type);
            to.nulls[at] = true;
        }
        if (type.kind().isFloating()) {
            to.doubles[at] = from.doubles[row];
        } else if (type.kind().isSlice()) {
            int length = isNull ? 0 : from.lengths[row];
            if (!placeTexts(from, index, null, row, 1, to, at)) {
                ColumnBatch.appendText(to, at, from.bytes, length == 0 ? 0 : from.starts[row], length);
            }
        } else {
            to.longs[at] = from.longs[row];
        }
        if (type.isWide()) {
            to.highs[at] = from.highs[row];
        }
    }

    private void append(ColumnVector from, int index, int[] chosen, int first, int count, ColumnVector to, int at) {
        DataType type = types.get(index);
        if (from.hasNulls) {
            allowNulls(to, type);
        }
        for (int i = 0; from.hasNulls && i < count; i++) {
            to.nulls[at + i] = from.nulls[chosen[first + i]];
        }
        if (type.kind().isFloating()) {
            for (int i = 0; i < count; i++) {
                to.doubles[at + i] = from.doubles[chosen[first + i]];
            }
        } else if (type.kind().isSlice()) {
            if (!placeTexts(from, index, chosen, first, count, to, at)) {
                appendTexts(from, chosen, first, count, to, at);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to.longs[at + i] = from.longs[chosen[first + i]];
            }
        }
        if (type.isWide()) {
            for (int i = 0; i < count; i++) {
                to.highs[at + i] = from.highs[chosen[first + i]];
            }
        }
    }

    /**
     * Writes texts that are not simply copied; says whether it did.
     *
     * @param chosen rows from {@code first} on; null: those that follow the row {@code first}
     */
    private boolean placeTexts(
            ColumnVector from, int index, int[] chosen, int first, int count, ColumnVector to, int at) {
        if (at == 0) {
            startTexts(from, index, to);
        }
        if (shared[index] != null) {
            shared[index].append(from, chosen, first, count, at);
            return true;
        }
        if (to.lasting == null) {
            return false;
        }
        if (from.lasting == null || from.bytes != to.bytes) {
            takeOver(to, at);
            return false;
        }
        for (int i = 0; i < count; i++) {
            int row = chosen == null ? first + i : chosen[first + i];
            int length = isNull(to, at + i) ? 0 : from.lengths[row];
            to.lengths[at + i] = length;
            to.starts[at + i] = length == 0 ? 0 : from.starts[row];
        }
        return true;
    }

    /** A column, or a part of it, is about to get its first text. A part looks for equal texts if the one before it found some. */
    private void startTexts(ColumnVector from, int index, ColumnVector to) {
        if (to.lasting != null) {
            to.bytes = NO_BYTES;
            to.lasting = null;
        }
        boolean isPart = to != columns[index] && columns[index].parts.length > 1;
        boolean repeats = from.lasting != null || !isPart || shared[index] != null && shared[index].isSharing();
        shared[index] = null;
        if (texts == Texts.SHARED && repeats) {
            shared[index] = new SharedTexts(to);
            to.lasting = new LastingTexts();
        } else if (texts == Texts.REFERRED && from.lasting != null) {
            from.lasting.keep();
            to.bytes = from.bytes;
            to.lasting = from.lasting;
        }
    }

    /** Copies texts that lie elsewhere: they are the column's now. */
    private static void takeOver(ColumnVector column, int rows) {
        long all = 0;
        for (int row = 0; row < rows; row++) {
            all += column.lengths[row];
        }
        byte[] own = new byte[Math.toIntExact(all)];
        int end = 0;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(column.bytes, column.starts[row], own, end, column.lengths[row]);
            column.starts[row] = end;
            end += column.lengths[row];
        }
        column.bytes = own;
        column.lasting = null;
    }

    private static void appendTexts(ColumnVector from, int[] chosen, int first, int count, ColumnVector to, int at) {
        int[] lengths = to.lengths;
        int[] starts = to.starts;
        int used = textEnd(to, at);
        long end = used;
        for (int i = 0; i < count; i++) {
            int length = isNull(to, at + i) ? 0 : from.lengths[chosen[first + i]];
            lengths[at + i] = length;
            starts[at + i] = (int) end;
            end += length;
        }
        byte[] bytes = reserveText(to, used, end);
        for (int i = 0; i < count; i++) {
            if (lengths[at + i] > 0) {
                System.arraycopy(from.bytes, from.starts[chosen[first + i]], bytes, starts[at + i], lengths[at + i]);
            }
        }
    }

    /** Texts that lie one behind the other are copied at once. */
    private static void appendFirstTexts(ColumnVector from, int first, int count, ColumnVector to, int at) {
        int used = textEnd(to, at);
        long end = used;
        for (int i = 0; i < count; i++) {
            int length = isNull(to, at + i) ? 0 : from.lengths[first + i];
            to.lengths[at + i] = length;
            to.starts[at + i] = (int) end;
            end += length;
        }
        byte[] bytes = reserveText(to, used, end);
        for (int i = 0; i < count; ) {
            int start = to.starts[at + i];
            int source = from.starts[first + i];
            int length = to.lengths[at + i];
            for (i++; i < count && (length == 0 || from.starts[first + i] == source + length); i++) {
                source = length == 0 ? from.starts[first + i] : source;
                length += to.lengths[at + i];
            }
            if (length > 0) {
                System.arraycopy(from.bytes, source, bytes, start, length);
            }
        }
    }

    private static int textEnd(ColumnVector column, int rows) {
        return rows == 0 ? 0 : column.starts[rows - 1] + column.lengths[rows - 1];
    }

    /** Makes room for texts up to an end; the bytes so far are {@code used}. */
    private static byte[] reserveText(ColumnVector column, int used, long end) {
        if (column.bytes.length < end) {
            long capacity = Math.max(end, Math.min(MOST_TEXT, 2L * column.bytes.length));
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
            allowNulls(column, types.get(i));
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
        Arrays.fill(shared, null);
        for (ColumnVector column : columns) {
            if (column.lasting != null) {
                column.bytes = NO_BYTES;
                column.lasting = null;
            }
            int text = column.bytes.length == 0 ? 0 : textEnd(column, rows);
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
            if (!inParts[i]) {
                save(column, types.get(i), rows, out);
                continue;
            }
            for (int part = 0; part < parts(rows); part++) {
                save(column.parts[part], types.get(i), rowsOf(part, rows), out);
            }
        }
    }

    private static int parts(int rows) {
        return rows + ColumnVector.PART - 1 >>> ColumnVector.PART_BITS;
    }

    private static int rowsOf(int part, int rows) {
        return Math.min(ColumnVector.PART, rows - (part << ColumnVector.PART_BITS));
    }

    private static void save(ColumnVector column, DataType type, int rows, PageOutput out) {
        out.putInt((column.hasNulls ? NULLS : 0) | (column.lasting != null ? SHARES : 0));
        out.put(column.nulls, column.hasNulls ? rows : 0);
        if (type.kind().isFloating()) {
            out.put(column.doubles, rows);
        } else if (type.kind().isSlice()) {
            out.put(column.starts, rows);
            out.put(column.lengths, rows);
            int text = column.lasting != null ? lastEnd(column, rows) : textEnd(column, rows);
            out.putInt(text);
            out.put(column.bytes, text);
        } else {
            out.put(column.longs, rows);
        }
        if (type.isWide()) {
            out.put(column.highs, rows);
        }
    }

    /** The end of texts that lie in any order. */
    private static int lastEnd(ColumnVector column, int rows) {
        int end = 0;
        for (int row = 0; row < rows; row++) {
            end = Math.max(end, column.starts[row] + column.lengths[row]);
        }
        return end;
    }

    static RowColumns load(List<DataType> types, PageInput in) {
        return load(types, new boolean[types.size()], Texts.COPIED, in);
    }

    static RowColumns load(List<DataType> types, boolean[] inParts, Texts texts, PageInput in) {
        int rows = in.getInt();
        RowColumns loaded = new RowColumns(types, inParts, texts, rows);
        for (int i = 0; i < loaded.columns.length; i++) {
            ColumnVector column = loaded.columns[i];
            if (!inParts[i]) {
                loaded.load(column, i, rows, in);
                continue;
            }
            for (int part = 0; part < parts(rows); part++) {
                int first = part << ColumnVector.PART_BITS;
                ColumnVector own = loaded.reservePart(i, first, rowsOf(part, rows));
                loaded.load(own, i, rowsOf(part, rows), in);
                column.hasNulls |= own.hasNulls;
            }
        }
        loaded.rows = rows;
        return loaded;
    }

    private void load(ColumnVector column, int index, int rows, PageInput in) {
        DataType type = types.get(index);
        int flags = in.getInt();
        if ((flags & NULLS) != 0) {
            allowNulls(column, type);
        }
        column.lasting = (flags & SHARES) != 0 ? new LastingTexts() : null;
        in.get(column.nulls, column.hasNulls ? rows : 0);
        if (type.kind().isFloating()) {
            in.get(column.doubles, rows);
        } else if (type.kind().isSlice()) {
            in.get(column.starts, rows);
            in.get(column.lengths, rows);
            int text = in.getInt();
            column.bytes = in.get(new byte[text], text);
            shared[index] = column.lasting != null ? SharedTexts.of(column, rows, text) : null;
        } else {
            in.get(column.longs, rows);
        }
        if (type.isWide()) {
            in.get(column.highs, rows);
        }
    }

    /** Memory held. */
    long bytes() {
        long bytes = 0;
        for (ColumnVector column : columns) {
            bytes += bytes(column);
            for (ColumnVector part : column.parts) {
                bytes += bytes(part);
            }
        }
        for (SharedTexts each : shared) {
            bytes += each == null ? 0 : each.bytes();
        }
        return bytes;
    }

    private static long bytes(ColumnVector column) {
        return column.nulls.length
                + (long) column.longs.length * Long.BYTES
                + (long) column.highs.length * Long.BYTES
                + (long) column.doubles.length * Double.BYTES
                + (long) column.starts.length * 2 * Integer.BYTES
                + column.bytes.length;
    }
}
