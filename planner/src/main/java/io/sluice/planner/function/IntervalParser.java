package io.sluice.planner.function;

import java.nio.charset.StandardCharsets;

/**
 * Intervals from text, in microseconds or months: as they are shown ({@code +1 02:03:04.000}, {@code +1-02}), as literals of SQL
 * ({@code INTERVAL '1 02:03:04' DAY TO SECOND}), and as durations of ISO-8601 ({@code P1DT2H3M4.5S}, {@code P1Y2M}), whose
 * parts may have signs of their own. Gives {@link ScalarFunction#NULL_LONG} where the text is none of these, or too long.
 */
final class IntervalParser {
    private static final long NONE = ScalarFunction.NULL_LONG;
    private static final byte[] LITERAL = ascii("INTERVAL '");
    private static final byte[] MICROS = ascii("' DAY TO SECOND");
    private static final byte[] MONTHS = ascii("' YEAR TO MONTH");
    private static final long[] SIZES = {Calendar.HOUR, Calendar.MINUTE, Calendar.SECOND};
    private static final int[] LIMITS = {24, 60, 60};
    private static final int MONTHS_OF_YEAR = 12;

    /** The parts of a duration in their order; T stands before those of a day. */
    private static final String PARTS = "WDTHMS";

    private static final long[] PART_SIZES = {
        Calendar.WEEK, Calendar.DAY, 0, Calendar.HOUR, Calendar.MINUTE, Calendar.SECOND
    };
    private static final int CLOCK = PARTS.indexOf('T');
    private static final int SECONDS = PARTS.indexOf('S');

    private IntervalParser() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static long orFail(long value, Utf8 text, String type, String form) {
        if (value == NONE) {
            throw new RowException(
                    "cannot cast " + Text.quoted(text) + " to " + type + ": expected the form " + form,
                    "Correct the value, or use TRY_CAST to get NULL instead.");
        }
        return value;
    }

    static long dayTime(Utf8 text) {
        return parse(text, false);
    }

    /** In the range of an INT. */
    static long yearMonth(Utf8 text) {
        long months = parse(text, true);
        return months == (int) months ? months : NONE;
    }

    private static long parse(Utf8 text, boolean months) {
        byte[] bytes = text.bytes;
        int end = NumberText.trimmedEnd(text);
        int at = NumberText.trimmedStart(text, end);
        byte[] units = months ? MONTHS : MICROS;
        boolean literal = end - at > LITERAL.length + units.length
                && Text.matches(bytes, at, LITERAL, 0, LITERAL.length)
                && Text.matches(bytes, end - units.length, units, 0, units.length);
        try {
            return literal
                    ? signed(bytes, at + LITERAL.length, end - units.length, months)
                    : signed(bytes, at, end, months);
        } catch (ArithmeticException e) {
            return NONE;
        }
    }

    private static long signed(byte[] bytes, int from, int end, boolean months) {
        int at = from < end && isSign(bytes[from]) ? from + 1 : from;
        long size;
        if (at < end && bytes[at] == 'P') {
            size = months ? yearsAndMonths(bytes, at + 1, end) : duration(bytes, at + 1, end);
        } else {
            size = months ? years(bytes, at, end) : days(bytes, at, end);
        }
        return size != NONE && bytes[from] == '-' ? -size : size;
    }

    private static boolean isSign(byte value) {
        return value == '-' || value == '+';
    }

    private static int digitsEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && NumberText.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static long number(byte[] bytes, int from, int end) {
        long value = 0;
        for (int at = from; at < end; at++) {
            value = Math.addExact(Math.multiplyExact(value, 10L), bytes[at] - '0');
        }
        return value;
    }

    /** {@code d H:m:s} with up to nine digits of a fraction. */
    private static long days(byte[] bytes, int from, int end) {
        int at = digitsEnd(bytes, from, end);
        if (at == from) {
            return NONE;
        }
        long total = Math.multiplyExact(number(bytes, from, at), Calendar.DAY);
        for (int unit = 0; unit < SIZES.length; unit++) {
            if (at >= end || bytes[at] != (unit == 0 ? ' ' : ':')) {
                return NONE;
            }
            int start = at + 1;
            at = digitsEnd(bytes, start, end);
            long value = at == start || at > start + 2 ? LIMITS[unit] : number(bytes, start, at);
            if (value >= LIMITS[unit]) {
                return NONE;
            }
            total = Math.addExact(total, value * SIZES[unit]);
        }
        if (at == end) {
            return total;
        }
        long fraction = bytes[at] == '.' ? TimeText.fraction(bytes, at + 1, end) : NONE;
        return fraction == NONE ? NONE : Math.addExact(total, fraction);
    }

    /** {@code y-M}. */
    private static long years(byte[] bytes, int from, int end) {
        int at = digitsEnd(bytes, from, end);
        boolean fits = at > from && at < end && bytes[at] == '-' && at + 1 < end && end - at <= 3;
        if (!fits || digitsEnd(bytes, at + 1, end) < end) {
            return NONE;
        }
        long months = number(bytes, at + 1, end);
        return months < MONTHS_OF_YEAR
                ? Math.addExact(Math.multiplyExact(number(bytes, from, at), MONTHS_OF_YEAR), months)
                : NONE;
    }

    private static long yearsAndMonths(byte[] bytes, int from, int end) {
        long total = 0;
        int at = from;
        boolean years = false;
        while (at < end) {
            int start = isSign(bytes[at]) ? at + 1 : at;
            int unit = digitsEnd(bytes, start, end);
            boolean month = unit < end && bytes[unit] == 'M';
            if (unit == start || unit == end || month && unit + 1 < end || !month && (years || bytes[unit] != 'Y')) {
                return NONE;
            }
            long part = Math.multiplyExact(number(bytes, start, unit), month ? 1 : MONTHS_OF_YEAR);
            total = Math.addExact(total, bytes[at] == '-' ? -part : part);
            years = true;
            at = unit + 1;
        }
        return at > from ? total : NONE;
    }

    private static long duration(byte[] bytes, int from, int end) {
        long total = 0;
        int last = -1;
        int at = from;
        while (at < end) {
            if (bytes[at] == 'T' && last < CLOCK && at + 1 < end) {
                last = CLOCK;
                at++;
                continue;
            }
            int start = isSign(bytes[at]) ? at + 1 : at;
            int point = digitsEnd(bytes, start, end);
            boolean hasFraction = point < end && bytes[point] == '.';
            int place = hasFraction ? digitsEnd(bytes, point + 1, end) : point;
            int unit = place < end ? PARTS.indexOf(bytes[place], last + 1) : -1;
            long fraction = hasFraction ? TimeText.fraction(bytes, point + 1, place) : 0;
            boolean known = unit >= 0 && unit != CLOCK && unit > CLOCK == last >= CLOCK;
            if (point == start || !known || fraction == NONE || hasFraction && unit != SECONDS) {
                return NONE;
            }
            long part = Math.addExact(Math.multiplyExact(number(bytes, start, point), PART_SIZES[unit]), fraction);
            total = Math.addExact(total, bytes[at] == '-' ? -part : part);
            last = unit;
            at = place + 1;
        }
        return last >= 0 && last != CLOCK ? total : NONE;
    }
}
