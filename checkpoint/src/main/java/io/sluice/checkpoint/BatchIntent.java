package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch is going to read, and all that it takes from the outside world: a repetition of the batch computes the
 * same. Offsets are the sources' own JSON.
 *
 * @param batch number of the batch, from 0
 * @param ranges what to read, by the name of the source; sources without new rows are absent
 * @param watermarks at the start of the batch, in microseconds since the epoch, by source and partition
 * @param batchTimeMicros the time that NOW() gives, in microseconds since the epoch
 * @param endOfInput all sources are bounded and end with this batch: it closes all windows
 * @param idle the partitions that do not hold the watermark back, by source; a source whose known partitions are all
 *     among them is idle itself. Sources without idle ones are absent
 * @param operators the watermarks that operators over several sources have reached, by uid; only where a source can be
 *     idle, since all others can be had from {@code watermarks}
 * @param ends where the sources that end do so, by the name of the source; in the first intent of a run only, afterwards
 *     the commits say it. One that pins ends is durable when it is written
 */
public record BatchIntent(
        long batch,
        Map<String, Range> ranges,
        Map<String, Map<String, Long>> watermarks,
        long batchTimeMicros,
        boolean endOfInput,
        Map<String, Set<String>> idle,
        Map<String, Long> operators,
        Map<String, String> ends) {
    public BatchIntent {
        ranges = Map.copyOf(ranges);
        watermarks = Map.copyOf(watermarks);
        idle = Map.copyOf(idle);
        operators = Map.copyOf(operators);
        ends = Map.copyOf(ends);
    }

    /** Where no source can be idle, and no ends are pinned. */
    public BatchIntent(
            long batch,
            Map<String, Range> ranges,
            Map<String, Map<String, Long>> watermarks,
            long batchTimeMicros,
            boolean endOfInput) {
        this(batch, ranges, watermarks, batchTimeMicros, endOfInput, Map.of(), Map.of(), Map.of());
    }

    /** Everything after {@code from} (empty: from the start) up to and including {@code to}. */
    public record Range(Optional<String> from, String to) {
        public Range {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }
}
