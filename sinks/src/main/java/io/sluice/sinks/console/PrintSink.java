package io.sluice.sinks.console;

import io.sluice.sinks.CellText;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.encode.ColumnTypes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Prints a line for each row, such as {@code +I[a, 2]}; NULL is {@code null}. The lines of a batch are held until it ends. */
final class PrintSink implements Sink {
    private static final String NULL = "null";

    private final SinkTable table;
    private final String prefix;
    private final Printer printer;
    private final CellText texts;
    private final Map<Integer, Part> parts = new TreeMap<>();

    PrintSink(SinkTable table, String prefix, Printer printer) {
        this.table = table;
        this.prefix = prefix;
        this.printer = printer;
        this.texts = CellText.display(table.zone());
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
        StringBuilder lines = new StringBuilder();
        parts.values().forEach(part -> lines.append(part.lines));
        parts.clear();
        if (!lines.isEmpty()) {
            printer.print(lines.toString());
        }
        return new byte[0];
    }

    @Override
    public void publish(long batch, byte[] receipt) {}

    @Override
    public void sync() {}

    @Override
    public synchronized void abort(long batch) {
        parts.clear();
    }

    @Override
    public boolean partsByThread() {
        return false;
    }

    @Override
    public String description() {
        return "Print[" + table.name() + "]";
    }

    @Override
    public void close() {}

    private final class Part implements SinkWriter {
        private final StringBuilder lines = new StringBuilder();
        private boolean isFinished;

        @Override
        public void write(VectorSchemaRoot rows, byte[] kinds) {
            ColumnTypes.checkRows(table, rows);
            for (int row = 0; row < rows.getRowCount(); row++) {
                RowKind kind = kinds == null ? RowKind.INSERT : RowKind.of(kinds[row]);
                appendLine(rows, row, kind);
            }
        }

        private void appendLine(VectorSchemaRoot rows, int row, RowKind kind) {
            List<Field> fields = table.schema().getFields();
            lines.append(prefix).append(kind.symbol()).append('[');
            for (int i = 0; i < fields.size(); i++) {
                FieldVector column = rows.getVector(i);
                lines.append(i == 0 ? "" : ", ");
                lines.append(column.isNull(row) ? NULL : texts.text(column, row, fields.get(i)));
            }
            lines.append("]\n");
        }

        @Override
        public void finish() {
            isFinished = true;
        }

        @Override
        public void close() {
            if (!isFinished) {
                lines.setLength(0);
            }
        }
    }
}
