package io.sluice.engine.testing;

import io.sluice.sinks.CellText;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The sink of stream scripts: what is published outlives the query, as the world does. Rows travel in the receipt, so a
 * crash between commit and publish is made good at the next start, and a batch that is published twice is there once.
 */
final class ChangesSinkFactory implements SinkFactory<ChangesSinkFactory.Options> {
    static final String CONNECTOR = "changes";

    /** None. */
    public record Options() {}

    private final Map<String, TreeMap<Long, String>> published = new TreeMap<>();

    /** The lines that were published for {@code table} after batch {@code batch}. */
    synchronized List<String> linesAfter(String table, long batch) {
        List<String> lines = new ArrayList<>();
        published
                .getOrDefault(table, new TreeMap<>())
                .tailMap(batch, false)
                .values()
                .forEach(text -> text.lines().forEach(lines::add));
        return lines;
    }

    synchronized long lastBatch(String table) {
        TreeMap<Long, String> batches = published.get(table);
        return batches == null || batches.isEmpty() ? -1 : batches.lastKey();
    }

    private synchronized void publish(String table, long batch, String text) {
        String before =
                published.computeIfAbsent(table, name -> new TreeMap<>()).put(batch, text);
        if (before != null && !before.equals(text)) {
            throw new IllegalStateException(
                    "batch %d was published as\n%sand then as\n%s".formatted(batch, before, text));
        }
    }

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public Set<OutputMode> modes(Options options) {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean isExactlyOnce(Options options) {
        return true;
    }

    @Override
    public Sink open(SinkTable table, Options options) {
        return new ChangesSink(table);
    }

    private final class ChangesSink implements Sink {
        private final SinkTable table;
        private final Map<Integer, StringBuilder> parts = new TreeMap<>();

        ChangesSink(SinkTable table) {
            this.table = table;
        }

        @Override
        public void recover(OptionalLong lastCommitted) {
            parts.clear();
        }

        @Override
        public synchronized SinkWriter begin(long batch, int part) {
            StringBuilder text = new StringBuilder();
            parts.put(part, text);
            return new Lines(text);
        }

        @Override
        public synchronized byte[] stage(long batch) {
            byte[] receipt = String.join("", parts.values()).getBytes(StandardCharsets.UTF_8);
            parts.clear();
            return receipt;
        }

        @Override
        public void publish(long batch, byte[] receipt) {
            ChangesSinkFactory.this.publish(table.name(), batch, new String(receipt, StandardCharsets.UTF_8));
        }

        @Override
        public void sync() {}

        @Override
        public void abort(long batch) {
            parts.clear();
        }

        @Override
        public boolean partsByThread() {
            return false;
        }

        @Override
        public String description() {
            return "Changes[" + table.name() + "]";
        }

        @Override
        public void close() {}
    }

    private record Lines(StringBuilder text) implements SinkWriter {
        @Override
        public void write(VectorSchemaRoot rows, byte[] kinds) {
            for (int row = 0; row < rows.getRowCount(); row++) {
                text.append(
                        kinds == null
                                ? RowKind.INSERT.symbol()
                                : RowKind.of(kinds[row]).symbol());
                text.append('[');
                String separator = "";
                for (FieldVector column : rows.getFieldVectors()) {
                    text.append(separator).append(CellText.of(column, row));
                    separator = ", ";
                }
                text.append("]\n");
            }
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
