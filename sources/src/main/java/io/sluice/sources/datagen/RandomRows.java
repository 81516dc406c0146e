package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.TimestampText;
import io.sluice.sources.column.WallClock;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rows of a {@code datagen} table: a function of the seed, the names and options of the columns, and the start. */
final class RandomRows implements MadeRows {
    private static final long SECOND = 1_000_000L;

    private final String table;
    private final DatagenOptions options;
    private final List<ColumnType> columns;
    private final WallClock zone;
    private final long end;

    RandomRows(String table, DatagenOptions options, List<ColumnType> columns, WallClock zone) {
        this.table = table;
        this.options = requireNonNull(options, "options");
        this.columns = List.copyOf(columns);
        this.zone = requireNonNull(zone, "zone");
        this.end = lastRow();
        generators(0);
    }

    /** The shortest of the number of rows and all sequences. */
    private long lastRow() {
        long rows = options.numberOfRows().orElse(Long.MAX_VALUE);
        for (FieldOptions field : FieldOptions.of(table, columns, options.fields())) {
            if (field.isSequence()) {
                rows = Math.min(rows, Sequence.length(field));
            }
        }
        return rows;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public boolean isBounded() {
        return options.isBounded();
    }

    @Override
    public List<Split> splits(long from, long to, long startMicros, Scan scan) {
        return DatagenSplit.cut(from, to, 1, scan, columns, generators(startMicros));
    }

    private List<Generator> generators(long startMicros) {
        EventTimes times = times(startMicros);
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
    public long by(long elapsedMicros) {
        long rate = options.rate();
        return Saturated.sum(Saturated.product(elapsedMicros / SECOND, rate), elapsedMicros % SECOND * rate / SECOND);
    }

    @Override
    public long nanosBetweenRows() {
        return 1_000_000_000L / options.rate();
    }
}
