package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** When the next turn of the loop begins. Used by the loop's thread. */
final class Pace {
    private final Trigger trigger;
    private final InstantSource clock;
    private final Signals signals;
    private final Supplier<Optional<Duration>> pollInterval;
    private Optional<Instant> started = Optional.empty();

    /** @param pollInterval how long to sleep at most where nothing rings; empty: without a limit */
    Pace(Trigger trigger, InstantSource clock, Signals signals, Supplier<Optional<Duration>> pollInterval) {
        this.trigger = requireNonNull(trigger, "trigger");
        this.clock = requireNonNull(clock, "clock");
        this.signals = requireNonNull(signals, "signals");
        this.pollInterval = requireNonNull(pollInterval, "pollInterval");
    }

    /** A turn begins now; gives when the one before began. */
    Optional<Instant> begin(Instant now) {
        Optional<Instant> previous = started;
        started = Optional.of(now);
        return previous;
    }

    /** @param idle the last turn found nothing to do */
    boolean isDue(boolean idle) {
        return started.isEmpty() || untilNext().map(Duration::isZero).orElse(!idle);
    }

    /** Sleeps until the next turn is due, or the loop is stopped. */
    void await() {
        if (untilNext().isEmpty()) {
            signals.sleep(pollInterval.get());
            return;
        }
        for (Duration left = untilNext().get();
                !left.isZero() && !signals.isStopped();
                left = untilNext().get()) {
            signals.sleep(Optional.of(left));
        }
    }

    /** Until the time of an interval; empty for the triggers that go by the sources. */
    private Optional<Duration> untilNext() {
        if (started.isPresent() && trigger instanceof Trigger.Interval interval) {
            Duration left = Duration.between(clock.instant(), interval.next(started.get()));
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        }
        return Optional.empty();
    }
}
