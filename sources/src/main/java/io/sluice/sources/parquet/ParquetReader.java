package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.StoredInterval;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.parquet.ChunkReader.DictionaryVersions;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the row groups of a split in batches that do not cross from one to the next. A column is read when it is asked
 * for and lags behind when it is not; its first batch after that skips.
 */
final class ParquetReader implements SplitReader {
    private static final String DAMAGED = "The file is damaged: write it again, or move it away.";

    private final DataFile file;
    private final Footer footer;
    private final List<ColumnTree> columns;
    private final List<Integer> groups;
    private final Optional<RowRanges.Range> part;
    private final RowFilter pageFilter;
    private final DictionaryVersions versions = new DictionaryVersions();
    private final Column[] readers;
    private final FileBytes bytes;
    private int groupIndex = -1;
    private Iterator<RowRanges.Range> ranges = Collections.emptyIterator();
    private long rangeEnd;
    private long batchStart;
    private int batchRows;

    ParquetReader(ParquetSplit split) {
        this.file = split.file();
        this.footer = split.footer();
        this.columns = split.columns();
        this.groups = split.groups();
        this.part = split.part();
        this.pageFilter = split.pageFilter();
        this.readers = new Column[columns.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Column(columns.get(i));
        }
        try {
            this.bytes = new FileBytes(file);
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    @Override
    public int next() {
        batchStart += batchRows;
        while (batchStart == rangeEnd) {
            if (ranges.hasNext()) {
                RowRanges.Range range = ranges.next();
                batchStart = range.from();
                rangeEnd = range.to();
            } else if (groupIndex == groups.size() - 1) {
                batchRows = 0;
                return -1;
            } else {
                groupIndex++;
                ranges = rows(groups.get(groupIndex)).ranges().iterator();
                batchStart = 0;
                rangeEnd = 0;
            }
        }
        batchRows = (int) Math.min(MAX_ROWS, rangeEnd - batchStart);
        return batchRows;
    }

    private RowRanges rows(int group) {
        RowRanges rows =
                part.map(range -> new RowRanges(List.of(range))).orElseGet(() -> RowRanges.all(footer.rows(group)));
        if (pageFilter.isEmpty()) {
            return rows;
        }
        try {
            return rows.and(pageFilter.rows(footer, group, bytes));
        } catch (IOException e) {
            String reason = e instanceof FileSystemException || e instanceof ClosedChannelException
                    ? FileFailure.reason(e)
                    : e.getMessage();
            throw file.failure("the index of pages of row group %d: %s".formatted(group + 1, reason), DAMAGED, e);
        }
    }

    @Override
    public ColumnVector column(int index) {
        return column(index, ChosenRows.ALL);
    }

    @Override
    public ColumnVector column(int index, int[] rows, int count) {
        return column(index, count == batchRows ? ChosenRows.ALL : new ChosenRows(rows, count));
    }

    private ColumnVector column(int index, ChosenRows chosen) {
        Column reader = readers[index];
        ColumnTree column = columns.get(index);
        ColumnVector vector;
        try {
            vector = reader.batch(chosen);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw failure(column, e);
        }
        if (!column.type().nullable() && vector.hasNulls) {
            int row = reader.firstNull();
            if (row >= 0) {
                throw nullFailure(column, row);
            }
        }
        return vector;
    }

    private SourceException failure(ColumnTree column, Exception cause) {
        String place = "column \"%s\" of row group %d".formatted(column.type().name(), groups.get(groupIndex) + 1);
        if (cause instanceof TimestampConversion.LostDigitsException) {
            return file.failure(
                    place + ": " + cause.getMessage(),
                    "Set the option 'timestamp.nanos' = 'truncate' to cut the digits below a microsecond.",
                    cause);
        }
        if (cause instanceof StoredInterval.UnfitException) {
            return file.failure(
                    place + ": " + cause.getMessage(),
                    "An INTERVAL is of months or of days and milliseconds; write the two as columns of their own.",
                    cause);
        }
        if (cause instanceof UnsupportedPageException) {
            return file.failure(
                    "%s: got %s, which is not read".formatted(place, cause.getMessage()),
                    "Write the file again with another writer, or with its default encodings and page sizes.",
                    cause);
        }
        if (cause instanceof NestedColumn.NullInsideException) {
            return file.failure(
                    place + ": " + cause.getMessage(), "Declare it without NOT NULL, or correct the file.", cause);
        }
        if (cause instanceof FileSystemException || cause instanceof ClosedChannelException) {
            return file.failure(place + ": " + FileFailure.reason((IOException) cause), FileFailure.HINT, cause);
        }
        String reason = cause instanceof IOException ? cause.getMessage() : "a page breaks off or refers beyond itself";
        return file.failure(place + ": " + reason, DAMAGED, cause);
    }

    private SourceException nullFailure(ColumnTree column, int row) {
        long rowOfFile = batchStart + row + 1;
        for (int group = 0; group < groups.get(groupIndex); group++) {
            rowOfFile += footer.rows(group);
        }
        return file.failure(
                "row %d, column \"%s\": expected a value, got NULL"
                        .formatted(rowOfFile, column.type().name()),
                "Declare the column without NOT NULL, or correct the file.");
    }

    @Override
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() {
        for (Column reader : readers) {
            reader.close();
        }
        try {
            bytes.close();
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    /** Where one column is; its reader is made when the column is asked for first. */
    private final class Column {
        private final ColumnTree column;
        private Optional<RowColumn> rows = Optional.empty();
        private Optional<ColumnVector> current = Optional.empty();
        private int group = -1;
        private long position;

        Column(ColumnTree column) {
            this.column = column;
        }

        ColumnVector batch(ChosenRows chosen) throws IOException {
            if (group != groupIndex) {
                startGroup();
            } else if (position == batchStart + batchRows && current.isPresent()) {
                return current.get();
            }
            RowColumn reader = rows.orElseThrow();
            reader.skip(batchStart - position);
            current = Optional.of(reader.read(batchRows, chosen));
            position = batchStart + batchRows;
            return current.get();
        }

        private void startGroup() {
            int next = groups.get(groupIndex);
            if (rows.isPresent()) {
                rows.get().start(next);
            } else {
                rows = Optional.of(open(next));
            }
            group = groupIndex;
            position = 0;
            current = Optional.empty();
        }

        private RowColumn open(int first) {
            if (column instanceof ColumnTree.Leaf leaf && leaf.isFlat()) {
                return new FlatColumn(leaf.column(), footer, bytes, first, versions);
            }
            return column instanceof ColumnTree.Missing missing
                    ? new MissingColumn(missing.type())
                    : new NestedColumn(column, footer, bytes, first);
        }

        int firstNull() {
            return rows.orElseThrow().firstNull(batchRows);
        }

        void close() {
            rows.ifPresent(RowColumn::close);
        }
    }
}
