package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.column.WallClock;
import io.sluice.sources.parquet.FileColumn.Meaning;
import java.io.IOException;

/** Times to microseconds, timestamps to or from the wall clock, then cut to the digits that the column has. */
final class TimestampConversion implements Conversion {
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1000;

    private final int digits;
    private final boolean truncateNanos;
    private final WallClock clock;
    private final boolean toInstant;
    private final boolean toWall;
    private final long step;

    TimestampConversion(FileColumn from, ColumnType to, TimestampRules rules) {
        this.digits = from.digits();
        this.truncateNanos = rules.truncateNanos();
        this.clock = rules.clock();
        boolean shifted = !clock.isUtc();
        this.toInstant = shifted && from.meaning() == Meaning.WALL_TIME && to.kind() == Kind.TIMESTAMP_LTZ;
        this.toWall = shifted && from.meaning() == Meaning.INSTANT && to.kind() == Kind.TIMESTAMP;
        this.step = to.timestampStep();
    }

    @Override
    public byte[] apply(byte[] bytes, ColumnVector out, int at, int count) throws IOException {
        long[] micros = out.longs;
        if (digits == 3) {
            multiply(micros, at, count);
        } else if (digits == 9) {
            divide(micros, at, count);
        }
        if (toInstant) {
            for (int i = at; i < at + count; i++) {
                micros[i] = clock.toInstant(micros[i]);
            }
        } else if (toWall) {
            for (int i = at; i < at + count; i++) {
                micros[i] = clock.toWall(micros[i]);
            }
        }
        if (step > 1) {
            for (int i = at; i < at + count; i++) {
                micros[i] = Math.floorDiv(micros[i], step) * step;
            }
        }
        return bytes;
    }

    /** Where clocks are set back, a later instant has an earlier wall clock. */
    @Override
    public boolean keepsOrder() {
        return !toInstant && !toWall;
    }

    private static void multiply(long[] millis, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            long value = millis[i];
            if (value > MAX_MILLIS || value < -MAX_MILLIS) {
                throw new IOException(
                        "expected a timestamp in the range of microseconds, got %d milliseconds".formatted(value));
            }
            millis[i] = value * 1000;
        }
    }

    private void divide(long[] nanos, int at, int count) throws IOException {
        for (int i = at; i < at + count; i++) {
            long value = nanos[i];
            long micros = Math.floorDiv(value, 1000L);
            if (micros * 1000 != value && !truncateNanos) {
                throw new LostDigitsException(value);
            }
            nanos[i] = micros;
        }
    }

    /** A time has digits below a microsecond; the user may have them cut. */
    static final class LostDigitsException extends IOException {
        private static final long serialVersionUID = 1L;

        LostDigitsException(long nanos) {
            super("expected a time of whole microseconds, got %d nanoseconds".formatted(nanos));
        }
    }
}
