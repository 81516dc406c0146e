package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a batch is going to read, and all that it takes from the outside world: a repetition of the batch computes the
 * same. Offsets are the sources' own JSON.
 *
 * @param batch number of the batch, from 0
 * @param ranges what to read, by the name of the source; sources without new rows are absent
 * @param watermarks at the start of the batch, in microseconds since the epoch, by source and partition
 * @param batchTimeMicros the time that NOW() gives, in microseconds since the epoch
 * @param endOfInput all sources are bounded and end with this batch: it closes all windows
 */
public record BatchIntent(
        long batch,
        Map<String, Range> ranges,
        Map<String, Map<String, Long>> watermarks,
        long batchTimeMicros,
        boolean endOfInput) {
    public BatchIntent {
        ranges = Map.copyOf(ranges);
        watermarks = Map.copyOf(watermarks);
    }

    /** Everything after {@code from} (empty: from the start) up to and including {@code to}. */
    public record Range(Optional<String> from, String to) {
        public Range {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }
}
