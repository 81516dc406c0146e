package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.time.ZoneId;

/**
 * What the session has set that plans depend on.
 *
 * @param zone {@code table.local-time-zone}
 * @param batch {@code execution.runtime-mode = 'batch'}: all sources are read to their present end, then all is closed
 * @param nullTime {@code scan.watermark.null-time}, for tables that do not say it themselves
 * @param stateTtl {@code table.exec.state.ttl}, in microseconds; {@link StateTtl#FOREVER}: nothing is forgotten
 * @param ordersJoins {@code table.optimizer.join-reorder-enabled}: inner joins may be in another order than they are written
 * @param sketches {@code table.exec.approximate-aggregates = 'sketch'}
 */
public record PlannerOptions(
        ZoneId zone, boolean batch, NullTime nullTime, long stateTtl, boolean ordersJoins, boolean sketches) {
    /** Nothing is forgotten, joins are ordered, and approximate aggregates keep sketches. */
    public PlannerOptions(ZoneId zone, boolean batch, NullTime nullTime) {
        this(zone, batch, nullTime, StateTtl.FOREVER, true, true);
    }

    public PlannerOptions {
        requireNonNull(zone, "zone");
        requireNonNull(nullTime, "nullTime");
    }
}
