package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.Watermarks;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which sources are too far ahead to be read: those whose watermark is more than their {@code max-drift} ahead of the least
 * one of the query. Sources that are idle, that have ended, or that have not shown a watermark yet, hold nobody back.
 */
final class Alignment {
    private final WatermarkTracker watermarks;
    private final Inputs inputs;
    private final boolean drifts;

    Alignment(WatermarkTracker watermarks, Inputs inputs) {
        this.watermarks = requireNonNull(watermarks, "watermarks");
        this.inputs = requireNonNull(inputs, "inputs");
        drifts = watermarks.sources().stream()
                .anyMatch(source -> watermarks.rules(source).maxDrift().isPresent());
    }

    /** The sources that wait. */
    Set<String> held(EventTimes times) {
        if (!drifts) {
            return Set.of();
        }
        OptionalLong least = watermarks.sources().stream()
                .filter(source -> !Watermarks.isIdle(source, times) && !inputs.isExhausted(source))
                .mapToLong(source -> Watermarks.ofSource(source, times.watermarks()))
                .filter(watermark -> watermark != Long.MIN_VALUE)
                .min();
        Set<String> held = new HashSet<>();
        for (String source : watermarks.sources()) {
            OptionalLong drift = watermarks.rules(source).maxDrift();
            long reached = Watermarks.ofSource(source, times.watermarks());
            if (least.isPresent()
                    && drift.isPresent()
                    && reached != Long.MIN_VALUE
                    && reached - drift.getAsLong() > least.getAsLong()) {
                held.add(source);
            }
        }
        return held;
    }
}
