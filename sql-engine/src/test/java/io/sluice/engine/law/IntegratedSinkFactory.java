package io.sluice.engine.law;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A sink that keeps what the changes of all published batches add up to; it outlives the queries. */
final class IntegratedSinkFactory implements SinkFactory<IntegratedSinkFactory.Options> {
    /** None. */
    public record Options() {}

    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    @Override
    public String connector() {
        return "integrated";
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
        Table kept = tables.computeIfAbsent(table.name(), name -> new Table());
        kept.mode = table.mode();
        kept.key = table.key();
        return new IntegratedSink(kept);
    }

    /** The rows that are there now, in the only table. */
    List<String> rows() {
        return tables.isEmpty() ? List.of() : tables.values().iterator().next().rows();
    }

    List<String> rows(String table) {
        return tables.get(table).rows();
    }

    /** What has been published of a table. */
    private static final class Table {
        private final Map<Long, String> published = new TreeMap<>();
        private OutputMode mode = OutputMode.APPEND;
        private List<Integer> key = List.of();

        synchronized List<String> rows() {
            return switch (mode) {
                case APPEND -> lines().map(line -> line.substring(2)).toList();
                case COMPLETE -> published.isEmpty()
                        ? List.of()
                        : new ArrayList<>(published.values())
                                .get(published.size() - 1)
                                .lines()
                                .map(line -> line.substring(2))
                                .toList();
                case UPDATE -> byKey();
                case CHANGELOG -> byRow();
            };
        }

        private java.util.stream.Stream<String> lines() {
            return published.values().stream().flatMap(String::lines);
        }

        private List<String> byKey() {
            Map<String, String> rows = new LinkedHashMap<>();
            lines().forEach(line -> {
                String row = line.substring(2);
                String[] cells = row.split("\\|", -1);
                String id = key.stream().map(i -> cells[i]).collect(Collectors.joining("|"));
                if (line.startsWith("-D")) {
                    if (rows.remove(id) == null) {
                        throw new IllegalStateException("a row was deleted that is not there: " + line);
                    }
                } else if ((rows.put(id, row) == null) != line.startsWith("+I")) {
                    throw new IllegalStateException("inserted twice, or updated before it was inserted: " + line);
                }
            });
            return List.copyOf(rows.values());
        }

        private List<String> byRow() {
            Map<String, Integer> counts = new LinkedHashMap<>();
            lines().forEach(line -> {
                int weight = line.charAt(0) == '+' ? 1 : -1;
                int now = counts.merge(line.substring(2), weight, Integer::sum);
                if (now < 0) {
                    throw new IllegalStateException("a row was taken back that is not there: " + line);
                }
            });
            List<String> rows = new ArrayList<>();
            counts.forEach((row, count) -> {
                for (int i = 0; i < count; i++) {
                    rows.add(row);
                }
            });
            return rows;
        }
    }

    private static final class IntegratedSink implements Sink {
        private final Map<Integer, StringBuilder> parts = new ConcurrentHashMap<>();
        private final Table table;

        IntegratedSink(Table table) {
            this.table = table;
        }

        @Override
        public void recover(OptionalLong lastCommitted) {}

        @Override
        public SinkWriter begin(long batch, int part) {
            StringBuilder text = new StringBuilder();
            parts.put(part, text);
            return new Rows(text);
        }

        @Override
        public byte[] stage(long batch) {
            String all = String.join("", new TreeMap<>(parts).values());
            parts.clear();
            return all.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void publish(long batch, byte[] receipt) {
            synchronized (table) {
                table.published.put(batch, new String(receipt, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void sync() {}

        @Override
        public void abort(long batch) {
            parts.clear();
        }

        @Override
        public boolean partsByThread() {
            return true;
        }

        @Override
        public boolean writesAhead() {
            return true;
        }

        @Override
        public String description() {
            return "Integrated";
        }

        @Override
        public void close() {}
    }

    private record Rows(StringBuilder text) implements SinkWriter {
        @Override
        public void write(VectorSchemaRoot rows, byte[] kinds) {
            for (int row = 0; row < rows.getRowCount(); row++) {
                int at = row;
                text.append(kinds == null ? "+I" : RowKind.of(kinds[row]).symbol());
                text.append(rows.getFieldVectors().stream()
                        .map(column -> Cells.text(value(column, at)))
                        .collect(Collectors.joining("|")));
                text.append('\n');
            }
        }

        private static Object value(FieldVector column, int row) {
            if (column.isNull(row)) {
                return null;
            }
            if (column instanceof IntVector vector) {
                return vector.get(row);
            }
            if (column instanceof BitVector vector) {
                return vector.get(row) != 0;
            }
            if (column instanceof BigIntVector vector) {
                return vector.get(row);
            }
            if (column instanceof Float8Vector vector) {
                return vector.get(row);
            }
            if (column instanceof DecimalVector vector) {
                BigDecimal value = vector.getObject(row);
                return value;
            }
            if (column instanceof VarCharVector vector) {
                return new String(vector.get(row), StandardCharsets.UTF_8);
            }
            if (column instanceof BitVector vector) {
                return vector.get(row) != 0;
            }
            if (column instanceof DateDayVector vector) {
                return LocalDate.ofEpochDay(vector.get(row));
            }
            if (column instanceof TimeStampMicroVector vector) {
                long micros = vector.get(row);
                return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC);
            }
            throw new IllegalStateException("no reader for " + column.getField());
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
