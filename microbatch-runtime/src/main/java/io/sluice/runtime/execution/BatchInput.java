package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.OffsetRange;
import java.util.Map;

/**
 * What a batch takes in.
 *
 * @param ranges what is read, by source; a source that is not named is not read
 * @param times at the start of the batch
 * @param batchTimeMicros the pinned current time
 * @param endOfInput nothing comes after this batch: every window closes
 */
public record BatchInput(
        long batch, Map<String, OffsetRange> ranges, EventTimes times, long batchTimeMicros, boolean endOfInput) {
    public BatchInput {
        ranges = Map.copyOf(ranges);
        requireNonNull(times, "times");
    }

    /** In microseconds, by source and partition, at the start of the batch. */
    public Map<String, Map<String, Long>> watermarks() {
        return times.watermarks();
    }
}
