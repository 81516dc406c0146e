package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads one column of one row group after the other. Pages that are skipped whole are not decompressed. Slices of
 * strings point into the page or its dictionary; only a batch that begins in one page and ends in another is copied.
 */
final class ChunkReader implements AutoCloseable {
    private final MappedColumn column;
    private final Lane lane;
    private final Pages pages;
    private final PageValues decoders;
    private final RunLengths levels = new RunLengths();
    private final ColumnVector vector = new ColumnVector();
    private final SliceCopies copies = new SliceCopies();
    private final DictionaryVersions versions;
    private Optional<Values> values = Optional.empty();
    private long rowsLeft;
    private int pageRowsLeft;

    /** Whether the page is decompressed; if it is not, how many of its rows were passed. */
    private boolean loaded;

    private int passedUnloaded;
    private ChosenRows chosen = ChosenRows.ALL;

    /** Whether a part of the batch was read. */
    private boolean rowsRead;

    ChunkReader(MappedColumn column, ChunkBytes bytes, ColumnChunkPlace place, DictionaryVersions versions) {
        this.column = column;
        this.lane = column.type().lane();
        this.pages = new Pages(bytes, place);
        this.decoders = new PageValues(column);
        this.versions = versions;
        this.rowsLeft = place.rows();
        vector.reserveNulls(SplitReader.MAX_ROWS);
        PageValues.reserve(vector, column, SplitReader.MAX_ROWS);
    }

    /** Moves to another row group. */
    void start(ColumnChunkPlace place) {
        pages.start(place);
        decoders.forgetDictionary();
        values = Optional.empty();
        rowsLeft = place.rows();
        pageRowsLeft = 0;
        loaded = false;
    }

    void skip(long rows) throws IOException {
        long rest = rows;
        while (rest > 0) {
            if (pageRowsLeft == 0) {
                pages.expectPass();
                beginPage();
            }
            int taken = (int) Math.min(rest, pageRowsLeft);
            pass(taken);
            rest -= taken;
        }
    }

    /** The next {@code rows} rows, at most {@link SplitReader#MAX_ROWS}, or of them what is wanted. */
    ColumnVector read(int rows, ChosenRows wanted) throws IOException {
        vector.hasNulls = false;
        vector.dictionarySize = 0;
        vector.lasting = null;
        copies.clear();
        chosen = wanted;
        int at = 0;
        int index = 0;
        boolean nulls = false;
        while (at < rows) {
            if (pageRowsLeft == 0) {
                keepSlices(at, index);
                beginPage();
                continue;
            }
            int taken = Math.min(rows - at, pageRowsLeft);
            int next = wanted.isAll() ? 0 : wanted.indexOf(at + taken, index);
            if (!wanted.isAll() && next == index) {
                pass(taken);
            } else {
                load();
                nulls |= readPart(at, taken, index, next);
                rowsRead = true;
                advance(taken);
            }
            at += taken;
            index = next;
        }
        vector.hasNulls = nulls;
        rowsRead = false;
        if (copies.isInUse()) {
            vector.bytes = copies.bytes();
        }
        return vector;
    }

    /** Reads rows of a page; whether there are nulls among them. */
    private boolean readPart(int at, int count, int from, int to) throws IOException {
        Values source = values.orElseThrow();
        int present = isOptional() ? levels.readPresent(vector, at, count) : count;
        Optional<DictionaryValues> dictionary = decoders.dictionaryOf(source);
        boolean few = !chosen.isAll() && present == count && ChosenRows.isSparse(to - from, count);
        if (few && source instanceof ChosenValues some) {
            some.readChosen(vector, at, chosen.rows(), from, to, at, count);
            byte[] slices = convert(source, dictionary, at, to - from);
            ChosenSpread.spread(vector, lane, at, chosen.rows(), from, to);
            place(slices, dictionary, at, count, from, to);
        } else {
            source.read(vector, at, present);
            byte[] slices = convert(source, dictionary, at, present);
            if (present < count) {
                NullRows.spread(vector, lane, at, count, present);
            }
            place(slices, dictionary, at, count, from, to);
        }
        return present < count;
    }

    /** What the slices point into then; the entries of a dictionary are converted already. */
    private byte[] convert(Values source, Optional<DictionaryValues> dictionary, int at, int count) throws IOException {
        return dictionary.isPresent() ? source.bytes() : column.conversion().apply(source.bytes(), vector, at, count);
    }

    /** A later part of a batch stays in place only if it and all parts before came from the dictionary. */
    private void place(byte[] slices, Optional<DictionaryValues> dictionary, int at, int count, int from, int to)
            throws IOException {
        if (lane != Lane.SLICE) {
            return;
        }
        if (!rowsRead || dictionary.isPresent() && vector.dictionarySize > 0 && !copies.isInUse()) {
            vector.bytes = slices;
            dictionary.ifPresent(entries -> entries.describe(vector));
            return;
        }
        copySlices(vector.bytes, 0, at, 0, from);
        copies.append(slices, vector, chosen, at, at + count, from, to);
    }

    /** Before the page goes: what lies in it is copied, if the batch is not all of one dictionary. */
    private void keepSlices(int rows, int wanted) throws IOException {
        if (lane == Lane.SLICE && rowsRead && vector.dictionarySize == 0) {
            copySlices(vector.bytes, 0, rows, 0, wanted);
        }
    }

    private void copySlices(byte[] source, int from, int to, int firstWanted, int endWanted) throws IOException {
        if (!copies.isInUse()) {
            copies.append(source, vector, chosen, from, to, firstWanted, endWanted);
            vector.dictionarySize = 0;
            vector.lasting = null;
        }
    }

    private boolean isOptional() {
        return column.stored().optional();
    }

    private void advance(int rows) {
        pageRowsLeft -= rows;
        rowsLeft -= rows;
    }

    /** Passes rows of the page, which is not decompressed as long as none of its rows is read. */
    private void pass(int rows) throws IOException {
        if (loaded) {
            values.orElseThrow().skip(isOptional() ? levels.skipPresent(rows) : rows);
        } else {
            passedUnloaded += rows;
        }
        advance(rows);
        if (pageRowsLeft == 0 && !loaded) {
            pages.pass();
        }
    }

    /** Moves to the next data page and reads its header; a dictionary before it is loaded. */
    private void beginPage() throws IOException {
        pages.next();
        while (pages.isDictionary()) {
            pages.load();
            decoders.loadDictionary(pages, versions.next());
            pages.next();
        }
        int rows = pages.rows();
        if (rows < 0 || rows > rowsLeft) {
            throw new IOException("expected a page of at most %d rows, got %d".formatted(rowsLeft, rows));
        }
        if (rows == 0) {
            pages.pass();
        }
        loaded = false;
        passedUnloaded = 0;
        pageRowsLeft = rows;
    }

    private void load() throws IOException {
        if (loaded) {
            return;
        }
        pages.load(0, isOptional() ? 1 : 0);
        if (isOptional()) {
            pages.startDefinitions(levels);
        }
        Values started = decoders.start(pages);
        if (passedUnloaded > 0) {
            started.skip(isOptional() ? levels.skipPresent(passedUnloaded) : passedUnloaded);
        }
        values = Optional.of(started);
        loaded = true;
    }

    /** The first row that is wanted of the batch just read, and is null; −1 if none is. */
    int firstNull(int rows) {
        if (!vector.hasNulls) {
            return -1;
        }
        int wanted = 0;
        for (int row = 0; row < rows; row++) {
            if (!chosen.isAll()) {
                wanted = chosen.indexOf(row, wanted);
            }
            if (vector.nulls[row] && (chosen.isAll() || chosen.isAt(wanted, row))) {
                return row;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        pages.close();
        copies.close();
        decoders.close();
    }

    /** Numbers the dictionaries that a split reader shows. */
    static final class DictionaryVersions {
        private long last;

        long next() {
            return ++last;
        }
    }
}
