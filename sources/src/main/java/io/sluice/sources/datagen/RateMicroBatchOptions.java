package io.sluice.sources.datagen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * The options of a {@code rate-micro-batch} table, named as Structured Streaming's.
 *
 * @param rowsPerBatch how many rows each batch has
 * @param startTimestamp of the rows of the first batch, milliseconds since the epoch; 0 if absent
 * @param advanceMillisPerBatch how much later the rows of each next batch are; 1000 if absent
 * @param numPartitions into how many pieces a batch is cut at least; by its size if absent
 */
public record RateMicroBatchOptions(
        @JsonProperty("rowsPerBatch") long rowsPerBatch,
        @JsonProperty("startTimestamp") Optional<Long> startTimestamp,
        @JsonProperty("advanceMillisPerBatch") Optional<Long> advanceMillisPerBatch,
        @JsonProperty("numPartitions") Optional<Long> numPartitions) {
    /** The year 10000, in milliseconds. */
    private static final long MAX_MILLIS = 253_402_300_800_000L;

    public RateMicroBatchOptions {
        RateOptions.requirePositive("rowsPerBatch", Optional.of(rowsPerBatch));
        RateOptions.requirePositive("numPartitions", numPartitions);
        requireMillis("startTimestamp", startTimestamp);
        requireMillis("advanceMillisPerBatch", advanceMillisPerBatch);
    }

    private static void requireMillis(String option, Optional<Long> millis) {
        if (millis.isPresent() && (millis.get() < 0 || millis.get() > MAX_MILLIS)) {
            throw new IllegalArgumentException(
                    "'%s' must be milliseconds from 0 to %d, got %d".formatted(option, MAX_MILLIS, millis.get()));
        }
    }

    long startMillis() {
        return startTimestamp.orElse(0L);
    }

    long advanceMillis() {
        return advanceMillisPerBatch.orElse(1000L);
    }
}
