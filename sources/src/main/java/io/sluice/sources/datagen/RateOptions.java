package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a {@code rate} table, named as Structured Streaming's.
 *
 * @param rowsPerSecond how many rows come in a second; 1 if absent
 * @param rampUpTime how long it takes until the rate is reached, in whole seconds
 * @param numPartitions into how many pieces a batch is cut at least; by its size if absent
 */
public record RateOptions(
        @JsonProperty("rowsPerSecond") Optional<Long> rowsPerSecond,
        @JsonProperty("rampUpTime") Optional<Duration> rampUpTime,
        @JsonProperty("numPartitions") Optional<Long> numPartitions) {
    private static final long MAX_RATE = 1_000_000_000L;

    public RateOptions {
        requireNonNull(rowsPerSecond, "rowsPerSecond");
        requireNonNull(rampUpTime, "rampUpTime");
        if (rowsPerSecond.isPresent() && (rowsPerSecond.get() < 1 || rowsPerSecond.get() > MAX_RATE)) {
            throw new IllegalArgumentException(
                    "'rowsPerSecond' must be between 1 and 1000000000, got " + rowsPerSecond.get());
        }
        if (rampUpTime.isPresent()
                && (rampUpTime.get().isNegative() || rampUpTime.get().toNanosPart() != 0)) {
            throw new IllegalArgumentException(
                    "'rampUpTime' must be whole seconds, such as '5 s', got " + rampUpTime.get());
        }
        requirePositive("numPartitions", numPartitions);
    }

    static void requirePositive(String option, Optional<Long> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new IllegalArgumentException("'%s' must be 1 or more, got %d".formatted(option, value.get()));
        }
    }

    long rate() {
        return rowsPerSecond.orElse(1L);
    }

    long rampUpSeconds() {
        return rampUpTime.map(Duration::toSeconds).orElse(0L);
    }
}
