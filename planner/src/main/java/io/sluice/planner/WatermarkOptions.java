package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.WatermarkRules;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the options {@code scan.watermark.*} of a table say; see {@link WatermarkRules}.
 *
 * @param nullTime in the place of the session's setting
 */
public record WatermarkOptions(
        Optional<Duration> idleTimeout,
        Optional<Duration> maxFuture,
        Optional<Duration> maxDrift,
        Optional<NullTime> nullTime) {
    public static final WatermarkOptions NONE =
            new WatermarkOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public WatermarkOptions {
        requireNonNull(idleTimeout, "idleTimeout");
        requireNonNull(maxFuture, "maxFuture");
        requireNonNull(maxDrift, "maxDrift");
        requireNonNull(nullTime, "nullTime");
    }

    /** @param session what the session says of rows without a time */
    public WatermarkRules rules(NullTime session) {
        return new WatermarkRules(nullTime.orElse(session), micros(idleTimeout), micros(maxFuture), micros(maxDrift));
    }

    private static OptionalLong micros(Optional<Duration> duration) {
        return duration.map(each -> OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(each))))
                .orElse(OptionalLong.empty());
    }
}
