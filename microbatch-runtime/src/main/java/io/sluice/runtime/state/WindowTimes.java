package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Casts;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.WindowSpec;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Which windows a piece of time is in. A pane is the longest piece of which all windows are made; where the rows come with
 * their window assigned, the pane is the window. A window is told by a time of its own: its start, or, as cumulative windows
 * start together, the start of its last pane.
 */
public final class WindowTimes {
    private final long size;
    private final long slide;
    private final long offset;
    private final long pane;
    private final boolean assigned;
    private final boolean cumulative;
    private final boolean session;

    /** From the time that tells a window to its end. */
    private final long behind;

    private final Optional<FunctionContext> clock;

    public WindowTimes(WindowSpec spec, boolean assigned) {
        requireNonNull(spec, "spec");
        this.assigned = assigned;
        clock = spec.zone().map(zone -> new FunctionContext(zone, 0));
        size = spec.size();
        slide = spec.slide();
        offset = spec.offset();
        cumulative = spec.isCumulative();
        session = spec.isSession();
        behind = cumulative ? slide : size;
        pane = assigned ? behind : spec.pane();
    }

    /** Whether windows go by a clock that is set forward and back: all times here are then what it shows. */
    public boolean isByClock() {
        return clock.isPresent();
    }

    /** A watermark as a time of windows: a window is closed when it ends at or before it. */
    public long ofWatermark(long watermark) {
        return clock.isPresent() ? clock.get().settledLocal(watermark) : watermark;
    }

    /** The watermark that closes a window with this end. */
    public long closing(long end) {
        return clock.isPresent() ? clock.get().settledInstant(end) : end;
    }

    /** The instant at which a window starts. */
    public long startOf(long window) {
        return clock.isPresent() ? clock.get().firstInstant(firstPane(window)) : firstPane(window);
    }

    /** The instant at which a window is over. */
    public long endOf(long window) {
        return closing(window + behind);
    }

    /** The first pane of a window. */
    public long firstPane(long window) {
        return cumulative ? window - Math.floorMod(window - offset, size) : window;
    }

    /** The first time behind a window, by the clock of the windows. */
    public long behind(long window) {
        return window + behind;
    }

    public long slide() {
        return slide;
    }

    public long offset() {
        return offset;
    }

    public long pane() {
        return pane;
    }

    public boolean isAssigned() {
        return assigned;
    }

    /** Whether a pane is as long as the gap of sessions: what one key has in a pane is of one session. */
    public boolean isSession() {
        return session;
    }

    /** Microseconds from the time that an assigned row gives to the time that tells its window. */
    public long assignedShift() {
        return cumulative ? -slide : 0;
    }

    /** Whether a pane is a window. */
    public boolean isPaneWindow() {
        return assigned || size == slide;
    }

    /** The last window that a pane may be in; it is in none if {@link #contains} says no. */
    public long lastWindow(long paneStart) {
        if (assigned) {
            return paneStart;
        }
        return cumulative ? firstPane(paneStart) + size - slide : paneStart - Math.floorMod(paneStart - offset, slide);
    }

    public boolean contains(long window, long paneStart) {
        return cumulative
                ? paneStart <= window && firstPane(window) <= paneStart
                : window <= paneStart && paneStart - window <= size - pane;
    }

    /** The windows of a pane that end after {@code watermark}, the latest first. */
    public void forEachOpen(long paneStart, long watermark, LongConsumer consumer) {
        if (assigned) {
            if (!isClosed(paneStart, watermark)) {
                consumer.accept(paneStart);
            }
            return;
        }
        long window = lastWindow(paneStart);
        while (contains(window, paneStart) && !isClosed(window, watermark)) {
            consumer.accept(window);
            window -= slide;
        }
    }

    /** Whether no row of the window can come any more. */
    public boolean isClosed(long window, long watermark) {
        long end = window + behind;
        return watermark == Long.MAX_VALUE || (end >= window && end <= watermark);
    }

    /** The end of the first window of a pane that is open at {@code watermark}; the pane has one. */
    public long firstEnd(long paneStart, long watermark) {
        long[] least = {lastWindow(paneStart)};
        forEachOpen(paneStart, watermark, window -> least[0] = Math.min(least[0], window));
        return least[0] + behind;
    }

    /** The last instant before {@code end} that a time of this precision can show. */
    public static long lastInstant(long end, int precision) {
        return Casts.truncateTimestamp(end - 1, precision);
    }
}
