package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.column.WallClock;

/**
 * How timestamps of files become those of the table.
 *
 * @param clock the session's zone, between a wall clock in the file and an instant in the table or the other way round
 * @param truncateNanos whether digits below a microsecond are cut; else they are an error
 */
record TimestampRules(WallClock clock, boolean truncateNanos) {
    TimestampRules {
        requireNonNull(clock, "clock");
    }
}
