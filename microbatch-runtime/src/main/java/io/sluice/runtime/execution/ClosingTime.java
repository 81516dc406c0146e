package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Casts;
import io.sluice.planner.plan.Watermark;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What closes the windows of an operator: a watermark of event time, the time of the batch for processing time, or only the
 * end of the input. The time of a batch closes what has ended since the batch before, so that batch's time is the watermark
 * at the start.
 */
final class ClosingTime {
    private static final int MILLIS = 3;
    private static final long MILLI = 1000;

    private final Optional<Watermark> watermark;
    private final boolean byClock;
    private final boolean bounded;
    private long clock = Long.MIN_VALUE;
    private long lastClock = Long.MIN_VALUE;

    /** @param bounded the input ends: until then nothing closes */
    ClosingTime(Optional<Watermark> watermark, boolean bounded) {
        this.watermark = requireNonNull(watermark, "watermark");
        this.bounded = bounded;
        byClock = watermark.filter(Watermark::isOfClock).isPresent();
    }

    boolean isByClock() {
        return byClock;
    }

    /** That of event time. */
    List<Watermark> watermarks() {
        return byClock ? List.of() : watermark.stream().toList();
    }

    /** Gives the watermark that an earlier run has reached with this time. */
    long resumeClock(long reached) {
        clock = reached;
        return at(reached);
    }

    /** The watermark at the start of a batch. */
    long start(long[] watermarks, long newClock) {
        lastClock = clock;
        clock = newClock;
        return byClock ? at(lastClock) : watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
    }

    /** The watermark at the end of a batch. */
    long end(Stage.End end) {
        return byClock && !end.endOfInput() ? at(clock) : end.first();
    }

    private long at(long time) {
        return bounded || time == Long.MIN_VALUE ? Long.MIN_VALUE : at(watermark.orElseThrow(), time);
    }

    private static long at(Watermark watermark, long time) {
        return watermark instanceof Watermark.Shifted shifted
                ? Watermarks.shift(at(shifted.of(), time), shifted.micros())
                : Casts.truncateTimestamp(time, MILLIS);
    }

    /** The watermark of event time at which something is due; empty: none. */
    OptionalLong nextEnd(OptionalLong due) {
        return byClock ? OptionalLong.empty() : due;
    }

    /** The time of a batch at which something is due; empty: none. */
    OptionalLong nextTime(OptionalLong due) {
        return byClock && !bounded && due.isPresent()
                ? OptionalLong.of(reaching(watermark.orElseThrow(), due.getAsLong()))
                : OptionalLong.empty();
    }

    private static long reaching(Watermark watermark, long due) {
        return watermark instanceof Watermark.Shifted shifted
                ? reaching(shifted.of(), Watermarks.shift(due, -shifted.micros()))
                : -Math.floorDiv(-due, MILLI) * MILLI;
    }
}
