package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the watermark of a source is kept. All durations are in microseconds.
 *
 * @param nullTime what happens to a row without a time
 * @param idleTimeout a partition that has given no row for so long no longer holds the watermark back
 * @param maxFuture a time further ahead of the batch's does not move the watermark; its row is kept
 * @param maxDrift the source is not read while its watermark is further ahead of the least one of the query
 */
public record WatermarkRules(
        NullTime nullTime, OptionalLong idleTimeout, OptionalLong maxFuture, OptionalLong maxDrift) {
    public WatermarkRules {
        requireNonNull(nullTime, "nullTime");
        requireNonNull(idleTimeout, "idleTimeout");
        requireNonNull(maxFuture, "maxFuture");
        requireNonNull(maxDrift, "maxDrift");
    }

    public static WatermarkRules of(NullTime nullTime) {
        return new WatermarkRules(nullTime, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** What happens to a row whose event time is NULL. */
    public enum NullTime {
        /** It is left out and counted. */
        DROP,
        /** It is an error. */
        FAIL,
        /** It goes on; an operator that needs the time takes it for late. */
        LATE;

        /** By the name that settings and options have for it. */
        public static Optional<NullTime> find(String name) {
            for (NullTime each : values()) {
                if (each.name().equalsIgnoreCase(name)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }
}
