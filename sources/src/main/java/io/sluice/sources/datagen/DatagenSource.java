package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.TimestampText;
import io.sluice.sources.column.WallClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows made up at a steady rate. Row i is a function of the seed, the names and options of the columns, and the start;
 * a replay and a restart give the same rows. After a time without a query the rows of that time are made up for.
 */
final class DatagenSource implements Source {
    private static final long ROWS_OF_SPLIT = 64 << 10;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final long SECOND = 1_000_000L;

    private final String table;
    private final DatagenOptions options;
    private final List<ColumnType> columns;
    private final WallClock zone;
    private final InstantSource clock;
    private final long end;
    private final boolean bounded;
    private Optional<Long> firstStart = Optional.empty();
    private Optional<Instant> frozenAt = Optional.empty();
    private Optional<Offset> latest = Optional.empty();

    DatagenSource(SourceTable request, DatagenOptions options, InstantSource clock) {
        this.table = request.name();
        this.options = requireNonNull(options, "options");
        this.columns = ColumnType.of(request);
        this.zone = new WallClock(request.zone());
        this.clock = requireNonNull(clock, "clock");
        this.bounded = options.isBounded();
        this.end = end();
        generators(0);
    }

    /** The shortest of the number of rows and all sequences. */
    private long end() {
        long rows = options.numberOfRows().orElse(Long.MAX_VALUE);
        for (FieldOptions field : FieldOptions.of(table, columns, options.fields())) {
            if (field.isSequence()) {
                rows = Math.min(rows, Sequence.length(field));
            }
        }
        return rows;
    }

    private List<Generator> generators(long start) {
        EventTimes times = times(start);
        long seed = options.seed().orElse(0L);
        return FieldOptions.of(table, columns, options.fields()).stream()
                .map(field -> Generators.of(field, seed, times))
                .toList();
    }

    private EventTimes times(long start) {
        if (options.startTime().isEmpty()) {
            return EventTimes.ofInstant(start, zone, options.rate());
        }
        TimestampText text = new TimestampText();
        byte[] bytes = options.startTime().get().strip().getBytes(StandardCharsets.UTF_8);
        if (!text.parse(bytes, 0, bytes.length, ' ') || text.isFinerThanMicros()) {
            throw new SourceException(
                    "cannot read datagen table \"%s\": option 'start-time': expected 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '%s'"
                            .formatted(table, options.startTime().get()),
                    "Correct the option in the WITH clause of the table.");
        }
        return text.isZoned()
                ? EventTimes.ofInstant(text.micros(), zone, options.rate())
                : EventTimes.ofWall(text.micros(), zone, options.rate());
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        DatagenOffset from = position(start);
        long available = available(from.start());
        long to = Math.min(available, saturatedSum(from.rows(), limit.maxRows()));
        if (to <= from.rows()) {
            return Optional.empty();
        }
        latest = Optional.of(new DatagenOffset(available, from.start()).toOffset());
        return Optional.of(new DatagenOffset(to, from.start()).toOffset());
    }

    private DatagenOffset position(Optional<Offset> offset) {
        if (offset.isPresent()) {
            return DatagenOffset.parse(offset.get(), table);
        }
        if (firstStart.isEmpty()) {
            firstStart = Optional.of(micros(clock.instant()));
        }
        return new DatagenOffset(0, firstStart.get());
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano() / 1000;
    }

    /** How many rows there are by now. */
    private long available(long start) {
        Instant now = frozenAt.isPresent() && !bounded ? frozenAt.get() : clock.instant();
        long elapsed = Math.max(0, micros(now) - start);
        long rate = options.rate();
        long rows = saturatedSum(saturatedProduct(elapsed / SECOND, rate), elapsed % SECOND * rate / SECOND);
        return Math.min(end, rows);
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    private static long saturatedSum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    @Override
    public Optional<Offset> latest() {
        return latest;
    }

    @Override
    public void freeze() {
        if (frozenAt.isEmpty()) {
            frozenAt = Optional.of(clock.instant());
        }
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        DatagenOffset at = position(position);
        boolean ends = bounded || frozenAt.isPresent();
        return ends && at.rows() >= (bounded ? end : available(at.start()));
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        DatagenOffset to = DatagenOffset.parse(range.to(), table);
        long from = range.from()
                .map(offset -> DatagenOffset.parse(offset, table).rows())
                .orElse(0L);
        List<Generator> all = generators(to.start());
        List<Generator> scanned = scan.columns().stream().map(all::get).toList();
        List<ColumnType> types = scan.columns().stream().map(columns::get).toList();
        List<Split> splits = new ArrayList<>();
        for (long at = from; at < to.rows(); ) {
            long next = to.rows() - at < 2 * ROWS_OF_SPLIT ? to.rows() : at + ROWS_OF_SPLIT;
            splits.add(new DatagenSplit(at, next, types, scanned));
            at = next;
        }
        return splits;
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        Duration betweenRows = Duration.ofNanos(1_000_000_000L / options.rate());
        return Optional.of(betweenRows.compareTo(SHORTEST_WAIT) > 0 ? betweenRows : SHORTEST_WAIT);
    }

    @Override
    public String description() {
        return "DatagenSource[%s]".formatted(table);
    }

    @Override
    public void close() {}
}
