package io.sluice.sources.datagen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a {@code datagen} table.
 *
 * @param numberOfRows where the table ends; absent for one that does not, unless a field is a sequence
 * @param maxRowsPerTrigger how many rows a batch takes at most; about a second's rows if absent
 * @param seed other seeds give other rows; 0 if absent
 * @param startTime of the timestamps, {@code yyyy-MM-dd HH:mm:ss}; the time of the first start if absent
 * @param fields {@code fields.<name>.kind} and so on, see {@link FieldOptions}
 * @param scan accepted and not looked at, such as {@code scan.parallelism}
 */
public record DatagenOptions(
        @JsonProperty("rows-per-second") Optional<Long> rowsPerSecond,
        @JsonProperty("number-of-rows") Optional<Long> numberOfRows,
        @JsonProperty("maxRowsPerTrigger") Optional<Long> maxRowsPerTrigger,
        @JsonProperty("seed") Optional<Long> seed,
        @JsonProperty("start-time") Optional<String> startTime,
        @JsonProperty("fields.*") Map<String, String> fields,
        @JsonProperty("scan.*") Map<String, String> scan) {
    private static final long DEFAULT_RATE = 10_000;

    /** Keeps the arithmetic of rows and microseconds within 64 bits. */
    private static final long MAX_RATE = 1_000_000_000L;

    public DatagenOptions {
        fields = Map.copyOf(fields);
        scan = Map.copyOf(scan);
        if (rowsPerSecond.isPresent() && (rowsPerSecond.get() < 1 || rowsPerSecond.get() > MAX_RATE)) {
            throw new IllegalArgumentException(
                    "'rows-per-second' must be between 1 and 1000000000, got %d".formatted(rowsPerSecond.get()));
        }
        if (maxRowsPerTrigger.isPresent() && maxRowsPerTrigger.get() < 1) {
            throw new IllegalArgumentException("'maxRowsPerTrigger' must be 1 or more, got " + maxRowsPerTrigger.get());
        }
        if (numberOfRows.isPresent() && numberOfRows.get() < 0) {
            throw new IllegalArgumentException("'number-of-rows' must be 0 or more, got " + numberOfRows.get());
        }
    }

    long rate() {
        return rowsPerSecond.orElse(DEFAULT_RATE);
    }

    boolean isBounded() {
        return numberOfRows.isPresent()
                || fields.entrySet().stream()
                        .anyMatch(field -> field.getKey().endsWith(".kind")
                                && field.getValue().strip().equalsIgnoreCase("sequence"));
    }
}
