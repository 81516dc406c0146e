package io.sluice.sources.column;

import io.sluice.sources.column.ColumnType.Kind;
import java.util.Optional;

/** Reads timestamps of one format from text. One object for each thread: {@link #trouble} tells how the last call went. */
public final class TimestampReader {
    private static final int DATE_LENGTH = 10;

    private final TimestampFormat format;
    private final WallClock clock;
    private final TimestampText text = new TimestampText();
    private final Optional<TimestampPattern> pattern;
    private Trouble trouble = Trouble.NONE;

    /** Why a text is no value of a column. */
    public enum Trouble {
        NONE,
        NOT_A_TIMESTAMP,
        TOO_FINE
    }

    public TimestampReader(TimestampFormat format) {
        this.format = format;
        this.clock = new WallClock(format.zone());
        this.pattern = format.pattern().map(TimestampPattern::new);
    }

    public Trouble trouble() {
        return trouble;
    }

    /** Microseconds of a TIMESTAMP or TIMESTAMP_LTZ column, cut to its precision; arbitrary if there is trouble. */
    public long read(byte[] bytes, int from, int to, ColumnType column) {
        if (pattern.isPresent()) {
            TimestampPattern own = pattern.get();
            boolean read = own.parse(bytes, from, to);
            return value(read, own.micros(), own.isZoned(), own.isFinerThanMicros(), column);
        }
        boolean read = text.parse(bytes, from, to, separator(bytes, from, to));
        return value(read, text.micros(), text.isZoned(), text.isFinerThanMicros(), column);
    }

    private char separator(byte[] bytes, int from, int to) {
        if (format.separator() != TimestampFormat.EITHER) {
            return format.separator();
        }
        return to - from > DATE_LENGTH && bytes[from + DATE_LENGTH] == 'T' ? 'T' : ' ';
    }

    private long value(boolean read, long micros, boolean zoned, boolean tooFine, ColumnType column) {
        boolean local = column.kind() == Kind.TIMESTAMP;
        if (!read || local && zoned) {
            trouble = Trouble.NOT_A_TIMESTAMP;
            return 0;
        }
        if (tooFine && !format.truncateNanos()) {
            trouble = Trouble.TOO_FINE;
            return 0;
        }
        trouble = Trouble.NONE;
        long value = local || zoned ? micros : clock.toInstant(micros);
        long step = column.timestampStep();
        return step == 1 ? value : Math.floorDiv(value, step) * step;
    }
}
