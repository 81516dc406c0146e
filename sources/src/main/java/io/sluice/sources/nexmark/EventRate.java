package io.sluice.sources.nexmark;

import java.time.Duration;

/**
 * When events happen: so many a second, in steps that follow each other and begin again after the last.
 *
 * <pre>
 * SQUARE   step 0: first rate, step 1: next rate            SINE   ten steps: middle + half the difference × cos(2π i / 10)
 * </pre>
 */
final class EventRate {
    private static final int SINE_STEPS = 10;
    private static final long SECOND = 1_000_000L;

    /** Events a second in each step. */
    private final long[] rates;

    /** The number of events in a round before each step, and at last in a whole round. */
    private final long[] before;

    private final long stepMicros;

    private EventRate(long[] rates, long stepMicros) {
        this.rates = rates;
        this.stepMicros = stepMicros;
        this.before = new long[rates.length + 1];
        for (int i = 0; i < rates.length; i++) {
            before[i + 1] = before[i] + Math.max(1, Math.multiplyExact(rates[i], stepMicros) / SECOND);
        }
    }

    static EventRate of(NexmarkOptions options) {
        long first = options.firstEventRate().orElse(10_000L);
        long next = options.nextEventRate().orElse(first);
        long period = options.ratePeriod().orElse(Duration.ofSeconds(600)).toSeconds() * SECOND;
        if (first == next) {
            return new EventRate(new long[] {first}, SECOND);
        }
        if (options.rateShape().orElse(NexmarkOptions.RateShape.SQUARE) == NexmarkOptions.RateShape.SQUARE) {
            return new EventRate(new long[] {first, next}, period / 2);
        }
        long[] rates = new long[SINE_STEPS];
        for (int i = 0; i < SINE_STEPS; i++) {
            double turn = StrictMath.cos(2 * Math.PI * i / SINE_STEPS);
            rates[i] = Math.max(1, Math.round((first + next) / 2.0 + (first - next) / 2.0 * turn));
        }
        return new EventRate(rates, period / SINE_STEPS);
    }

    /** Microseconds from the first event to event {@code number}. */
    long micros(long number) {
        int steps = rates.length;
        if (steps == 1) {
            return number / rates[0] * SECOND + number % rates[0] * SECOND / rates[0];
        }
        long rest = number % before[steps];
        int step = 0;
        while (rest >= before[step + 1]) {
            step++;
        }
        return (number / before[steps] * steps + step) * stepMicros + (rest - before[step]) * SECOND / rates[step];
    }

    /** The number of events up to {@code micros} after the first, with it. */
    long by(long micros) {
        int steps = rates.length;
        long round = micros / (stepMicros * steps);
        long rest = micros % (stepMicros * steps);
        int step = (int) (rest / stepMicros);
        long into = rest % stepMicros + 1;
        long here = into / SECOND * rates[step] + (into % SECOND * rates[step] + SECOND - 1) / SECOND;
        return round * before[steps] + Math.min(before[step] + here, before[step + 1]);
    }

    long nanosBetweenEvents() {
        return 1_000_000_000L / rates[0];
    }
}
