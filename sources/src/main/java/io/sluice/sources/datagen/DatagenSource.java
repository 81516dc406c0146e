package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Rereading;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows made up as time goes by. Row i is a function of the options and the start; a replay and a restart give the same rows. After a time without a query the rows of that time are made up for.
 */
public final class DatagenSource implements Source {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final long SECOND = 1_000_000L;
    private static final long ROWS_AGAIN = 10_000_000L;

    private final String table;
    private final MadeRows rows;
    private final InstantSource clock;
    private final String name;
    private OptionalLong pinned = OptionalLong.empty();
    private long taken;
    private long planned;
    private Optional<Long> firstStart = Optional.empty();
    private Optional<Instant> frozenAt = Optional.empty();
    private Optional<Offset> latest = Optional.empty();

    /** @param name of the source, for progress reports */
    public DatagenSource(String name, String table, MadeRows rows, InstantSource clock) {
        this.name = requireNonNull(name, "name");
        this.table = requireNonNull(table, "table");
        this.rows = requireNonNull(rows, "rows");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        DatagenOffset from = position(start);
        taken = from.rows();
        planned = taken;
        long available = available(from.start());
        long to = Math.min(available, Saturated.sum(from.rows(), limit.maxRows()));
        if (to <= from.rows()) {
            return Optional.empty();
        }
        planned = to;
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
        if (pinned.isPresent() && !rows.isBounded()) {
            return pinned.getAsLong();
        }
        Instant now = frozenAt.isPresent() && !rows.isBounded() ? frozenAt.get() : clock.instant();
        return Math.min(end(), rows.by(Math.max(0, micros(now) - start)));
    }

    private long end() {
        return pinned.orElseGet(rows::end);
    }

    @Override
    public Optional<Offset> latest() {
        return latest;
    }

    /** Of a table that ends. */
    @Override
    public Map<String, String> metrics() {
        return end() == Long.MAX_VALUE
                ? Map.of()
                : Map.of("numRowsOutstanding", Long.toString(Math.max(0, end() - planned)));
    }

    /** Rows. */
    @Override
    public OptionalLong backlog() {
        return end() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(end() - taken);
    }

    @Override
    public OptionalLong sizeOf(OffsetRange range) {
        return OptionalLong.of(position(Optional.of(range.to())).rows()
                - range.from()
                        .map(from -> DatagenOffset.parse(from, table).rows())
                        .orElse(0L));
    }

    @Override
    public void freeze() {
        if (rows.by(0) == Long.MAX_VALUE) {
            throw new SourceException(
                    "cannot read table \"%s\" up to its present end: expected rows that end or come by the clock, got rows without end"
                            .formatted(table),
                    "Set the option for the number of rows, or one that limits the rate.");
        }
        if (frozenAt.isEmpty()) {
            frozenAt = Optional.of(clock.instant());
        }
    }

    @Override
    public void freeze(Offset to) {
        DatagenOffset end = DatagenOffset.parse(to, table);
        pinned = OptionalLong.of(end.rows());
        firstStart = Optional.of(end.start());
    }

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        long start = position(position).start();
        if (rows.isBounded() || pinned.isPresent()) {
            return Optional.of(new DatagenOffset(end(), start).toOffset());
        }
        return frozenAt.map(at -> new DatagenOffset(available(start), start).toOffset());
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        DatagenOffset at = position(position);
        boolean ends = rows.isBounded() || pinned.isPresent() || frozenAt.isPresent();
        return ends && at.rows() >= (rows.isBounded() ? end() : available(at.start()));
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        DatagenOffset to = DatagenOffset.parse(range.to(), table);
        long from = range.from()
                .map(offset -> DatagenOffset.parse(offset, table).rows())
                .orElse(0L);
        return rows.splits(from, to.rows(), to.start(), scan);
    }

    /** In portions of so many rows as a batch may have. */
    @Override
    public Rereading again(Offset through, ReadLimit limit) {
        DatagenOffset end = DatagenOffset.parse(through, table);
        List<OffsetRange> ranges = new ArrayList<>();
        Optional<Offset> from = Optional.empty();
        long step = Math.min(limit.maxRows(), ROWS_AGAIN);
        for (long row = 0; row < end.rows(); ) {
            row = Math.min(end.rows(), Saturated.sum(row, step));
            Offset to = new DatagenOffset(row, end.start()).toOffset();
            ranges.add(new OffsetRange(from, to));
            from = Optional.of(to);
        }
        return new Rereading(ranges, "%,d rows".formatted(end.rows()));
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        Duration betweenRows = Duration.ofNanos(rows.nanosBetweenRows());
        return Optional.of(betweenRows.compareTo(SHORTEST_WAIT) > 0 ? betweenRows : SHORTEST_WAIT);
    }

    @Override
    public String description() {
        return "%s[%s]".formatted(name, table);
    }

    @Override
    public void close() {}
}
