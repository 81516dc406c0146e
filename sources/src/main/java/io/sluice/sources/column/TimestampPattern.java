package io.sluice.sources.column;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads timestamps by a pattern of {@code java.time}, such as {@code yyyy/MM/dd HH:mm}. A pattern of digits of fixed width
 * and literals is read from the bytes; others by the JDK's formatter. What a pattern leaves out is taken from 1970-01-01
 * 00:00. One object for each thread; the accessors tell what was read, as those of {@link TimestampText}.
 */
public final class TimestampPattern {
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final String FIELDS = "yMdHmsS";
    private static final int FRACTION = 6;
    private static final int FRACTION_DIGITS = 9;

    private final DateTimeFormatter formatter;

    /** For each character of the text: the field that its digit belongs to, or −1 − the literal. Empty: not fixed. */
    private final int[] characters;

    private final int[] values = new int[FIELDS.length()];
    private long micros;
    private boolean zoned;
    private boolean finerThanMicros;

    /** Fails with an {@code IllegalArgumentException} that says what is wrong. */
    public TimestampPattern(String pattern) {
        try {
            this.formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern.replace('y', 'u'))
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected 'SQL', 'ISO-8601' or a pattern such as 'yyyy/MM/dd HH:mm', got '%s': %s"
                            .formatted(pattern, e.getMessage()));
        }
        this.characters = fixed(pattern);
    }

    private static int[] fixed(String pattern) {
        int[] characters = new int[pattern.length()];
        for (int at = 0, end; at < pattern.length(); at = end) {
            char letter = pattern.charAt(at);
            end = at;
            while (end < pattern.length() && pattern.charAt(end) == letter) {
                end++;
            }
            int field = FIELDS.indexOf(letter);
            int width = letter == 'y' ? 4 : 2;
            boolean fits = letter == 'S' ? end - at <= FRACTION_DIGITS : end - at == width;
            boolean once = pattern.indexOf(letter, end) < 0;
            boolean literal = letter < 0x80 && !Character.isLetter(letter) && "[]{}#'".indexOf(letter) < 0;
            if (!literal && !(field >= 0 && fits && once)) {
                return new int[0];
            }
            Arrays.fill(characters, at, end, literal ? -1 - letter : field);
        }
        return characters;
    }

    /** False if the text is not of the pattern or is no time that there is. */
    public boolean parse(byte[] text, int from, int to) {
        zoned = false;
        finerThanMicros = false;
        return characters.length > 0 ? parseFixed(text, from, to) : parseAny(text, from, to);
    }

    private boolean parseFixed(byte[] text, int from, int to) {
        if (to - from != characters.length) {
            return false;
        }
        Arrays.fill(values, 0);
        int seen = 0;
        int fractionDigits = 0;
        for (int i = 0; i < characters.length; i++) {
            int field = characters[i];
            int digit = text[from + i] - '0';
            if (field < 0 ? text[from + i] != -1 - field : digit < 0 || digit > 9) {
                return false;
            }
            if (field == FRACTION && fractionDigits++ >= FRACTION) {
                finerThanMicros |= digit != 0;
            } else if (field >= 0) {
                values[field] = values[field] * 10 + digit;
                seen |= 1 << field;
            }
        }
        for (int i = fractionDigits; i < FRACTION; i++) {
            values[FRACTION] *= 10;
        }
        long days = TimestampText.epochDayOf(
                (seen & 1) == 0 ? 1970 : values[0], (seen & 2) == 0 ? 1 : values[1], (seen & 4) == 0 ? 1 : values[2]);
        if (days == TimestampText.NO_DATE || values[3] > 23 || values[4] > 59 || values[5] > 59) {
            return false;
        }
        micros = days * DAY + (values[3] * 3600L + values[4] * 60L + values[5]) * SECOND + values[FRACTION];
        return true;
    }

    private boolean parseAny(byte[] text, int from, int to) {
        try {
            TemporalAccessor time = formatter.parse(new String(text, from, to - from, StandardCharsets.UTF_8));
            if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
                zoned = true;
                put(time.getLong(ChronoField.INSTANT_SECONDS), time.get(ChronoField.NANO_OF_SECOND));
                return true;
            }
            LocalDate date = time.query(TemporalQueries.localDate());
            if (date == null) {
                date = LocalDate.of(
                        field(time, ChronoField.YEAR, 1970),
                        field(time, ChronoField.MONTH_OF_YEAR, 1),
                        field(time, ChronoField.DAY_OF_MONTH, 1));
            }
            long seconds = date.toEpochDay() * 86_400
                    + field(time, ChronoField.HOUR_OF_DAY, 0) * 3600L
                    + field(time, ChronoField.MINUTE_OF_HOUR, 0) * 60L
                    + field(time, ChronoField.SECOND_OF_MINUTE, 0);
            if (time.query(TemporalQueries.zone()) instanceof ZoneOffset offset) {
                zoned = true;
                seconds -= offset.getTotalSeconds();
            }
            put(seconds, field(time, ChronoField.NANO_OF_SECOND, 0));
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private void put(long seconds, int nanos) {
        micros = Math.addExact(Math.multiplyExact(seconds, SECOND), nanos / 1000);
        finerThanMicros = nanos % 1000 != 0;
    }

    private static int field(TemporalAccessor time, ChronoField field, int absent) {
        return time.isSupported(field) ? time.get(field) : absent;
    }

    public long micros() {
        return micros;
    }

    public boolean isZoned() {
        return zoned;
    }

    public boolean isFinerThanMicros() {
        return finerThanMicros;
    }
}
