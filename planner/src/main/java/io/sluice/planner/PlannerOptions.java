package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;

/**
 * What the session has set that plans depend on.
 *
 * @param zone {@code table.local-time-zone}
 * @param batch {@code execution.runtime-mode = 'batch'}: all sources are read to their present end, then all is closed
 * @param nullTimeFails {@code scan.watermark.null-time = 'fail'} instead of {@code 'drop'}
 */
public record PlannerOptions(ZoneId zone, boolean batch, boolean nullTimeFails) {
    public PlannerOptions {
        requireNonNull(zone, "zone");
    }
}
