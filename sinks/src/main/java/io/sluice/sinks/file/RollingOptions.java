package io.sluice.sinks.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * When committed rows become files; the names are Flink's. With none of them, each batch makes files of its own.
 *
 * @param parallelism taken and of no effect: rows are gathered before they become files, by the loop
 */
public record RollingOptions(
        @JsonProperty("sink.rolling-policy.file-size") Optional<Long> fileBytes,
        @JsonProperty("sink.rolling-policy.rollover-interval") Optional<Duration> interval,
        @JsonProperty("sink.rolling-policy.check-interval") Optional<Duration> checkInterval,
        @JsonProperty("auto-compaction") Optional<Boolean> compaction,
        @JsonProperty("compaction.file-size") Optional<Long> compactedBytes,
        @JsonProperty("compaction.parallelism") Optional<Integer> parallelism) {
    static final RollingOptions DEFAULT = new RollingOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final long DEFAULT_FILE_BYTES = 128L << 20;
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(30);
    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);

    public RollingOptions {
        checkPositive("sink.rolling-policy.file-size", fileBytes);
        checkPositive("compaction.file-size", compactedBytes);
        checkPositive("sink.rolling-policy.rollover-interval", interval.map(Duration::toNanos));
        checkPositive("sink.rolling-policy.check-interval", checkInterval.map(Duration::toNanos));
        if (parallelism.isPresent() && parallelism.get() != 1) {
            throw new IllegalArgumentException(
                    "'compaction.parallelism' must be 1 or left out, got %d: rows are merged by one thread, before they are files"
                            .formatted(parallelism.get()));
        }
        if (compactedBytes.isPresent() && !compaction.orElse(false)) {
            throw new IllegalArgumentException(
                    "option 'compaction.file-size': expected 'auto-compaction' = 'true' beside it, got none");
        }
    }

    private static void checkPositive(String option, Optional<Long> value) {
        if (value.isPresent() && value.get() <= 0) {
            throw new IllegalArgumentException("option '%s': expected more than 0".formatted(option));
        }
    }

    /** The policy; empty: files appear with each batch. */
    Optional<RollingPolicy> policy() {
        if (!compaction.orElse(false) && fileBytes.isEmpty() && interval.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RollingPolicy(
                compactedBytes.or(() -> fileBytes).orElse(DEFAULT_FILE_BYTES),
                interval.orElse(DEFAULT_INTERVAL),
                checkInterval.orElse(DEFAULT_CHECK_INTERVAL)));
    }
}
