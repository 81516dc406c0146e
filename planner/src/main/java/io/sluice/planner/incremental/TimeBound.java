package io.sluice.planner.incremental;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Watermark;
import java.util.List;

/**
 * The watermark of a column.
 *
 * @param grain all its values are multiples of so many microseconds
 */
public record TimeBound(Watermark watermark, long grain) {
    public TimeBound {
        requireNonNull(watermark, "watermark");
    }

    TimeBound shifted(long micros) {
        if (micros == 0) {
            return this;
        }
        Watermark of = watermark;
        long total = micros;
        if (watermark instanceof Watermark.Shifted inner) {
            of = inner.of();
            total = Math.addExact(micros, inner.micros());
        }
        return new TimeBound(total == 0 ? of : new Watermark.Shifted(of, total), commonDivisor(grain, micros));
    }

    /** That of the time when it is cut to multiples of {@code unit}. */
    TimeBound cut(long unit) {
        return grain % unit == 0 ? this : new TimeBound(shifted(1 - unit).watermark, 1);
    }

    static TimeBound least(List<TimeBound> bounds) {
        List<Watermark> distinct =
                bounds.stream().map(TimeBound::watermark).distinct().toList();
        long grain = bounds.stream().mapToLong(TimeBound::grain).reduce(0, TimeBound::commonDivisor);
        return new TimeBound(distinct.size() == 1 ? distinct.get(0) : new Watermark.Least(distinct), grain);
    }

    private static long commonDivisor(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }
}
