package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Rereading;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.WallClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same number of rows in each batch: {@code value} counts from 0, {@code timestamp} is the same for all rows of a
 * batch. There is always a next batch, until the source is frozen; then there is one more.
 */
final class RateMicroBatchSource implements Source {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final String table;
    private final List<ColumnType> columns;
    private final RateMicroBatchOptions options;
    private final WallClock zone;
    private boolean frozen;
    private Optional<Position> frozenEnd = Optional.empty();
    private Optional<Offset> latest = Optional.empty();

    RateMicroBatchSource(String table, List<ColumnType> columns, RateMicroBatchOptions options, WallClock zone) {
        this.table = requireNonNull(table, "table");
        this.columns = List.copyOf(columns);
        this.options = requireNonNull(options, "options");
        this.zone = requireNonNull(zone, "zone");
    }

    /**
     * Where a batch ends, as {@code {"offset":1000,"timestamp":1000}}.
     *
     * @param offset rows so far
     * @param timestamp of the batch that follows, milliseconds since the epoch
     */
    private record Position(@JsonProperty("offset") long offset, @JsonProperty("timestamp") long timestamp) {
        Offset toOffset() {
            return new Offset("{\"offset\":%d,\"timestamp\":%d}".formatted(offset, timestamp));
        }
    }

    private Position position(Optional<Offset> offset) {
        if (offset.isEmpty()) {
            return new Position(0, options.startMillis());
        }
        try {
            return MAPPER.readValue(offset.get().json(), Position.class);
        } catch (JsonProcessingException e) {
            throw new SourceException(
                    "cannot read the position of rate-micro-batch table \"%s\": expected {\"offset\":…,\"timestamp\":…}, got %s"
                            .formatted(table, offset.get()),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        Position from = position(start);
        if (frozenEnd.filter(end -> from.offset() >= end.offset()).isPresent()) {
            return Optional.empty();
        }
        Position to = after(from);
        if (frozen && frozenEnd.isEmpty()) {
            frozenEnd = Optional.of(to);
        }
        latest = Optional.of(to.toOffset());
        return latest;
    }

    private Position after(Position from) {
        return new Position(
                Math.addExact(from.offset(), options.rowsPerBatch()),
                Math.addExact(from.timestamp(), options.advanceMillis()));
    }

    @Override
    public Optional<Offset> latest() {
        return latest;
    }

    @Override
    public void freeze() {
        frozen = true;
    }

    @Override
    public void freeze(Offset end) {
        frozen = true;
        frozenEnd = Optional.of(position(Optional.of(end)));
    }

    /** One batch after where it was frozen. */
    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        if (frozen && frozenEnd.isEmpty()) {
            frozenEnd = Optional.of(after(position(position)));
        }
        return frozenEnd.map(Position::toOffset);
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        return frozenEnd
                .filter(end -> position(position).offset() >= end.offset())
                .isPresent();
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        Position from = position(range.from());
        Position to = position(Optional.of(range.to()));
        List<Generator> generators = columns.stream()
                .map(column -> generator(column, from.timestamp()))
                .toList();
        return DatagenSplit.cut(
                from.offset(), to.offset(), options.numPartitions().orElse(1L), scan, columns, generators);
    }

    private Generator generator(ColumnType column, long millis) {
        if (column.name().equals(RateColumns.VALUE)) {
            return RateColumns.values();
        }
        long micros = millis * 1000;
        long shown = column.kind() == ColumnType.Kind.TIMESTAMP ? zone.toWall(micros) : micros;
        long step = column.timestampStep();
        long value = Math.floorDiv(shown, step) * step;
        return (first, count, out) -> java.util.Arrays.fill(out.longs, 0, count, value);
    }

    /** Its times depend on the batches: each comes as it was. */
    @Override
    public Rereading again(Offset through, ReadLimit limit) {
        Position end = position(Optional.of(through));
        List<OffsetRange> ranges = new ArrayList<>();
        Optional<Offset> from = Optional.empty();
        for (Position at = position(from); at.offset() < end.offset(); ) {
            at = after(at);
            Offset to = at.toOffset();
            ranges.add(new OffsetRange(from, to));
            from = Optional.of(to);
        }
        return new Rereading(ranges, "%,d rows".formatted(end.offset()));
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.of(Duration.ofMillis(1));
    }

    @Override
    public String description() {
        return "RateMicroBatchSource[%s]".formatted(table);
    }

    @Override
    public void close() {}
}
