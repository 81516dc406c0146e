package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchIntent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Decides whether there is a next batch, and fixes all that it takes from the outside world. */
final class BatchPlanner {
    private final Inputs inputs;
    private final BatchRunner runner;
    private final WatermarkTracker watermarks;
    private final boolean endsWithInput;
    private final InstantSource clock;

    BatchPlanner(
            Inputs inputs,
            BatchRunner runner,
            WatermarkTracker watermarks,
            boolean endsWithInput,
            InstantSource clock) {
        this.inputs = requireNonNull(inputs, "inputs");
        this.runner = requireNonNull(runner, "runner");
        this.watermarks = requireNonNull(watermarks, "watermarks");
        this.endsWithInput = endsWithInput;
        this.clock = requireNonNull(clock, "clock");
    }

    /** Empty when nothing is new and nothing is due. */
    Optional<BatchIntent> plan(long batch) {
        Map<String, BatchIntent.Range> ranges = inputs.next();
        boolean endOfInput = endsWithInput && inputs.areExhausted(ranges);
        Map<String, Map<String, Long>> current = watermarks.current();
        if (ranges.isEmpty() && !endOfInput && !runner.isDue(current, false)) {
            return Optional.empty();
        }
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return Optional.of(new BatchIntent(batch, ranges, current, now, endOfInput));
    }
}
