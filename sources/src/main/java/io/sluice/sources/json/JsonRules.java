package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import java.time.ZoneId;

/**
 * How rows are taken from JSON.
 *
 * @param failOnMissingField whether an object without a field of the table is an error, and not NULL
 * @param badRows what becomes of a row that cannot be read
 * @param truncateNanos whether digits below a microsecond are cut, and not an error
 * @param zone of a TIMESTAMP_LTZ without a zone of its own
 */
public record JsonRules(
        TimestampForm timestamps,
        boolean failOnMissingField,
        BadRowPolicy badRows,
        boolean truncateNanos,
        ZoneId zone) {
    public JsonRules {
        requireNonNull(timestamps, "timestamps");
        requireNonNull(badRows, "badRows");
        requireNonNull(zone, "zone");
    }
}
