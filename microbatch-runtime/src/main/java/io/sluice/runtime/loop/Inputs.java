package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.runtime.Trigger;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sources of a query, and how far each has been read. Used by the loop's thread. */
final class Inputs {
    /** What an operating system takes at most to report a new file; a source that waits for that may not look before. */
    private static final Duration NOTICE = Duration.ofMillis(100);

    private static final int QUIET_POLLS = 10;

    private final Map<String, Source> sources;
    private final Map<String, ReadLimit> limits;
    private final Set<String> ending;
    private final Map<String, Set<String>> readAfter;
    private final Map<String, Offset> positions = new HashMap<>();

    /**
     * @param ending the sources whose ends are pinned
     * @param readAfter for sources that wait until others have been read to their ends, those others; awaited ones first
     * @param committed the offsets of the last commit
     */
    Inputs(
            Map<String, Source> sources,
            Map<String, ReadLimit> limits,
            Set<String> ending,
            Map<String, Set<String>> readAfter,
            Map<String, String> committed) {
        this.sources = new LinkedHashMap<>(sources);
        this.limits = Map.copyOf(limits);
        this.ending = Set.copyOf(ending);
        this.readAfter = new LinkedHashMap<>(readAfter);
        committed.forEach((name, offset) -> positions.put(name, new Offset(offset)));
    }

    /** The limits of the tables; none at all for a trigger that takes everything at once. */
    static Map<String, ReadLimit> limits(Map<String, Source> sources, Map<String, ReadLimit> given, Trigger trigger) {
        Map<String, ReadLimit> limits = new HashMap<>();
        boolean none = trigger instanceof Trigger.Once;
        sources.keySet()
                .forEach(name -> limits.put(name, none ? ReadLimit.NONE : given.getOrDefault(name, ReadLimit.DEFAULT)));
        return limits;
    }

    Map<String, Source> sources() {
        return sources;
    }

    /**
     * What the next batch can read; sources without new rows are absent. Those that wait come last: the batch in which what
     * they wait for ends has their rows, too.
     *
     * @param held sources that are not read now
     */
    Map<String, BatchIntent.Range> next(Set<String> held) {
        Map<String, BatchIntent.Range> ranges = new LinkedHashMap<>();
        for (String name : sources.keySet()) {
            if (!held.contains(name) && !readAfter.containsKey(name)) {
                addNext(name, ranges);
            }
        }
        readAfter.forEach((name, others) -> {
            boolean waits = !others.stream().allMatch(other -> isExhausted(other, ranges));
            if (!held.contains(name) && !waits && sources.containsKey(name)) {
                addNext(name, ranges);
            }
        });
        return ranges;
    }

    private void addNext(String name, Map<String, BatchIntent.Range> ranges) {
        Optional<Offset> from = position(name);
        sources.get(name)
                .next(from, limits.get(name))
                .ifPresent(to -> ranges.put(name, new BatchIntent.Range(from.map(Offset::json), to.json())));
    }

    private boolean isExhausted(String name, Map<String, BatchIntent.Range> ranges) {
        return sources.get(name).isExhausted(positionAfter(name, ranges));
    }

    /** Where the sources whose ends are pinned do end, told so that after the batch's commit a later start can be told. */
    Map<String, String> ends(Map<String, BatchIntent.Range> ranges) {
        Map<String, String> ends = new HashMap<>();
        for (String name : ending) {
            Offset end = sources.get(name)
                    .end(positionAfter(name, ranges))
                    .orElseThrow(() -> new IllegalStateException("source \"%s\" ends, but not where".formatted(name)));
            ends.put(name, end.json());
        }
        return ends;
    }

    private Optional<Offset> positionAfter(String name, Map<String, BatchIntent.Range> ranges) {
        Optional<Offset> end = Optional.ofNullable(ranges.get(name)).map(range -> new Offset(range.to()));
        return end.or(() -> position(name));
    }

    /** Whether nothing can ever come after a batch with these ranges. */
    boolean areExhausted(Map<String, BatchIntent.Range> ranges) {
        return sources.entrySet().stream()
                .allMatch(source -> source.getValue().isExhausted(positionAfter(source.getKey(), ranges)));
    }

    /** Whether a source has been read to its end, and nothing can come after it. */
    boolean isExhausted(String name) {
        Source source = sources.get(name);
        return source != null && source.isExhausted(position(name));
    }

    private Optional<Offset> position(String name) {
        return Optional.ofNullable(positions.get(name));
    }

    static OffsetRange range(BatchIntent.Range range) {
        return new OffsetRange(range.from().map(Offset::new), new Offset(range.to()));
    }

    static Map<String, OffsetRange> ranges(BatchIntent intent) {
        Map<String, OffsetRange> ranges = new HashMap<>();
        intent.ranges().forEach((name, range) -> ranges.put(name, range(range)));
        return ranges;
    }

    /** Where each source stands once the batch is committed. */
    Map<String, String> offsetsAfter(BatchIntent intent) {
        Map<String, String> offsets = new HashMap<>();
        positions.forEach((name, offset) -> offsets.put(name, offset.json()));
        intent.ranges().forEach((name, range) -> offsets.put(name, range.to()));
        return offsets;
    }

    /** The batch is committed. */
    void advance(BatchIntent intent) {
        intent.ranges().forEach((name, range) -> positions.put(name, new Offset(range.to())));
    }

    /** The sources need not keep what the batch has read. */
    void release(BatchIntent intent) {
        intent.ranges().forEach((name, range) -> sources.get(name).release(new Offset(range.to())));
    }

    /** How often the sources must be asked; empty: all of them ring. */
    Optional<Duration> pollInterval() {
        return sources.values().stream()
                .flatMap(source -> source.pollInterval().stream())
                .min(Duration::compareTo);
    }

    /** For so long what has come may stay unseen, although the sources are asked. */
    Duration blindness() {
        return sources.values().stream()
                .flatMap(source -> source.pollInterval().stream())
                .map(interval -> interval.plus(min(interval.multipliedBy(QUIET_POLLS), NOTICE)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration min(Duration left, Duration right) {
        return left.compareTo(right) < 0 ? left : right;
    }
}
