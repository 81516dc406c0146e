package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Arrays;
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
    }

    void skip(long rows) throws IOException {
        long rest = rows;
        while (rest > 0) {
            if (pageRowsLeft == 0) {
                int size = nextPage();
                if (size <= rest) {
                    pages.pass();
                    rowsLeft -= size;
                    rest -= size;
                    continue;
                }
                load(size);
            }
            int taken = (int) Math.min(rest, pageRowsLeft);
            values.orElseThrow().skip(isOptional() ? levels.skipPresent(taken) : taken);
            advance(taken);
            rest -= taken;
        }
    }

    /** The next {@code rows} rows, at most {@link SplitReader#MAX_ROWS}. */
    ColumnVector read(int rows) throws IOException {
        vector.hasNulls = false;
        vector.dictionarySize = 0;
        copies.clear();
        int at = 0;
        int nullCount = 0;
        while (at < rows) {
            if (pageRowsLeft == 0) {
                keepSlices(at);
                load(nextPage());
                continue;
            }
            int taken = Math.min(rows - at, pageRowsLeft);
            nullCount += readPart(at, taken);
            advance(taken);
            at += taken;
        }
        vector.hasNulls = nullCount > 0;
        if (copies.isInUse()) {
            vector.bytes = copies.bytes();
        }
        return vector;
    }

    private int readPart(int at, int count) throws IOException {
        Values source = values.orElseThrow();
        int present = isOptional() ? levels.readPresent(vector, at, count) : count;
        source.read(vector, at, present);
        Optional<DictionaryValues> dictionary = decoders.dictionaryOf(source);
        if (dictionary.isEmpty()) {
            column.conversion().apply(source.bytes(), vector, at, present);
        }
        if (present < count) {
            NullRows.spread(vector, lane, at, count, present);
        }
        if (lane == Lane.SLICE) {
            placeSlices(source, dictionary, at, count);
        }
        return count - present;
    }

    /** A later part of a batch stays in place only if it and all parts before came from the dictionary. */
    private void placeSlices(Values source, Optional<DictionaryValues> dictionary, int at, int count) {
        if (at == 0 || dictionary.isPresent() && !copies.isInUse()) {
            vector.bytes = source.bytes();
            dictionary.ifPresent(entries -> entries.describe(vector));
            return;
        }
        copySlices(vector.bytes, 0, at);
        copies.append(source.bytes(), vector, at, at + count);
    }

    /** Before the page goes: what lies in it is copied, if the batch is not all of one dictionary. */
    private void keepSlices(int rows) {
        if (lane == Lane.SLICE && rows > 0 && vector.dictionarySize == 0) {
            copySlices(vector.bytes, 0, rows);
        }
    }

    private void copySlices(byte[] source, int from, int to) {
        if (!copies.isInUse()) {
            copies.append(source, vector, from, to);
            vector.dictionarySize = 0;
        }
    }

    private boolean isOptional() {
        return column.stored().optional();
    }

    private void advance(int rows) {
        pageRowsLeft -= rows;
        rowsLeft -= rows;
    }

    /** Rows of the next data page, whose header is read; a dictionary before it is loaded. */
    private int nextPage() throws IOException {
        pages.next();
        while (pages.isDictionary()) {
            pages.load(false);
            decoders.loadDictionary(pages, versions.next());
            pages.next();
        }
        int rows = pages.rows();
        if (rows < 0 || rows > rowsLeft) {
            throw new IOException("expected a page of at most %d rows, got %d".formatted(rowsLeft, rows));
        }
        return rows;
    }

    private void load(int rows) throws IOException {
        pages.load(isOptional());
        if (isOptional()) {
            pages.startLevels(levels);
        }
        values = Optional.of(decoders.start(pages));
        pageRowsLeft = rows;
    }

    /** The row, counted in the batch just read, that is null; −1 if none is. */
    static int firstNull(ColumnVector vector, int rows) {
        for (int row = 0; vector.hasNulls && row < rows; row++) {
            if (vector.nulls[row]) {
                return row;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        pages.close();
    }

    /** Numbers the dictionaries that a split reader shows. */
    static final class DictionaryVersions {
        private long last;

        long next() {
            return ++last;
        }
    }

    /** Strings of one batch that lie in more than one page, brought together. */
    private static final class SliceCopies {
        private byte[] bytes = {};
        private int size;
        private boolean inUse;

        void clear() {
            size = 0;
            inUse = false;
        }

        boolean isInUse() {
            return inUse;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Copies the slices of rows {@code [from, to)} and lets them point to the copies. */
        void append(byte[] source, ColumnVector vector, int from, int to) {
            inUse = true;
            for (int row = from; row < to; row++) {
                int length = vector.lengths[row];
                reserve(length);
                System.arraycopy(source, vector.starts[row], bytes, size, length);
                vector.starts[row] = size;
                size += length;
            }
        }

        private void reserve(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
            }
        }
    }
}
