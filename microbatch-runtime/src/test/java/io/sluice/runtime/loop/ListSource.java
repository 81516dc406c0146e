package io.sluice.runtime.loop;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceMemory;
import io.sluice.sources.Split;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers out of a list that outlives the query; an offset is how many were read. */
public final class ListSource implements Source {
    private final List<Long> rows;
    private final boolean bounded;
    private final Optional<SourceMemory> memory;
    private OptionalInt frozenAt = OptionalInt.empty();
    private Runnable wake = () -> {};
    private int released;
    private int asked;
    private boolean closed;

    /** @param rows may grow, by any thread, if it can take that */
    public ListSource(List<Long> rows, boolean bounded) {
        this(rows, bounded, Optional.empty());
    }

    ListSource(List<Long> rows, boolean bounded, Optional<SourceMemory> memory) {
        this.rows = rows;
        this.bounded = bounded;
        this.memory = memory;
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        asked++;
        int from = read(start);
        long to = Math.min(end(), from + Math.min(limit.maxRows(), Integer.MAX_VALUE));
        return to > from ? Optional.of(new Offset(Long.toString(to))) : Optional.empty();
    }

    private int end() {
        return frozenAt.orElse(rows.size());
    }

    private static int read(Optional<Offset> offset) {
        return offset.map(Offset::json).map(Integer::parseInt).orElse(0);
    }

    /** The rows of a range; fails for one that was released before, as a source that has lost its rows would. */
    List<Long> read(OffsetRange range) {
        if (read(range.from()) < released) {
            throw new SourceException(
                    "cannot read rows from %d on of table \"in\": they are gone".formatted(read(range.from())),
                    "Put them back.");
        }
        return List.copyOf(rows.subList(read(range.from()), read(Optional.of(range.to()))));
    }

    /** New rows have come. */
    public void ring() {
        wake.run();
    }

    /** Forgets the first {@code count} rows. */
    void lose(int count) {
        released = count;
    }

    int released() {
        return released;
    }

    /** How often it was asked for rows. */
    public int asked() {
        return asked;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Optional<Offset> latest() {
        return Optional.of(new Offset(Integer.toString(end())));
    }

    @Override
    public Map<String, String> metrics() {
        return Map.of("asked", Integer.toString(asked));
    }

    @Override
    public void freeze() {
        frozenAt = OptionalInt.of(rows.size());
    }

    @Override
    public void freeze(Offset end) {
        frozenAt = OptionalInt.of(Integer.parseInt(end.json()));
    }

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        return bounded || frozenAt.isPresent() ? Optional.of(new Offset(Integer.toString(end()))) : Optional.empty();
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        return (bounded || frozenAt.isPresent()) && read(position) >= end();
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        throw new UnsupportedOperationException("the runner of the tests reads ranges");
    }

    @Override
    public void release(Offset position) {
        released = Math.max(released, Integer.parseInt(position.json()));
    }

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.empty();
    }

    @Override
    public void onAvailable(Runnable action) {
        wake = action;
    }

    @Override
    public Optional<SourceMemory> memory() {
        return memory;
    }

    @Override
    public String description() {
        return "ListSource[in]";
    }

    @Override
    public void close() {
        closed = true;
    }
}
