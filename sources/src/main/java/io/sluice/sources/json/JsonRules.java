package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;

/**
 * How rows are taken from JSON.
 *
 * @param failOnMissingField whether an object without a field of the table is an error, and not NULL
 * @param skipsErrors whether a row that cannot be read is left out and counted, and not an error
 * @param truncateNanos whether digits below a microsecond are cut, and not an error
 * @param zone of a TIMESTAMP_LTZ without a zone of its own
 */
public record JsonRules(
        TimestampForm timestamps, boolean failOnMissingField, boolean skipsErrors, boolean truncateNanos, ZoneId zone) {
    public JsonRules {
        requireNonNull(timestamps, "timestamps");
        requireNonNull(zone, "zone");
    }
}
