package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.WallClock;

/**
 * The times of rows: row i is i / rate seconds after the start, less a random part of {@code max-past}.
 *
 * @param wallStart the start as a wall clock shows it, microseconds
 * @param instantStart the start as an instant, microseconds since the epoch
 * @param rate rows in a second
 */
record EventTimes(long wallStart, long instantStart, long rate) {
    private static final long SECOND = 1_000_000L;
    static final long DAY = 86_400 * SECOND;

    static EventTimes ofWall(long wallMicros, WallClock clock, long rate) {
        requireNonNull(clock, "clock");
        return new EventTimes(wallMicros, clock.toInstant(wallMicros), rate);
    }

    static EventTimes ofInstant(long instantMicros, WallClock clock, long rate) {
        requireNonNull(clock, "clock");
        return new EventTimes(clock.toWall(instantMicros), instantMicros, rate);
    }

    private long after(long row) {
        return row / rate * SECOND + row % rate * SECOND / rate;
    }

    Generator timestamps(ColumnType column, Randomness randomness, long maxPast) {
        long start = column.kind() == Kind.TIMESTAMP ? wallStart : instantStart;
        long step = column.timestampStep();
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                long micros = start + after(first + i) - past(randomness, first + i, maxPast);
                out.longs[i] = Math.floorDiv(micros, step) * step;
            }
        };
    }

    Generator dates(Randomness randomness, long maxPast) {
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                long micros = wallStart + after(first + i) - past(randomness, first + i, maxPast);
                out.longs[i] = Math.floorDiv(micros, DAY);
            }
        };
    }

    private static long past(Randomness randomness, long row, long maxPast) {
        return maxPast == 0 ? 0 : randomness.between(row, 0, maxPast);
    }
}
