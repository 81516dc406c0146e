package io.sluice.runtime.inspect;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * All rows of a state table, in one piece of work. They are read when it is opened, and held in memory: beside a running query
 * the reading may have to begin anew.
 *
 * @param columns positions in the table, of the columns that are read
 * @param types theirs
 */
record StateSplit(StateSourceOptions options, List<Integer> columns, List<DataType> types) implements Split {
    private record Piece(ColumnVector[] columns, int rows) {}

    @Override
    public String partition() {
        return "0";
    }

    @Override
    public String place() {
        return options.table() + " of " + options.checkpoint();
    }

    @Override
    public long estimatedRows() {
        return 0;
    }

    @Override
    public SplitReader open() {
        try (BufferAllocator allocator = new RootAllocator()) {
            return new Reader(CheckpointReader.look(options.checkpoint(), reader -> {
                List<Piece> pieces = new ArrayList<>();
                reader.read(
                        options.table(),
                        options.batch(),
                        SplitReader.MAX_ROWS,
                        allocator,
                        rows -> pieces.add(piece(rows)));
                return pieces;
            }));
        } catch (CheckpointException e) {
            throw new SourceException(e.getMessage(), e.hint(), e);
        }
    }

    private Piece piece(VectorSchemaRoot rows) {
        ColumnVector[] copied = ColumnBatch.piece(types).columns();
        for (int i = 0; i < copied.length; i++) {
            ArrowReader.read(rows.getVector(columns.get(i)), types.get(i), 0, rows.getRowCount(), copied[i]);
        }
        return new Piece(copied, rows.getRowCount());
    }

    private static final class Reader implements SplitReader {
        private final List<Piece> pieces;
        private int at = -1;

        Reader(List<Piece> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int next() {
            at++;
            return at < pieces.size() ? pieces.get(at).rows() : -1;
        }

        @Override
        public ColumnVector column(int index) {
            return pieces.get(at).columns()[index];
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
