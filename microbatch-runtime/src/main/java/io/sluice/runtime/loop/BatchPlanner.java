package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.runtime.execution.EventTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Decides whether there is a next batch, and fixes all that it takes from the outside world. */
final class BatchPlanner {
    private final Inputs inputs;
    private final BatchRunner runner;
    private final WatermarkTracker watermarks;
    private final boolean endsWithInput;
    private final InstantSource clock;
    private final Alignment alignment;
    private boolean pinsEnds;

    /** @param pinsEnds no intent before has said where the sources end */
    BatchPlanner(
            Inputs inputs,
            BatchRunner runner,
            WatermarkTracker watermarks,
            boolean endsWithInput,
            boolean pinsEnds,
            InstantSource clock) {
        this.inputs = requireNonNull(inputs, "inputs");
        this.runner = requireNonNull(runner, "runner");
        this.watermarks = requireNonNull(watermarks, "watermarks");
        this.endsWithInput = endsWithInput;
        this.pinsEnds = pinsEnds;
        this.clock = requireNonNull(clock, "clock");
        this.alignment = new Alignment(watermarks, inputs);
    }

    /**
     * Empty when nothing is new and nothing is due.
     *
     * @param anyway there is to be a batch though nothing is new
     */
    Optional<BatchIntent> plan(long batch, boolean anyway) {
        long now = now();
        EventTimes times = watermarks.at(now);
        Map<String, BatchIntent.Range> ranges = inputs.next(alignment.held(times));
        Map<String, String> ends = pinsEnds ? inputs.ends(Map.of()) : Map.of();
        boolean endOfInput = endsWithInput && inputs.areExhausted(ranges);
        if (!anyway && ranges.isEmpty() && !endOfInput && !runner.isDue(times, false) && !isDue(now)) {
            return Optional.empty();
        }
        pinsEnds = false;
        return Optional.of(new BatchIntent(
                batch, ranges, times.watermarks(), now, endOfInput, times.idle(), times.operators(), ends));
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /** How long until something becomes due by the clock alone; empty: never. */
    Optional<Duration> untilDue() {
        long now = now();
        OptionalLong next = LongStream.concat(watermarks.nextIdle(now).stream(), runner.nextTime().stream())
                .min();
        return next.isPresent()
                ? Optional.of(Duration.of(Math.max(0, next.getAsLong() - now), ChronoUnit.MICROS))
                : Optional.empty();
    }

    private boolean isDue(long now) {
        OptionalLong next = runner.nextTime();
        return next.isPresent() && next.getAsLong() <= now;
    }
}
