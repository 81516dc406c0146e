package io.sluice.sources.file;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.DataFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A split of a file with the metadata columns that its format does not know. */
record FileSplit(DataFile file, Split stored, List<ScanColumn> columns) implements Split {
    /** Where a scanned column comes from. */
    sealed interface ScanColumn {
        /** The {@code index}-th column of what is read from the file. */
        record Stored(int index) implements ScanColumn {}

        record Metadata(FileMetadata column) implements ScanColumn {}
    }

    @Override
    public String partition() {
        return stored.partition();
    }

    @Override
    public long estimatedRows() {
        return stored.estimatedRows();
    }

    @Override
    public OptionalLong greatestLeftOut() {
        return stored.greatestLeftOut();
    }

    @Override
    public SplitReader open() {
        return new Reader(file, stored.open(), columns);
    }

    private static final class Reader implements SplitReader {
        private final SplitReader stored;
        private final List<ScanColumn> columns;
        private final Map<Integer, ColumnVector> metadata = new HashMap<>();

        Reader(DataFile file, SplitReader stored, List<ScanColumn> columns) {
            this.stored = stored;
            this.columns = columns;
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i) instanceof ScanColumn.Metadata constant) {
                    metadata.put(i, constant.column().vector(file));
                }
            }
        }

        @Override
        public int next() {
            return stored.next();
        }

        @Override
        public ColumnVector column(int index) {
            return columns.get(index) instanceof ScanColumn.Stored column
                    ? stored.column(column.index())
                    : metadata.get(index);
        }

        @Override
        public ColumnVector column(int index, int[] rows, int count) {
            return columns.get(index) instanceof ScanColumn.Stored column
                    ? stored.column(column.index(), rows, count)
                    : metadata.get(index);
        }

        @Override
        public long bytesRead() {
            return stored.bytesRead();
        }

        @Override
        public long badRows() {
            return stored.badRows();
        }

        @Override
        public List<BadRow> takeBadRows() {
            return stored.takeBadRows();
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
