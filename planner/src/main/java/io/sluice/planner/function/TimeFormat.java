package io.sluice.planner.function;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/**
 * A pattern of dates and times in the syntax of {@link DateTimeFormatter}, prepared. The usual patterns are read and
 * written as bytes ({@link TimePattern}), others by java.time with English names. Text must have the form exactly. A
 * field that the pattern lacks is that of 1970-01-01 00:00:00; a day that its month does not have is refused.
 */
public final class TimeFormat {
    private static final long NONE = ScalarFunction.NULL_LONG;
    private static final long MAX_YEAR = 200_000;
    private static final int MILLIS = 3;
    private static final long YEAR_1 = Calendar.days(1, 1, 1) * Calendar.DAY;
    private static final long YEAR_10000 = Calendar.days(10_000, 1, 1) * Calendar.DAY;
    /** The sign of years beyond 9999, which only java.time reads. */
    private static final byte[] PLUS = {'+'};

    private final String pattern;
    private final Optional<TimePattern> fast;
    private final Optional<DateTimeFormatter> formatter;
    private final boolean hasZone;

    public TimeFormat(String pattern) {
        this.pattern = pattern;
        fast = TimePattern.compile(pattern);
        formatter = formatter(pattern);
        hasZone = fast.isEmpty() && pattern.replaceAll("'[^']*'", "").matches(".*[XxZzVOv].*");
    }

    private static Optional<DateTimeFormatter> formatter(String pattern) {
        try {
            return Optional.of(DateTimeFormatter.ofPattern(pattern, Locale.US));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For a constant: refuses what is no pattern. */
    static void check(String pattern) {
        if (formatter(pattern).isEmpty()) {
            throw notPattern(pattern);
        }
    }

    private static RowException notPattern(String pattern) {
        return new RowException(
                "'" + pattern + "' is not a pattern of dates and times",
                "Use fields such as yyyy-MM-dd HH:mm:ss.SSS, and quotes around other letters.");
    }

    /** How many digits of a fraction a literal pattern asks for: 3 to 6. */
    static int precision(String pattern) {
        int digits = 0;
        for (int i = 0; i < pattern.length(); i++) {
            digits += pattern.charAt(i) == 'S' ? 1 : 0;
        }
        return Math.max(MILLIS, Math.min(6, digits));
    }

    String pattern() {
        return pattern;
    }

    /** The time on a clock, or {@link ScalarFunction#NULL_LONG}; a zone in the text does not count. */
    long read(Utf8 text) {
        if (fast.isPresent() && fast.get().isReadable()) {
            long micros = fast.get().read(text);
            if (micros != NONE || Text.find(text.bytes, text.start, text.start + text.length, PLUS, 0, 1) < 0) {
                return micros;
            }
        }
        return parse(text).map(TimeFormat::local).orElse(NONE);
    }

    /** The instant, in a zone that the text may overrule. */
    long readInstant(Utf8 text, ZoneId zone) {
        Optional<TemporalAccessor> parsed = hasZone ? parse(text) : Optional.empty();
        long local = hasZone ? parsed.map(TimeFormat::local).orElse(NONE) : read(text);
        if (local == NONE) {
            return NONE;
        }
        if (parsed.isPresent() && parsed.get().isSupported(ChronoField.OFFSET_SECONDS)) {
            return local - parsed.get().getLong(ChronoField.OFFSET_SECONDS) * Calendar.SECOND;
        }
        ZoneId own = parsed.flatMap(TimeFormat::zone).orElse(zone);
        return local - FunctionContext.offsetOfLocal(own.getRules(), local) * Calendar.SECOND;
    }

    private static Optional<ZoneId> zone(TemporalAccessor parsed) {
        return Optional.ofNullable(parsed.query(TemporalQueries.zone()));
    }

    private Optional<TemporalAccessor> parse(Utf8 text) {
        if (formatter.isEmpty()) {
            return Optional.empty();
        }
        String string = text.toString();
        try {
            TemporalAccessor parsed = formatter.get().parse(string);
            TemporalAccessor raw = formatter.get().parseUnresolved(string, new ParsePosition(0));
            return Optional.of(parsed).filter(resolved -> hasItsDay(raw, resolved));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the day of the month was not moved to the last of the month. */
    private static boolean hasItsDay(TemporalAccessor raw, TemporalAccessor resolved) {
        if (!raw.isSupported(ChronoField.DAY_OF_MONTH) || !raw.isSupported(ChronoField.MONTH_OF_YEAR)) {
            return true;
        }
        ChronoField yearField = raw.isSupported(ChronoField.YEAR) ? ChronoField.YEAR : ChronoField.YEAR_OF_ERA;
        long year = raw.isSupported(yearField) ? raw.getLong(yearField) : field(resolved, ChronoField.YEAR, 1970);
        return Calendar.exists(
                year, (int) raw.getLong(ChronoField.MONTH_OF_YEAR), (int) raw.getLong(ChronoField.DAY_OF_MONTH));
    }

    private static long local(TemporalAccessor parsed) {
        long year = field(parsed, ChronoField.YEAR, 1970);
        int month = (int) field(parsed, ChronoField.MONTH_OF_YEAR, 1);
        int day = (int) field(parsed, ChronoField.DAY_OF_MONTH, 1);
        if (Math.abs(year) > MAX_YEAR || !Calendar.exists(year, month, day)) {
            return NONE;
        }
        long micros = Calendar.days(year, month, day) * Calendar.DAY
                + field(parsed, ChronoField.HOUR_OF_DAY, 0) * Calendar.HOUR
                + field(parsed, ChronoField.MINUTE_OF_HOUR, 0) * Calendar.MINUTE
                + field(parsed, ChronoField.SECOND_OF_MINUTE, 0) * Calendar.SECOND
                + field(parsed, ChronoField.NANO_OF_SECOND, 0) / 1_000;
        boolean dated = parsed.isSupported(ChronoField.EPOCH_DAY);
        Period excess = dated ? Period.ZERO : parsed.query(DateTimeFormatter.parsedExcessDays());
        return micros + excess.getDays() * Calendar.DAY;
    }

    private static long field(TemporalAccessor parsed, ChronoField field, long otherwise) {
        return parsed.isSupported(field) ? parsed.getLong(field) : otherwise;
    }

    /** Writes the time on a clock in a zone. */
    void write(long micros, ZoneId zone, Utf8 out) {
        if (fast.isPresent() && micros >= YEAR_1 && micros < YEAR_10000) {
            fast.get().write(micros, out);
            return;
        }
        long second = Math.floorDiv(micros, Calendar.SECOND);
        int nanos = (int) (micros - second * Calendar.SECOND) * 1_000;
        LocalDateTime local = LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
        try {
            DateTimeFormatter known = formatter.orElseThrow(() -> notPattern(pattern));
            out.append(known.format(hasZone ? local.atZone(zone) : local));
        } catch (DateTimeException e) {
            throw new RowException(
                    "the pattern '" + pattern + "' has a field that the time does not have",
                    "Use fields of dates and times only.");
        }
    }
}
