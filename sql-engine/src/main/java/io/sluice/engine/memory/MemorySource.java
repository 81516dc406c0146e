package io.sluice.engine.memory;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.sinks.memory.MemoryTable;
import io.sluice.sinks.memory.MemoryTables;
import io.sluice.sinks.memory.Row;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The result that a memory table holds when the source is first asked, as a bounded table: later batches of the writing
 * query change nothing in it. It can be replayed as long as the source lives; a restart finds another snapshot and says so.
 */
final class MemorySource implements Source {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final SourceTable table;
    private final MemoryTables tables;
    private final String snapshot = UUID.randomUUID().toString();
    private Optional<List<Row>> rows = Optional.empty();

    MemorySource(SourceTable table, MemoryTables tables) {
        this.table = requireNonNull(table, "table");
        this.tables = requireNonNull(tables, "tables");
    }

    /** {@code {"rows":10,"snapshot":"…"}}: all rows of a snapshot. */
    private record Position(@JsonProperty("rows") int rows, @JsonProperty("snapshot") String snapshot) {}

    private List<Row> rows() {
        if (rows.isEmpty()) {
            rows = Optional.of(
                    tables.find(table.name()).map(MemoryTable::integrated).orElse(List.of()));
        }
        return rows.get();
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        if (start.isPresent()) {
            position(start.get());
            return Optional.empty();
        }
        return rows().isEmpty() ? Optional.empty() : latest();
    }

    private void position(Offset offset) {
        Position position;
        try {
            position = MAPPER.readValue(offset.json(), Position.class);
        } catch (JsonProcessingException e) {
            throw new SourceException(
                    "cannot read the position of memory table \"%s\": expected {\"rows\":…,\"snapshot\":…}, got %s"
                            .formatted(table.name(), offset),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
        if (!snapshot.equals(position.snapshot())) {
            throw new SourceException(
                    "cannot go on reading memory table \"%s\": its %d rows were in the memory of a process that is gone"
                            .formatted(table.name(), position.rows()),
                    "Use a new checkpoint directory, or read a table that lasts, such as one of 'filesystem'.");
        }
    }

    @Override
    public Optional<Offset> latest() {
        return Optional.of(new Offset("{\"rows\":%d,\"snapshot\":\"%s\"}".formatted(rows().size(), snapshot)));
    }

    @Override
    public void freeze() {}

    @Override
    public void freeze(Offset end) {
        position(end);
    }

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        return latest();
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        return position.isPresent() || rows().isEmpty();
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        position(range.to());
        List<Field> fields = table.schema().getFields();
        return List.of(new MemorySplit(
                rows(), scan.columns(), scan.columns().stream().map(fields::get).toList()));
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "MemorySource[%s]".formatted(table.name());
    }

    @Override
    public void close() {}
}
