package io.sluice.engine.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The options {@code scan.watermark.*}, which any table that is read has: they are taken off before the connector's. */
final class WatermarkBinding {
    private static final String PREFIX = "scan.watermark.";

    private WatermarkBinding() {}

    /** As they stand in WITH. */
    public record Options(
            @JsonProperty("scan.watermark.idle-timeout") Optional<Duration> idleTimeout,
            @JsonProperty("scan.watermark.max-future") Optional<Duration> maxFuture,
            @JsonProperty("scan.watermark.alignment.max-drift") Optional<Duration> maxDrift,
            @JsonProperty("scan.watermark.null-time") Optional<NullTime> nullTime) {
        public Options {
            check("idle-timeout", idleTimeout, 1);
            check("max-future", maxFuture, 0);
            check("alignment.max-drift", maxDrift, 0);
        }

        private static void check(String name, Optional<Duration> duration, long least) {
            if (duration.filter(each -> each.toMillis() < least).isPresent()) {
                throw new IllegalArgumentException("option '%s%s': expected at least %d ms, got %d ms"
                        .formatted(PREFIX, name, least, duration.get().toMillis()));
            }
        }
    }

    /** Takes them out of {@code options}. */
    static WatermarkOptions take(TableDefinition table, Map<String, String> options, OptionBinder binder) {
        Map<String, String> own = new TreeMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                own.put(name, value);
            }
        });
        if (own.isEmpty()) {
            return WatermarkOptions.NONE;
        }
        options.keySet().removeAll(own.keySet());
        Options bound = binder.bind(own, Options.class);
        if (table.watermark().isEmpty()) {
            String first = own.keySet().iterator().next();
            throw new OptionException(
                    first,
                    "table \"%s\": option '%s' needs a watermark, and the table declares none"
                            .formatted(table.name(), first),
                    "Declare it, such as WATERMARK FOR ts AS ts - INTERVAL '10' SECOND, or leave the option out.");
        }
        return new WatermarkOptions(bound.idleTimeout(), bound.maxFuture(), bound.maxDrift(), bound.nullTime());
    }
}
