package io.sluice.benchmarks.nexmark;

import io.sluice.benchmarks.nexmark.CapturedTable.Change;
import io.sluice.sinks.CellText;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Rows as texts, value by value; they are kept in memory until their batch is published. */
final class CapturedSink implements Sink {
    private final SinkTable table;
    private final CapturedTable kept;
    private final boolean keepsRows;
    private final Map<Integer, List<Change>> parts = new ConcurrentHashMap<>();
    private List<Change> staged = List.of();

    CapturedSink(SinkTable table, CapturedTable kept, boolean keepsRows) {
        this.table = table;
        this.kept = kept;
        this.keepsRows = keepsRows;
    }

    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public SinkWriter begin(long batch, int part) {
        List<Change> changes = new ArrayList<>();
        parts.put(part, changes);
        return new Writer(changes);
    }

    @Override
    public byte[] stage(long batch) {
        staged = new ArrayList<>();
        new TreeMap<>(parts).values().forEach(staged::addAll);
        parts.clear();
        return new byte[0];
    }

    @Override
    public void publish(long batch, byte[] receipt) {
        kept.publish(batch, staged);
        staged = List.of();
    }

    @Override
    public void sync() {}

    @Override
    public void abort(long batch) {
        parts.clear();
        staged = List.of();
    }

    @Override
    public boolean partsByThread() {
        return true;
    }

    @Override
    public String description() {
        return "Captured[" + table.name() + "]";
    }

    @Override
    public void close() {}

    private final class Writer implements SinkWriter {
        private final List<Change> changes;
        private final StringBuilder text = new StringBuilder();

        Writer(List<Change> changes) {
            this.changes = changes;
        }

        @Override
        public void write(VectorSchemaRoot rows, byte[] kinds) {
            List<FieldVector> columns = rows.getFieldVectors();
            for (int row = 0; row < rows.getRowCount(); row++) {
                text.setLength(0);
                for (int column = 0; column < columns.size(); column++) {
                    append(columns, column, row);
                }
                long hash = Fingerprint.hash(text);
                Optional<String> kept = keepsRows ? Optional.of(text.toString()) : Optional.empty();
                text.setLength(0);
                for (int column : table.key()) {
                    append(columns, column, row);
                }
                RowKind kind = kinds == null ? RowKind.INSERT : RowKind.of(kinds[row]);
                changes.add(new Change(kind, Fingerprint.hash(text), hash, kept));
            }
        }

        private void append(List<FieldVector> columns, int column, int row) {
            Field declared = table.schema().getFields().get(column);
            text.append(CellText.of(columns.get(column), row, declared)).append(Fingerprint.SEPARATOR);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
