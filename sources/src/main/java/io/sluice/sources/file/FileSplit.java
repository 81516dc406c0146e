package io.sluice.sources.file;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.KnownTimes;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.DataFile;
import java.util.List;
import java.util.Optional;

/**
 * A split of a file with the columns that its format does not know: metadata, and partitions. At its end it checks that the
 * file is still what it was.
 */
record FileSplit(DataFile file, Split stored, List<ScanColumn> columns, Runnable atEnd) implements Split {
    /** Where a scanned column comes from. */
    sealed interface ScanColumn {
        /** The {@code index}-th column of what is read from the file. */
        record Stored(int index) implements ScanColumn {}

        record Metadata(FileMetadata column) implements ScanColumn {}

        record Partition(PartitionValue value) implements ScanColumn {}
    }

    @Override
    public String partition() {
        return stored.partition();
    }

    @Override
    public String place() {
        String within = stored.place();
        return file.location() + (within.isEmpty() ? "" : ", " + within);
    }

    @Override
    public long estimatedRows() {
        return stored.estimatedRows();
    }

    @Override
    public Optional<KnownTimes> knownTimes() {
        return stored.knownTimes();
    }

    @Override
    public SplitReader open() {
        return new Reader(this);
    }

    private static final class Reader implements SplitReader {
        private final SplitReader stored;
        private final Runnable atEnd;
        /** What does not come from the file itself; null for what does. */
        private final ColumnVector[] constants;

        private final int[] places;

        Reader(FileSplit split) {
            this.atEnd = split.atEnd();
            List<ScanColumn> columns = split.columns();
            this.constants = new ColumnVector[columns.size()];
            this.places = new int[columns.size()];
            for (int i = 0; i < places.length; i++) {
                ScanColumn column = columns.get(i);
                if (column instanceof ScanColumn.Stored inFile) {
                    places[i] = inFile.index();
                } else if (column instanceof ScanColumn.Metadata metadata) {
                    constants[i] = metadata.column().vector(split.file());
                } else {
                    constants[i] = ((ScanColumn.Partition) column).value().vector();
                }
            }
            this.stored = split.stored().open();
        }

        @Override
        public int next() {
            int rows = stored.next();
            if (rows < 0) {
                atEnd.run();
            }
            return rows;
        }

        @Override
        public ColumnVector column(int index) {
            return constants[index] == null ? stored.column(places[index]) : constants[index];
        }

        @Override
        public ColumnVector column(int index, int[] rows, int count) {
            return constants[index] == null ? stored.column(places[index], rows, count) : constants[index];
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
