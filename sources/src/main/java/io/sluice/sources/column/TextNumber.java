package io.sluice.sources.column;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from ASCII text without making a String where the number is an ordinary one. One object for each thread:
 * after a call, {@link #failed} tells whether the text was no such number.
 */
public final class TextNumber {
    private static final int LONG_DIGITS = 18;
    private static final int EXACT_DIGITS = 15;
    private static final int MOST_TEXT = 1000;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private boolean failed;

    public boolean failed() {
        return failed;
    }

    private static boolean hasSign(byte[] text, int from, int to) {
        return from < to && (text[from] == '-' || text[from] == '+');
    }

    /** A whole number; also one that is written with a point or an exponent, such as 1.0 or 1e3. */
    public long integer(byte[] text, int from, int to) {
        int at = hasSign(text, from, to) ? from + 1 : from;
        if (at == to || to - at > LONG_DIGITS) {
            return wholeNumber(text, from, to);
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return wholeNumber(text, from, to);
            }
            value = value * 10 + digit;
        }
        failed = false;
        return text[from] == '-' ? -value : value;
    }

    private long wholeNumber(byte[] text, int from, int to) {
        BigDecimal value = decimal(text, from, to);
        if (failed || value.signum() == 0) {
            return 0;
        }
        failed = value.precision() - (long) value.scale() > 19;
        try {
            return failed ? 0 : value.longValueExact();
        } catch (ArithmeticException e) {
            failed = true;
            return 0;
        }
    }

    /** Any decimal number of up to {@value #MOST_TEXT} characters; zero when it has failed. */
    public BigDecimal decimal(byte[] text, int from, int to) {
        failed = to <= from || to - from > MOST_TEXT;
        if (!failed) {
            try {
                return new BigDecimal(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
            } catch (NumberFormatException e) {
                failed = true;
            }
        }
        return BigDecimal.ZERO;
    }

    /** Unscaled value of a decimal with at most {@code scale} digits behind the point, 18 in all; failed if it is another. */
    public long unscaled(byte[] text, int from, int to, int scale) {
        int point = -1;
        int digits = 0;
        long value = 0;
        for (int at = hasSign(text, from, to) ? from + 1 : from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits++;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                failed = true;
                return 0;
            }
        }
        int missing = scale - (point < 0 ? 0 : to - point - 1);
        failed = digits == 0 || missing < 0 || digits + missing > LONG_DIGITS;
        for (int i = 0; i < missing && !failed; i++) {
            value *= 10;
        }
        return from < to && text[from] == '-' ? -value : value;
    }

    /** The nearest double; {@code NaN}, {@code Infinity} and {@code -Infinity} are read too. */
    public double floating(byte[] text, int from, int to) {
        int point = -1;
        int digits = 0;
        long mantissa = 0;
        for (int at = hasSign(text, from, to) ? from + 1 : from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                return anyFloating(text, from, to);
            }
        }
        if (digits == 0 || digits > EXACT_DIGITS) {
            return anyFloating(text, from, to);
        }
        failed = false;
        // Both numbers are exact doubles, so their quotient is rounded once: it is the nearest.
        double value = point < 0 ? mantissa : mantissa / POWERS[to - point - 1];
        return text[from] == '-' ? -value : value;
    }

    /** The nearest float, given the nearest double: that is rounded again only where it cannot matter. */
    public float single(byte[] text, int from, int to, double nearest) {
        boolean exact = to - from <= 7 || Double.isNaN(nearest) || Double.isInfinite(nearest);
        return exact
                ? (float) nearest
                : Float.parseFloat(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** Java also reads {@code 1d} and {@code 0x1p3}, which are numbers nowhere else. */
    private double anyFloating(byte[] text, int from, int to) {
        failed = to <= from || to - from > MOST_TEXT;
        if (failed) {
            return 0;
        }
        String number = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        byte last = text[to - 1];
        boolean digitsOrName =
                last >= '0' && last <= '9' || last == '.' || number.endsWith("NaN") || number.endsWith("Infinity");
        try {
            if (digitsOrName && number.indexOf('x') < 0 && number.indexOf('X') < 0) {
                return Double.parseDouble(number);
            }
        } catch (NumberFormatException e) {
            // Reported as the rest.
        }
        failed = true;
        return 0;
    }
}
