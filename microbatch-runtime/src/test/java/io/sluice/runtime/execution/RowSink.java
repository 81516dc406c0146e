package io.sluice.runtime.execution;

import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A sink for tests: keeps the rows of the last batch, parts in their order. */
final class RowSink implements Sink {
    private final boolean byThread;
    private final TreeMap<Integer, List<Change>> parts = new TreeMap<>();
    private final List<Change> staged = new ArrayList<>();
    private boolean aborted;

    RowSink(boolean byThread) {
        this.byThread = byThread;
    }

    /** A row as it came; times are microseconds, texts are strings, integers are longs. */
    record Change(RowKind kind, List<Object> row) {}

    /** What the last batch staged. */
    List<Change> staged() {
        return List.copyOf(staged);
    }

    boolean isAborted() {
        return aborted;
    }

    @Override
    public SinkWriter begin(long batch, int part) {
        List<Change> rows = new ArrayList<>();
        if (parts.put(part, rows) != null) {
            throw new IllegalStateException("part " + part + " was opened twice");
        }
        return new SinkWriter() {
            @Override
            public void write(VectorSchemaRoot root, byte[] kinds) {
                for (int i = 0; i < root.getRowCount(); i++) {
                    List<Object> row = new ArrayList<>();
                    for (FieldVector vector : root.getFieldVectors()) {
                        row.add(value(vector, i));
                    }
                    rows.add(new Change(kinds == null ? RowKind.INSERT : RowKind.of(kinds[i]), row));
                }
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    static Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof TimeStampVector times) {
            return times.get(row);
        }
        Object value = vector.getObject(row);
        if (value instanceof LocalDateTime time) {
            return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000;
        }
        if (value instanceof org.apache.arrow.vector.util.Text) {
            return value.toString();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        boolean integer = value instanceof Byte || value instanceof Short || value instanceof Integer;
        return integer ? (Object) ((Number) value).longValue() : value;
    }

    @Override
    public byte[] stage(long batch) {
        staged.clear();
        parts.values().forEach(staged::addAll);
        parts.clear();
        return new byte[] {(byte) batch};
    }

    @Override
    public void abort(long batch) {
        parts.clear();
        aborted = true;
    }

    @Override
    public boolean partsByThread() {
        return byThread;
    }

    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public void publish(long batch, byte[] receipt) {}

    @Override
    public void sync() {}

    @Override
    public String description() {
        return "RowSink";
    }

    @Override
    public void close() {}
}
