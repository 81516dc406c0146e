package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.IntSummaryStatistics;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TUMBLE (slide = size) or HOP. Windows are {@code [start, start + size)} with {@code start ≡ offset (mod slide)}; for
 * TIMESTAMP_LTZ in a fixed zone the offset holds the zone's shift. All in microseconds.
 *
 * @param zone where windows go by a clock that is set forward and back: {@code [start, start + size)} is then what that
 *     clock shows, so that a day may have 23 or 25 hours; empty: all days are alike
 */
public record WindowSpec(long size, long slide, long offset, Optional<ZoneId> zone) {
    public WindowSpec {
        if (size <= 0 || slide <= 0) {
            throw new IllegalArgumentException(
                    "the size and slide of a window must be positive, got %d and %d".formatted(size, slide));
        }
        offset = Math.floorMod(offset, slide);
        requireNonNull(zone, "zone");
    }

    public WindowSpec(long size, long slide, long offset) {
        this(size, slide, offset, Optional.empty());
    }

    /** No window takes longer than this, however the clock is set. */
    public long longest() {
        if (zone.isEmpty()) {
            return size;
        }
        ZoneRules rules = zone.get().getRules();
        IntSummaryStatistics seconds = Stream.concat(
                        rules.getTransitions().stream()
                                .flatMap(each -> Stream.of(each.getOffsetBefore(), each.getOffsetAfter())),
                        rules.getTransitionRules().stream()
                                .flatMap(each -> Stream.of(each.getOffsetBefore(), each.getOffsetAfter())))
                .mapToInt(ZoneOffset::getTotalSeconds)
                .summaryStatistics();
        return Math.addExact(size, (seconds.getMax() - seconds.getMin()) * 1_000_000L);
    }

    public boolean isTumbling() {
        return size == slide;
    }

    /** The longest pieces of which all windows are made: rows are aggregated by pane first. */
    public long pane() {
        long a = size;
        long b = slide;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
