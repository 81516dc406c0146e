package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.function.ToLongFunction;

/**
 * What functions may ask of the query that calls them: the session's time zone ({@code table.local-time-zone}), the
 * pinned time of the batch, and the watermarks at its start. May be shared by threads: what it remembers of the zone is one immutable span.
 */
public final class FunctionContext {
    private static final long DAY_SECONDS = 86_400;

    private final ZoneId zone;
    private final long batchTimeMicros;
    private final ToLongFunction<String> watermarks;
    private final ZoneRules rules;
    private Span span;

    /** @param batchTimeMicros in microseconds since the epoch */
    public FunctionContext(ZoneId zone, long batchTimeMicros) {
        this(zone, batchTimeMicros, source -> Long.MIN_VALUE);
    }

    /** @param watermarks of sources by name, in microseconds since the epoch; the least long where there is none yet */
    public FunctionContext(ZoneId zone, long batchTimeMicros, ToLongFunction<String> watermarks) {
        this.watermarks = requireNonNull(watermarks, "watermarks");
        this.zone = requireNonNull(zone, "zone");
        this.batchTimeMicros = batchTimeMicros;
        this.rules = zone.getRules();
        this.span = spanAt(Math.floorDiv(batchTimeMicros, Calendar.SECOND));
    }

    public ZoneId zone() {
        return zone;
    }

    public long batchTimeMicros() {
        return batchTimeMicros;
    }

    /** That of a source at the start of the batch; the least long: none yet, the greatest: it has ended. */
    long watermark(String source) {
        return watermarks.applyAsLong(source);
    }

    /** What a clock in the session's zone shows at an instant. */
    public long toLocal(long instantMicros) {
        long second = Math.floorDiv(instantMicros, Calendar.SECOND);
        Span known = span;
        if (second < known.from || second >= known.to) {
            known = spanAt(second);
            span = known;
        }
        return instantMicros + known.offsetMicros;
    }

    /**
     * The instant at which a clock in the session's zone shows a time: the first of two when the clock is set back; moved
     * on by the gap when the clock is set forward over it.
     */
    public long toInstant(long localMicros) {
        Span known = span;
        long instantMicros = localMicros - known.offsetMicros;
        long second = Math.floorDiv(instantMicros, Calendar.SECOND);
        if (second - DAY_SECONDS >= known.from && second + DAY_SECONDS < known.to) {
            return instantMicros;
        }
        return localMicros - offsetOfLocal(rules, localMicros) * Calendar.SECOND;
    }

    /** The first instant at which the clock shows a time or a later one. */
    public long firstInstant(long localMicros) {
        ZoneOffsetTransition change = changeAt(localMicros);
        if (change == null) {
            return toInstant(localMicros);
        }
        return change.isGap()
                ? change.toEpochSecond() * Calendar.SECOND
                : localMicros - change.getOffsetBefore().getTotalSeconds() * Calendar.SECOND;
    }

    /** The instant from which on the clock never shows an earlier time. */
    public long settledInstant(long localMicros) {
        ZoneOffsetTransition change = changeAt(localMicros);
        if (change == null) {
            return toInstant(localMicros);
        }
        long first = change.toEpochSecond() * Calendar.SECOND;
        if (change.isGap()) {
            return first;
        }
        ZoneOffset offset =
                localMicros == local(change.getDateTimeAfter()) ? change.getOffsetBefore() : change.getOffsetAfter();
        return localMicros - offset.getTotalSeconds() * Calendar.SECOND;
    }

    /** The time that the clock shows at an instant or will show later, whichever is the least. */
    public long settledLocal(long instantMicros) {
        if (instantMicros == Long.MIN_VALUE || instantMicros == Long.MAX_VALUE) {
            return instantMicros;
        }
        ZoneOffsetTransition next =
                rules.nextTransition(Instant.ofEpochSecond(Math.floorDiv(instantMicros, Calendar.SECOND)));
        long shown = toLocal(instantMicros);
        return next == null ? shown : Math.min(shown, local(next.getDateTimeAfter()));
    }

    private ZoneOffsetTransition changeAt(long localMicros) {
        long second = Math.floorDiv(localMicros, Calendar.SECOND);
        return rules.getTransition(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
    }

    private static long local(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * Calendar.SECOND;
    }

    /** Seconds that a zone is ahead of UTC when its clocks show a time; before the change where that is in a gap. */
    static long offsetOfLocal(ZoneRules rules, long localMicros) {
        long second = Math.floorDiv(localMicros, Calendar.SECOND);
        LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return rules.getOffset(local).getTotalSeconds();
    }

    private Span spanAt(long second) {
        if (rules.isFixedOffset()) {
            long offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
            return new Span(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, offset * Calendar.SECOND);
        }
        Instant instant = Instant.ofEpochSecond(second);
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        return new Span(
                before == null ? Long.MIN_VALUE / 2 : before.toEpochSecond(),
                after == null ? Long.MAX_VALUE / 2 : after.toEpochSecond(),
                rules.getOffset(instant).getTotalSeconds() * Calendar.SECOND);
    }

    /** The seconds [from, to) in which the zone has one offset. */
    private record Span(long from, long to, long offsetMicros) {}
}
