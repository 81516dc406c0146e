package io.sluice.benchmarks.conformance;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.memory.JavaColumn;
import io.sluice.planner.TableDefinition;
import io.sluice.sinks.memory.Row;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/** A table of a suite, its rows in the order in which they were put there. Offsets count rows. Used by one thread. */
final class StoredTable {
    private final TableDefinition definition;
    private final List<Field> fields;
    private final List<Row> rows = new ArrayList<>();

    StoredTable(TableDefinition definition) {
        this.definition = requireNonNull(definition, "definition");
        this.fields = definition.connectorColumns().stream()
                .map(column -> column.type().toField(column.name()))
                .toList();
    }

    TableDefinition definition() {
        return definition;
    }

    int size() {
        return rows.size();
    }

    void add(Row row) {
        rows.add(row);
    }

    void clear() {
        rows.clear();
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The rows {@code [from, to)}. */
    static OffsetRange range(int from, int to) {
        return new OffsetRange(from == 0 ? Optional.empty() : Optional.of(offset(from)), offset(to));
    }

    private static Offset offset(int row) {
        return new Offset(Integer.toString(row));
    }

    Source source() {
        return new Rows();
    }

    /** Reads the ranges that it is told to. */
    private final class Rows implements Source {
        @Override
        public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
            int from = start.map(Rows::row).orElse(0);
            return from < rows.size() ? latest() : Optional.empty();
        }

        private static int row(Offset offset) {
            return Integer.parseInt(offset.json());
        }

        @Override
        public Optional<Offset> latest() {
            return Optional.of(offset(rows.size()));
        }

        @Override
        public void freeze() {}

        @Override
        public void freeze(Offset end) {}

        @Override
        public Optional<Offset> end(Optional<Offset> position) {
            return latest();
        }

        @Override
        public boolean isExhausted(Optional<Offset> position) {
            return next(position, ReadLimit.NONE).isEmpty();
        }

        @Override
        public List<Split> splits(OffsetRange range, Scan scan) {
            int from = range.from().map(Rows::row).orElse(0);
            return List.of(new Portion(rows.subList(from, row(range.to())), fields, scan.columns()));
        }

        @Override
        public void release(Offset position) {}

        @Override
        public Optional<Duration> pollInterval() {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "StoredTable[" + definition.name() + "]";
        }

        @Override
        public void close() {}
    }

    private record Portion(List<Row> rows, List<Field> fields, List<Integer> columns) implements Split {
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
            return new Reader(this);
        }
    }

    private static final class Reader implements SplitReader {
        private final Portion portion;
        private int first;
        private int count;

        Reader(Portion portion) {
            this.portion = portion;
        }

        @Override
        public int next() {
            first += count;
            count = Math.min(MAX_ROWS, portion.rows.size() - first);
            return count == 0 ? -1 : count;
        }

        @Override
        public ColumnVector column(int index) {
            int column = portion.columns.get(index);
            List<Object> values = new ArrayList<>(count);
            portion.rows.subList(first, first + count).forEach(row -> values.add(row.value(column)));
            return JavaColumn.of(portion.fields.get(column), values);
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
