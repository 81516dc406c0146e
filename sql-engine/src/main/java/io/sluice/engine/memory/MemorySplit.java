package io.sluice.engine.memory;

import io.sluice.sinks.memory.Row;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * All rows of a snapshot.
 *
 * @param columns positions in a row, of the columns that are read
 * @param fields their types
 */
record MemorySplit(List<Row> rows, List<Integer> columns, List<Field> fields) implements Split {
    @Override
    public String partition() {
        return "0";
    }

    @Override
    public long estimatedRows() {
        return rows.size();
    }

    @Override
    public SplitReader open() {
        return new Reader();
    }

    private final class Reader implements SplitReader {
        private int first;
        private int count;

        @Override
        public int next() {
            first += count;
            count = Math.min(MAX_ROWS, rows.size() - first);
            return count == 0 ? -1 : count;
        }

        @Override
        public ColumnVector column(int index) {
            int column = columns.get(index);
            List<Object> values = rows.subList(first, first + count).stream()
                    .map(row -> row.value(column))
                    .toList();
            return JavaColumn.of(fields.get(index), values);
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
