package io.sluice.sinks.memory;

import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.encode.ColumnTypes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a {@link MemoryTable}. The rows wait in memory for their commit; the receipt has the number of the batch only, so
 * a new process cannot publish what an old one staged.
 */
final class MemorySink implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(MemorySink.class);

    private final SinkTable table;
    private final MemoryTable target;
    private final Map<Integer, Part> parts = new TreeMap<>();
    private final Map<Long, List<Row>> staged = new HashMap<>();

    MemorySink(SinkTable table, MemoryTable target) {
        this.table = table;
        this.target = target;
    }

    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public synchronized SinkWriter begin(long batch, int part) {
        Part writer = new Part();
        parts.put(part, writer);
        return writer;
    }

    @Override
    public synchronized byte[] stage(long batch) {
        List<Row> rows = new ArrayList<>();
        parts.values().forEach(part -> rows.addAll(part.rows));
        parts.clear();
        staged.put(batch, rows);
        return ByteBuffer.allocate(Long.BYTES).putLong(batch).array();
    }

    @Override
    public synchronized void publish(long batch, byte[] receipt) {
        List<Row> rows = staged.remove(batch);
        if (rows != null) {
            target.put(table.queryId(), batch, rows);
        } else if (!target.has(table.queryId(), batch)) {
            LOG.warn(
                    "rows of batch {} of table \"{}\" were in the memory of a process that is gone",
                    batch,
                    table.name());
        }
    }

    @Override
    public void sync() {}

    @Override
    public synchronized void abort(long batch) {
        parts.clear();
        staged.remove(batch);
    }

    @Override
    public boolean partsByThread() {
        return false;
    }

    @Override
    public String description() {
        return "Memory[" + table.name() + "]";
    }

    @Override
    public void close() {}

    private final class Part implements SinkWriter {
        private final List<Row> rows = new ArrayList<>();
        private boolean isFinished;

        @Override
        public void write(VectorSchemaRoot batch, byte[] kinds) {
            ColumnTypes.checkRows(table, batch);
            for (int row = 0; row < batch.getRowCount(); row++) {
                RowKind kind = kinds == null ? RowKind.INSERT : RowKind.of(kinds[row]);
                rows.add(JavaValues.row(batch, row, kind));
            }
        }

        @Override
        public void finish() {
            isFinished = true;
        }

        @Override
        public void close() {
            if (!isFinished) {
                rows.clear();
            }
        }
    }
}
