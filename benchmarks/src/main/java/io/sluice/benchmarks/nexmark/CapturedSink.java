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

/**
 * Rows as texts, value by value. Until their batch is published they are kept in memory, or what they add up to, where no more is
 * asked for: so taking a result does not count in the peak of memory.
 */
final class CapturedSink implements Sink {
    private final SinkTable table;
    private final CapturedTable kept;
    private final boolean keepsRows;
    private final Map<Integer, Writer> parts = new ConcurrentHashMap<>();
    private List<Change> staged = List.of();
    private Fingerprint summed = Fingerprint.NONE;

    CapturedSink(SinkTable table, CapturedTable kept, boolean keepsRows) {
        this.table = table;
        this.kept = kept;
        this.keepsRows = keepsRows;
    }

    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public SinkWriter begin(long batch, int part) {
        Writer writer = new Writer(kept.isSum());
        parts.put(part, writer);
        return writer;
    }

    @Override
    public byte[] stage(long batch) {
        staged = new ArrayList<>();
        summed = Fingerprint.NONE;
        for (Writer writer : new TreeMap<>(parts).values()) {
            staged.addAll(writer.changes);
            summed = summed.plus(new Fingerprint(writer.rows, writer.sum));
        }
        parts.clear();
        return new byte[0];
    }

    @Override
    public void publish(long batch, byte[] receipt) {
        kept.publish(batch, staged, summed);
        staged = List.of();
        summed = Fingerprint.NONE;
    }

    @Override
    public void sync() {}

    @Override
    public void abort(long batch) {
        parts.clear();
        staged = List.of();
        summed = Fingerprint.NONE;
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
        private final boolean sums;
        private final List<Change> changes = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private long rows;
        private long sum;

        Writer(boolean sums) {
            this.sums = sums;
        }

        @Override
        public void write(VectorSchemaRoot batch, byte[] kinds) {
            List<FieldVector> columns = batch.getFieldVectors();
            for (int row = 0; row < batch.getRowCount(); row++) {
                text.setLength(0);
                for (int column = 0; column < columns.size(); column++) {
                    append(columns, column, row);
                }
                long hash = Fingerprint.hash(text);
                RowKind kind = kinds == null ? RowKind.INSERT : RowKind.of(kinds[row]);
                if (sums) {
                    rows += CapturedTable.weight(kind);
                    sum += CapturedTable.weight(kind) * hash;
                    continue;
                }
                Optional<String> kept = keepsRows ? Optional.of(text.toString()) : Optional.empty();
                text.setLength(0);
                for (int column : table.key()) {
                    append(columns, column, row);
                }
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
