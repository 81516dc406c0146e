package io.sluice.sources.column;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Between instants and the wall clock of a zone, both in microseconds. A time that the wall clock skips counts as if it
 * had not been put forward yet; one that it shows twice is the first of the two.
 */
public final class WallClock {
    private static final long SECOND = 1_000_000L;

    private final ZoneId zone;
    private final boolean fixed;
    private final long fixedShift;

    public WallClock(ZoneId zone) {
        this.zone = zone;
        this.fixed = zone.getRules().isFixedOffset();
        this.fixedShift = fixed ? shift(zone.getRules().getOffset(Instant.EPOCH)) : 0;
    }

    /** Whether instants and wall clock are the same numbers. */
    public boolean isUtc() {
        return fixed && fixedShift == 0;
    }

    public long toInstant(long wallMicros) {
        if (fixed) {
            return wallMicros - fixedShift;
        }
        LocalDateTime wall = LocalDateTime.ofEpochSecond(Math.floorDiv(wallMicros, SECOND), 0, ZoneOffset.UTC);
        ZonedDateTime there = ZonedDateTime.ofLocal(wall, zone, null);
        return there.toEpochSecond() * SECOND + Math.floorMod(wallMicros, SECOND);
    }

    public long toWall(long instantMicros) {
        if (fixed) {
            return instantMicros + fixedShift;
        }
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(instantMicros, SECOND));
        return instantMicros + shift(zone.getRules().getOffset(instant));
    }

    private static long shift(ZoneOffset offset) {
        return offset.getTotalSeconds() * SECOND;
    }
}
