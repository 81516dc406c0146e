package io.sluice.sinks.console;

import io.sluice.sinks.CellText;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.encode.ColumnTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Prints the first rows of each batch as a table, under Spark's header. A batch without rows is not printed, but the first
 * one is. In changelog mode, and in update mode when a batch deletes, the first column {@code op} says what each row does.
 */
final class ConsoleSink implements Sink {
    private static final String RULE = "-".repeat(43) + "\n";
    private static final String OPERATION = "op";

    private final SinkTable table;
    private final ConsoleSinkOptions options;
    private final Printer printer;
    private final CellText texts;
    private final Map<Integer, Part> parts = new TreeMap<>();

    ConsoleSink(SinkTable table, ConsoleSinkOptions options, Printer printer) {
        this.table = table;
        this.options = options;
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
        long count = parts.values().stream().mapToLong(part -> part.count).sum();
        if (count > 0 || batch == 0) {
            printer.print(text(batch, count));
        }
        parts.clear();
        return new byte[0];
    }

    private String text(long batch, long count) {
        List<String[]> rows = new ArrayList<>();
        boolean deletes = false;
        for (Part part : parts.values()) {
            deletes |= part.deletes;
            part.rows.stream().limit(options.shownRows() - rows.size()).forEach(rows::add);
        }
        StringBuilder out = new StringBuilder(RULE);
        out.append("Batch: ").append(batch).append('\n').append(RULE);
        table(showsOperation(deletes)).appendTo(out, showsOperation(deletes) ? rows : withoutOperation(rows));
        if (count > options.shownRows()) {
            out.append("only showing top %d %s\n"
                    .formatted(options.shownRows(), options.shownRows() == 1 ? "row" : "rows"));
        }
        return out.append('\n').toString();
    }

    private boolean showsOperation(boolean deletes) {
        return table.mode() == OutputMode.CHANGELOG || (table.mode() == OutputMode.UPDATE && deletes);
    }

    private TextTable table(boolean showsOperation) {
        List<String> header = new ArrayList<>();
        if (showsOperation) {
            header.add(OPERATION);
        }
        table.schema().getFields().forEach(field -> header.add(field.getName()));
        return new TextTable(header, options.shownCharacters());
    }

    private static List<String[]> withoutOperation(List<String[]> rows) {
        return rows.stream().map(row -> Arrays.copyOfRange(row, 1, row.length)).toList();
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
        return "Console[" + table.name() + "]";
    }

    @Override
    public void close() {}

    /** Keeps as many rows of a part as can be shown, as texts, the operation first, and counts the others. */
    private final class Part implements SinkWriter {
        private final TextTable cells = table(true);
        private final List<String[]> rows = new ArrayList<>();
        private long count;
        private boolean deletes;
        private boolean isFinished;

        @Override
        public void write(VectorSchemaRoot batch, byte[] kinds) {
            ColumnTypes.checkRows(table, batch);
            for (int row = 0; row < batch.getRowCount(); row++) {
                RowKind kind = kinds == null ? RowKind.INSERT : RowKind.of(kinds[row]);
                deletes |= kind == RowKind.DELETE;
                if (rows.size() < options.shownRows()) {
                    rows.add(cells(batch, row, kind));
                }
            }
            count += batch.getRowCount();
        }

        private String[] cells(VectorSchemaRoot batch, int row, RowKind kind) {
            List<Field> fields = table.schema().getFields();
            String[] cell = new String[fields.size() + 1];
            cell[0] = kind.symbol();
            for (int i = 0; i < fields.size(); i++) {
                FieldVector column = batch.getVector(i);
                cell[i + 1] = cells.cell(texts.text(column, row, fields.get(i)));
            }
            return cell;
        }

        @Override
        public void finish() {
            isFinished = true;
        }

        @Override
        public void close() {
            if (!isFinished) {
                rows.clear();
                count = 0;
                deletes = false;
            }
        }
    }
}
