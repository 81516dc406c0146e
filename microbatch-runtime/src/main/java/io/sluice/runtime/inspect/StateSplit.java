package io.sluice.runtime.inspect;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.StateRowReader;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * All rows of a state table, in one piece of work. What they are in is opened with it, beside a running query perhaps anew; then they
 * are read piece by piece.
 *
 * @param columns positions in the table, of the columns that are read
 * @param types theirs
 */
record StateSplit(StateSourceOptions options, List<Integer> columns, List<DataType> types) implements Split {
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
        BufferAllocator allocator = new RootAllocator();
        try {
            StateRowReader rows = CheckpointReader.look(
                    options.checkpoint(),
                    reader -> reader.rows(options.table(), options.batch(), SplitReader.MAX_ROWS, allocator));
            return new Reader(rows, allocator, columns, types);
        } catch (CheckpointException e) {
            allocator.close();
            throw new SourceException(e.getMessage(), e.hint(), e);
        }
    }

    private static final class Reader implements SplitReader {
        private final StateRowReader rows;
        private final BufferAllocator allocator;
        private final List<Integer> columns;
        private final List<DataType> types;
        private final ColumnVector[] decoded;
        private final boolean[] isDecoded;

        Reader(StateRowReader rows, BufferAllocator allocator, List<Integer> columns, List<DataType> types) {
            this.rows = rows;
            this.allocator = allocator;
            this.columns = columns;
            this.types = types;
            decoded = ColumnBatch.piece(types).columns();
            isDecoded = new boolean[decoded.length];
        }

        @Override
        public int next() {
            try {
                Arrays.fill(isDecoded, false);
                return rows.next() ? rows.root().getRowCount() : -1;
            } catch (CheckpointException e) {
                throw new SourceException(e.getMessage(), e.hint(), e);
            }
        }

        @Override
        public ColumnVector column(int index) {
            if (!isDecoded[index]) {
                isDecoded[index] = true;
                VectorSchemaRoot root = rows.root();
                ArrowReader.read(
                        root.getVector(columns.get(index)), types.get(index), 0, root.getRowCount(), decoded[index]);
            }
            return decoded[index];
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {
            rows.close();
            allocator.close();
        }
    }
}
