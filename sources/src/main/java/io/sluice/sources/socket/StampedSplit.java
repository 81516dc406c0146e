package io.sluice.sources.socket;

import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.file.ConstantVector;
import java.util.List;

/**
 * A split of rows that came at one time, with that time as a column.
 *
 * @param places for each scanned column its place in {@code stored}, or −1: the time
 * @param micros when the rows came
 */
record StampedSplit(Split stored, int[] places, long micros) implements Split {
    @Override
    public String partition() {
        return stored.partition();
    }

    @Override
    public long estimatedRows() {
        return stored.estimatedRows();
    }

    @Override
    public SplitReader open() {
        return new Reader(stored.open(), places, ConstantVector.number(micros));
    }

    private record Reader(SplitReader stored, int[] places, ColumnVector time) implements SplitReader {
        @Override
        public int next() {
            return stored.next();
        }

        @Override
        public ColumnVector column(int index) {
            return places[index] < 0 ? time : stored.column(places[index]);
        }

        @Override
        public ColumnVector column(int index, int[] rows, int count) {
            return places[index] < 0 ? time : stored.column(places[index], rows, count);
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
