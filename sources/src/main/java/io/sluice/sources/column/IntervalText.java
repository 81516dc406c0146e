package io.sluice.sources.column;

import io.sluice.sources.column.ColumnType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads intervals from ASCII: as they are written ({@code +1 02:03:04.000}, {@code +1-02}), as literals of SQL ({@code INTERVAL
 * '1 02:03:04' DAY TO SECOND}, which is Spark's text), and as durations of ISO-8601 ({@code P1DT2H3M4.5S}, {@code P1Y2M}), whose
 * parts may have signs of their own. Not for two threads.
 */
public final class IntervalText {
    private static final byte[] LITERAL = ascii("INTERVAL '");
    private static final byte[] MICROS = ascii("' DAY TO SECOND");
    private static final byte[] MONTHS = ascii("' YEAR TO MONTH");
    private static final int FRACTION_DIGITS = 6;
    private static final long SECOND = 1_000_000;
    private static final long[] CLOCK_SIZES = {3_600 * SECOND, 60 * SECOND, SECOND};
    private static final int[] CLOCK_LIMITS = {24, 60, 60};
    private static final int MONTHS_OF_YEAR = 12;

    /** The units of durations in their order; T is none, it stands before those of a day. */
    private static final String DAY_UNITS = "WDTHMS";

    private static final long[] DAY_SIZES = {
        7 * 86_400 * SECOND, 86_400 * SECOND, 0, 3_600 * SECOND, 60 * SECOND, SECOND
    };
    private static final String MONTH_UNITS = "YM";
    private static final long[] MONTH_SIZES = {MONTHS_OF_YEAR, 1};
    private static final int CLOCK = DAY_UNITS.indexOf('T');

    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean failed;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the last text was no interval of the type, or one out of its range. */
    public boolean failed() {
        return failed;
    }

    /** The interval in microseconds or months. */
    public long read(byte[] text, int from, int to, ColumnType type) {
        boolean months = type.kind() == Kind.INTERVAL_YEAR_MONTH;
        bytes = text;
        at = from;
        end = to;
        failed = false;
        byte[] units = months ? MONTHS : MICROS;
        boolean literal = to - from > LITERAL.length + units.length
                && Arrays.equals(text, from, from + LITERAL.length, LITERAL, 0, LITERAL.length)
                && Arrays.equals(text, to - units.length, to, units, 0, units.length);
        if (literal) {
            at += LITERAL.length;
            end -= units.length;
        }
        long value = 0;
        try {
            value = signed(months);
        } catch (ArithmeticException e) {
            failed = true;
        }
        failed |= at < end || months && value != (int) value;
        return value;
    }

    private long signed(boolean months) {
        boolean negative = sign();
        long size;
        if (at < end && bytes[at] == 'P') {
            at++;
            size = months ? duration(MONTH_UNITS, MONTH_SIZES) : duration(DAY_UNITS, DAY_SIZES);
        } else {
            size = months ? years() : days();
        }
        return negative ? -size : size;
    }

    private boolean sign() {
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        return negative;
    }

    /** At least one digit. */
    private long number() {
        int start = at;
        long value = 0;
        while (isDigit()) {
            value = Math.addExact(Math.multiplyExact(value, 10L), bytes[at++] - '0');
        }
        failed |= at == start;
        return value;
    }

    private boolean isDigit() {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    /** One or two digits. */
    private long part(int limit) {
        int start = at;
        long value = number();
        failed |= at > start + 2 || value >= limit;
        return value;
    }

    private void expect(char character) {
        boolean found = at < end && bytes[at] == character;
        failed |= !found;
        at += found ? 1 : 0;
    }

    /** The point is passed; digits below a microsecond must be 0. */
    private long fraction() {
        long micros = 0;
        int digits = 0;
        while (isDigit()) {
            int digit = bytes[at++] - '0';
            if (digits < FRACTION_DIGITS) {
                micros = 10 * micros + digit;
            }
            failed |= digits >= FRACTION_DIGITS && digit != 0;
            digits++;
        }
        failed |= digits == 0;
        for (; digits < FRACTION_DIGITS; digits++) {
            micros *= 10;
        }
        return micros;
    }

    private boolean takesPoint() {
        boolean point = at < end && bytes[at] == '.';
        at += point ? 1 : 0;
        return point;
    }

    /** {@code d H:m:s[.f]}. */
    private long days() {
        long total = Math.multiplyExact(number(), DAY_SIZES[1]);
        for (int unit = 0; unit < CLOCK_SIZES.length; unit++) {
            expect(unit == 0 ? ' ' : ':');
            total = Math.addExact(total, part(CLOCK_LIMITS[unit]) * CLOCK_SIZES[unit]);
        }
        return takesPoint() ? Math.addExact(total, fraction()) : total;
    }

    /** {@code y-M}. */
    private long years() {
        long years = Math.multiplyExact(number(), MONTHS_OF_YEAR);
        expect('-');
        return Math.addExact(years, part(MONTHS_OF_YEAR));
    }

    /** What follows the P; it fails where at least one unit is missing, or one is not in its place. */
    private long duration(String units, long[] sizes) {
        boolean hasClock = sizes == DAY_SIZES;
        long total = 0;
        int last = -1;
        while (at < end && !failed) {
            if (hasClock && last < CLOCK && bytes[at] == 'T') {
                last = CLOCK;
                at++;
                continue;
            }
            boolean negative = sign();
            long value = number();
            boolean point = takesPoint();
            long fraction = point ? fraction() : 0;
            int unit = at < end ? units.indexOf(bytes[at], last + 1) : -1;
            boolean inPlace = unit >= 0
                    && (!hasClock || unit != CLOCK && unit > CLOCK == last >= CLOCK)
                    && (!point || sizes[unit] == SECOND);
            if (!inPlace) {
                failed = true;
                break;
            }
            long size = Math.addExact(Math.multiplyExact(value, sizes[unit]), fraction);
            total = Math.addExact(total, negative ? -size : size);
            last = unit;
            at++;
        }
        failed |= last < 0 || hasClock && last == CLOCK;
        return total;
    }
}
