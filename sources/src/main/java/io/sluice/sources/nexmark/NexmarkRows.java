package io.sluice.sources.nexmark;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.TimestampText;
import io.sluice.sources.datagen.MadeRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The events of a {@code nexmark} table: all there at once, or as the clock goes on. */
final class NexmarkRows implements MadeRows {
    private static final String START = "2015-07-15 00:00:00";
    private static final long EVENTS_OF_SPLIT = 64 << 10;

    private final NexmarkOptions options;
    private final NexmarkModel model;
    private final List<NexmarkColumn> columns;

    NexmarkRows(String table, List<ColumnType> columns, NexmarkOptions options) {
        this.options = requireNonNull(options, "options");
        this.model = new NexmarkModel(options, start(table, options.startTime().orElse(START)));
        this.columns = NexmarkColumn.of(table, columns, model, new EventTexts(options));
    }

    private static long start(String table, String time) {
        TimestampText text = new TimestampText();
        byte[] bytes = time.strip().getBytes(StandardCharsets.UTF_8);
        if (!text.parse(bytes, 0, bytes.length, ' ') || text.isZoned() || text.isFinerThanMicros()) {
            throw new SourceException(
                    "cannot read nexmark table \"%s\": option 'start-time': expected 'yyyy-MM-dd HH:mm:ss[.SSS]', got '%s'"
                            .formatted(table, time),
                    "Correct the option in the WITH clause of the table.");
        }
        return text.micros();
    }

    @Override
    public long by(long elapsedMicros) {
        return options.comesByTheClock() ? Math.min(options.end(), model.rate().by(elapsedMicros)) : options.end();
    }

    @Override
    public long end() {
        return options.end();
    }

    @Override
    public boolean isBounded() {
        return options.isBounded();
    }

    @Override
    public List<Split> splits(long from, long to, long startMicros, Scan scan) {
        List<NexmarkColumn> scanned = scan.columns().stream().map(columns::get).toList();
        List<Split> splits = new ArrayList<>();
        for (long at = from; at < to; ) {
            long next = to - at < 2 * EVENTS_OF_SPLIT ? to : at + EVENTS_OF_SPLIT;
            splits.add(new NexmarkSplit(at, next, model, scanned));
            at = next;
        }
        return splits;
    }

    @Override
    public long nanosBetweenRows() {
        return model.rate().nanosBetweenEvents();
    }
}
