package io.sluice.planner.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A pattern of the usual fields (yyyy, M, d, H, m, s once or twice, S one to nine times) and literals, as steps over
 * bytes; it reads and writes what {@link java.time.format.DateTimeFormatter} does for the same pattern. Step i is a
 * field, {@code fields[i]}, of a number of digits, {@code values[i]}; or, where {@code fields[i]} is 0, the byte {@code
 * values[i]}.
 */
final class TimePattern {
    private static final String FIELDS = "yMdHms";
    private static final int MAX_STEPS = 200;

    private final byte[] fields;
    private final byte[] values;
    private final boolean readable;
    private final boolean hasDate;

    /** So long the text stays the same; 0: less than a second. */
    private final long unit;

    /** The beginning of the unit of a time that was not in {@link #last}. */
    private long missed = Long.MAX_VALUE;

    /** Rows that come one after another mostly have the same minute or day. Threads may see each other's, or not. */
    private Span last = new Span(0, 0, new byte[0]);

    private TimePattern(byte[] fields, byte[] values, boolean readable) {
        this.fields = fields;
        this.values = values;
        this.readable = readable;
        hasDate = has('y') || has('M') || has('d');
        unit = has('S')
                ? 0
                : has('s') ? Calendar.SECOND : has('m') ? Calendar.MINUTE : has('H') ? Calendar.HOUR : Calendar.DAY;
    }

    /** The text of the times of a unit. */
    private record Span(long from, long to, byte[] text) {}

    private boolean has(char field) {
        for (byte each : fields) {
            if (each == field) {
                return true;
            }
        }
        return false;
    }

    /** Empty for a pattern with anything else. */
    static Optional<TimePattern> compile(String pattern) {
        Utf8 fields = new Utf8();
        Utf8 values = new Utf8();
        int i = 0;
        while (i < pattern.length()) {
            char first = pattern.charAt(i);
            int next = i;
            if (isLetter(first)) {
                while (next < pattern.length() && pattern.charAt(next) == first) {
                    next++;
                }
                if (!isField(first, next - i)) {
                    return Optional.empty();
                }
                fields.append((byte) first);
                values.append((byte) (next - i));
            } else {
                next = literalEnd(pattern, i);
                if (next < 0) {
                    return Optional.empty();
                }
                for (byte literal : literal(pattern, i, next).getBytes(StandardCharsets.UTF_8)) {
                    fields.append((byte) 0);
                    values.append(literal);
                }
            }
            i = next;
        }
        boolean distinct = isDistinct(fields) && fields.length <= MAX_STEPS;
        return Optional.of(new TimePattern(fields.bytes, values.bytes, isReadable(fields, values)))
                .filter(compiled -> distinct)
                .map(compiled -> compiled.trimmed(fields.length));
    }

    private TimePattern trimmed(int length) {
        return new TimePattern(Arrays.copyOf(fields, length), Arrays.copyOf(values, length), readable);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isField(char letter, int count) {
        return letter == 'y' ? count == 4 : letter == 'S' ? count <= 9 : FIELDS.indexOf(letter) > 0 && count <= 2;
    }

    /** Where a literal ends, quotes included; −1 if it is not a plain one. */
    private static int literalEnd(String pattern, int at) {
        char first = pattern.charAt(at);
        if (first != '\'') {
            boolean special = "[]{}#".indexOf(first) >= 0;
            return special ? -1 : at + Character.charCount(pattern.codePointAt(at));
        }
        int close = pattern.indexOf('\'', at + 1);
        boolean quotedTwice =
                close >= 0 && close > at + 1 && close + 1 < pattern.length() && pattern.charAt(close + 1) == '\'';
        return close < 0 || quotedTwice ? -1 : close + 1;
    }

    private static String literal(String pattern, int at, int end) {
        if (pattern.charAt(at) != '\'') {
            return pattern.substring(at, end);
        }
        return end == at + 2 ? "'" : pattern.substring(at + 1, end - 1);
    }

    private static boolean isDistinct(Utf8 fields) {
        long seen = 0;
        for (int i = 0; i < fields.length; i++) {
            long bit = fields.bytes[i] == 0 ? 0 : 1L << fields.bytes[i] - 'A';
            if ((seen & bit) != 0) {
                return false;
            }
            seen |= bit;
        }
        return true;
    }

    /** No field without the larger ones, and no digit directly behind a number whose length is open. */
    private static boolean isReadable(Utf8 fields, Utf8 values) {
        boolean[] present = new boolean[128];
        for (int i = 0; i < fields.length; i++) {
            present[fields.bytes[i]] = true;
            boolean open =
                    fields.bytes[i] == 'y' || fields.bytes[i] != 0 && fields.bytes[i] != 'S' && values.bytes[i] == 1;
            if (open && i + 1 < fields.length) {
                boolean literal = fields.bytes[i + 1] == 0;
                boolean openNext = !literal && fields.bytes[i + 1] != 'S' && values.bytes[i + 1] == 1;
                if (literal ? NumberText.isDigit(values.bytes[i + 1]) : fields.bytes[i] != 'y' || openNext) {
                    return false;
                }
            }
        }
        return (present['M'] || !present['d'])
                && (present['y'] || !present['M'])
                && (present['H'] || !present['m'])
                && (present['m'] || !present['s'])
                && (present['s'] || !present['S']);
    }

    boolean isReadable() {
        return readable;
    }

    /** Microseconds, or {@link ScalarFunction#NULL_LONG} if the text is not of this pattern. */
    long read(Utf8 text) {
        byte[] bytes = text.bytes;
        int end = text.start + text.length;
        int at = text.start;
        long year = 1970;
        int month = 1;
        int day = 1;
        long time = 0;
        int hour = 0;
        for (int i = 0; i < fields.length; i++) {
            int field = fields[i];
            int width = values[i];
            if (field == 0) {
                if (at >= end || bytes[at++] != width) {
                    return ScalarFunction.NULL_LONG;
                }
                continue;
            }
            if (field != 'y' && width == 1 && field != 'S') {
                width = openWidth(bytes, at, end);
            }
            int value = field == 'S'
                    ? (int) (end - at < width ? -1 : TimeText.fraction(bytes, at, at + width))
                    : TimeText.digits(bytes, at, end, width);
            if (value < 0) {
                return ScalarFunction.NULL_LONG;
            }
            at += width;
            switch (field) {
                case 'y' -> year = value;
                case 'M' -> month = value;
                case 'd' -> day = value;
                case 'H' -> hour = value;
                case 'm' -> time += value < 60 ? value * Calendar.MINUTE : Calendar.WEEK;
                case 's' -> time += value < 60 ? value * Calendar.SECOND : Calendar.WEEK;
                default -> time += value;
            }
        }
        boolean inDay = time < Calendar.HOUR && (hour < 24 || hour == 24 && time == 0);
        if (at != end || year < 1 || !inDay || !Calendar.exists(year, month, day)) {
            return ScalarFunction.NULL_LONG;
        }
        return Calendar.days(year, month, day) * Calendar.DAY + hour * Calendar.HOUR + time;
    }

    /** All digits that stand there; leading zeros of more than nine digits are not read. */
    private static int openWidth(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && i - at < 9 && NumberText.isDigit(bytes[i])) {
            i++;
        }
        return Math.max(1, i - at);
    }

    /** Writes a time of the years 1 to 9999. */
    void write(long micros, Utf8 out) {
        Span known = last;
        if (micros >= known.from && micros < known.to) {
            out.append(known.text, 0, known.text.length);
            return;
        }
        int start = out.length;
        writeFields(micros, out);
        if (unit > 0) {
            long from = Math.floorDiv(micros, unit) * unit;
            if (from == missed) {
                last = new Span(from, from + unit, Arrays.copyOfRange(out.bytes, start, out.length));
            }
            missed = from;
        }
    }

    private void writeFields(long micros, Utf8 out) {
        long days = Calendar.dayOf(micros);
        long parts = hasDate ? Calendar.parts(days) : 0;
        long time = micros - days * Calendar.DAY;
        for (int i = 0; i < fields.length; i++) {
            int width = values[i];
            switch (fields[i]) {
                case 'y' -> NumberText.appendDigits(Calendar.year(parts), 4, out);
                case 'M' -> append(Calendar.month(parts), width, out);
                case 'd' -> append(Calendar.day(parts), width, out);
                case 'H' -> append((int) (time / Calendar.HOUR), width, out);
                case 'm' -> append((int) (time / Calendar.MINUTE % 60), width, out);
                case 's' -> append((int) (time / Calendar.SECOND % 60), width, out);
                case 'S' -> appendFraction(time % Calendar.SECOND, width, out);
                default -> out.append((byte) width);
            }
        }
    }

    private static void append(int value, int width, Utf8 out) {
        NumberText.appendDigits(value, value > 9 ? 2 : width, out);
    }

    private static void appendFraction(long micros, int width, Utf8 out) {
        if (width <= 6) {
            NumberText.appendDigits(micros / Decimals.power(6 - width), width, out);
        } else {
            NumberText.appendDigits(micros * Decimals.power(width - 6), width, out);
        }
    }
}
