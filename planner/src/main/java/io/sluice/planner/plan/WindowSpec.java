package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.IntSummaryStatistics;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How windows lie in time; all in microseconds. For TIMESTAMP_LTZ in a fixed zone the offset holds the zone's shift.
 *
 * @param size of the longest window
 * @param slide from one window to the next
 * @param zone where windows go by a clock that is set forward and back: {@code [start, end)} is then what that clock
 *     shows, so that a day may have 23 or 25 hours; empty: all days are alike
 */
public record WindowSpec(Kind kind, long size, long slide, long offset, Optional<ZoneId> zone) {
    /** The families of windows. */
    public enum Kind {
        /** TUMBLE (slide = size) and HOP: {@code [start, start + size)} with {@code start ≡ offset (mod slide)}. */
        SLIDING,
        /** CUMULATE: {@code [start, start + n · slide)} up to {@code size}, with {@code start ≡ offset (mod size)}. */
        CUMULATIVE,
        /**
         * SESSION, where {@code size} and {@code slide} are the gap: from the first of some rows, none more than a gap
         * behind another, to a gap behind the last.
         */
        SESSION
    }

    // Written out for the sake of a start, as in io.sluice.planner.Position.
    @Override
    public boolean equals(Object other) {
        return other instanceof WindowSpec that
                && kind == that.kind
                && size == that.size
                && slide == that.slide
                && offset == that.offset
                && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return (((kind.hashCode() * 31 + Long.hashCode(size)) * 31 + Long.hashCode(slide)) * 31 + Long.hashCode(offset))
                        * 31
                + zone.hashCode();
    }

    public WindowSpec {
        requireNonNull(kind, "kind");
        if (size <= 0 || slide <= 0) {
            throw new IllegalArgumentException(
                    "the size and slide of a window must be positive, got %d and %d".formatted(size, slide));
        }
        if (kind == Kind.CUMULATIVE && size % slide != 0) {
            throw new IllegalArgumentException("a size of %d is no multiple of the step %d".formatted(size, slide));
        }
        offset = Math.floorMod(offset, kind == Kind.CUMULATIVE ? size : slide);
        requireNonNull(zone, "zone");
    }

    public WindowSpec(long size, long slide, long offset) {
        this(Kind.SLIDING, size, slide, offset, Optional.empty());
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

    /** The function that makes such windows. */
    public String function() {
        return switch (kind) {
            case SLIDING -> isTumbling() ? "TUMBLE" : "HOP";
            case CUMULATIVE -> "CUMULATE";
            case SESSION -> "SESSION";
        };
    }

    public boolean isTumbling() {
        return kind != Kind.SESSION && size == slide;
    }

    public boolean isSession() {
        return kind == Kind.SESSION;
    }

    /** Whether all windows, while the clock goes evenly, are equally long. */
    public boolean isOfOneLength() {
        return kind == Kind.SLIDING;
    }

    public boolean isCumulative() {
        return kind == Kind.CUMULATIVE;
    }

    /** The windows that are told apart by their start: of cumulative ones all that start together are one. */
    public WindowSpec byStart() {
        return isCumulative() ? new WindowSpec(Kind.SLIDING, size, size, offset, zone) : this;
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
