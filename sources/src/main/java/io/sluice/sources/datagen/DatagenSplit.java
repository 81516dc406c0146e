package io.sluice.sources.datagen;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** The rows from {@code from} to before {@code to}. A column is made when it is asked for. */
record DatagenSplit(long from, long to, List<ColumnType> types, List<Generator> generators) implements Split {
    private static final long ROWS_OF_SPLIT = 64 << 10;

    /**
     * Rows {@code [from, to)} in pieces of a fair size, at least {@code pieces} of them if there are as many rows.
     *
     * @param columns of the table
     * @param all one for each of them
     */
    static List<Split> cut(long from, long to, long pieces, Scan scan, List<ColumnType> columns, List<Generator> all) {
        List<Generator> generators = scan.columns().stream().map(all::get).toList();
        List<ColumnType> types = scan.columns().stream().map(columns::get).toList();
        long size = Math.max(1, Math.min(ROWS_OF_SPLIT, (to - from + pieces - 1) / pieces));
        List<Split> splits = new ArrayList<>();
        for (long at = from; at < to; ) {
            long next = to - at < 2 * size && pieces == 1 ? to : Math.min(to, at + size);
            splits.add(new DatagenSplit(at, next, types, generators));
            at = next;
        }
        return splits;
    }

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public long estimatedRows() {
        return to - from;
    }

    @Override
    public SplitReader open() {
        return new Reader(this);
    }

    private static final class Reader implements SplitReader {
        private final DatagenSplit split;
        private final ColumnVector[] vectors;

        /** For each column the first row of the batch that its vector holds. */
        private final long[] filled;

        private long first;
        private int rows;

        Reader(DatagenSplit split) {
            this.split = split;
            this.first = split.from();
            this.vectors = new ColumnVector[split.types().size()];
            this.filled = new long[vectors.length];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = split.types().get(i).newVector(MAX_ROWS);
                filled[i] = -1;
            }
        }

        @Override
        public int next() {
            first += rows;
            rows = (int) Math.min(MAX_ROWS, split.to() - first);
            return rows == 0 ? -1 : rows;
        }

        @Override
        public ColumnVector column(int index) {
            if (filled[index] != first) {
                split.generators().get(index).fill(first, rows, vectors[index]);
                filled[index] = first;
            }
            return vectors[index];
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
