package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where the watermark of a column comes from. A watermark W on a column asserts: every row with time &lt; W has come.
 * All times are in microseconds since the epoch; −∞ and +∞ ({@code Long.MIN_VALUE}, {@code Long.MAX_VALUE}) stay as they
 * are under {@link Shifted}.
 */
public sealed interface Watermark {
    /** That of a source: the least over its partitions. */
    record OfSource(String source) implements Watermark {
        public OfSource {
            requireNonNull(source, "source");
        }
    }

    /** The time of the batch in whole milliseconds, as PROCTIME() gives it: what comes later is not before it. */
    record OfClock() implements Watermark {}

    /** Whether it goes by the clock, and by nothing else. */
    default boolean isOfClock() {
        return this instanceof OfClock
                || this instanceof Shifted shifted && shifted.of().isOfClock();
    }

    /** {@code of + micros}. */
    record Shifted(Watermark of, long micros) implements Watermark {
        public Shifted {
            requireNonNull(of, "of");
        }
    }

    /** The least of several. */
    record Least(List<Watermark> of) implements Watermark {
        public Least {
            of = List.copyOf(of);
        }
    }
}
