package io.sluice.planner.function;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers and truth values from text and to text, on UTF-8 bytes. */
final class NumberText {
    private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 19;
    private static final long EXACT_LIMIT = 1L << 53;
    private static final double[] DOUBLE_POWERS = new double[23];

    static {
        double power = 1;
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = power;
            power *= 10;
        }
    }

    private NumberText() {}

    static boolean parseBoolean(Utf8 text) {
        switch (text.length) {
            case 1:
                int letter = text.bytes[text.start] | 0x20;
                if (letter == 't' || letter == 'y' || text.bytes[text.start] == '1') {
                    return true;
                }
                if (letter == 'f' || letter == 'n' || text.bytes[text.start] == '0') {
                    return false;
                }
                break;
            case 2:
                if (is(text, "no")) {
                    return false;
                }
                break;
            case 3:
                if (is(text, "yes")) {
                    return true;
                }
                break;
            case 4:
                if (is(text, "true")) {
                    return true;
                }
                break;
            case 5:
                if (is(text, "false")) {
                    return false;
                }
                break;
            default:
        }
        throw failed(text, "BOOLEAN");
    }

    private static boolean is(Utf8 text, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((text.bytes[text.start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Counts down from zero, since there is one more negative value. */
    static long parseLong(Utf8 text, long min, long max) {
        byte[] bytes = text.bytes;
        int end = trimmedEnd(text);
        int i = trimmedStart(text, end);
        boolean negative = i < end && bytes[i] == '-';
        if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
            i++;
        }
        int first = i;
        long value = 0;
        boolean overflow = false;
        for (; i < end && isDigit(bytes[i]); i++) {
            int digit = bytes[i] - '0';
            overflow |= value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit;
            value = value * 10 - digit;
        }
        int digits = i - first;
        if (i < end && bytes[i] == '.') {
            int point = i++;
            while (i < end && isDigit(bytes[i])) {
                i++;
            }
            digits += i - point - 1;
        }
        if (i < end || digits == 0) {
            throw failed(text, Arithmetic.integerName(max));
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        long signed = negative ? value : -value;
        if (overflow || signed < min || signed > max) {
            throw failed(text, Arithmetic.integerName(max) + ": it is out of range");
        }
        return signed;
    }

    static double parseDouble(Utf8 text) {
        int end = trimmedEnd(text);
        int start = trimmedStart(text, end);
        double fast = parsePlain(text.bytes, start, end);
        if (fast == fast) {
            return fast;
        }
        try {
            return Double.parseDouble(text.toString());
        } catch (NumberFormatException e) {
            throw failed(text, "DOUBLE");
        }
    }

    /** Digits with a point whose value is a quotient of two exact doubles; else NaN. */
    private static double parsePlain(byte[] bytes, int start, int end) {
        int i = start;
        boolean negative = i < end && bytes[i] == '-';
        if (negative) {
            i++;
        }
        if (i == end || end - i > 17) {
            return Double.NaN;
        }
        long digits = 0;
        int point = -1;
        for (; i < end; i++) {
            if (isDigit(bytes[i])) {
                digits = digits * 10 + (bytes[i] - '0');
            } else if (bytes[i] == '.' && point < 0 && i > start && isDigit(bytes[i - 1])) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        int scale = point < 0 ? 0 : end - point - 1;
        if (!exactDouble(digits, scale)) {
            return Double.NaN;
        }
        double value = digits / DOUBLE_POWERS[scale];
        return negative ? -value : value;
    }

    /** Whether both {@code unscaled} and ten to the {@code scale} are doubles, so that their quotient is right. */
    static boolean exactDouble(long unscaled, int scale) {
        return unscaled <= EXACT_LIMIT && unscaled >= -EXACT_LIMIT && scale < DOUBLE_POWERS.length;
    }

    static double doublePower(int exponent) {
        return DOUBLE_POWERS[exponent];
    }

    static double parseFloat(Utf8 text) {
        try {
            return Float.parseFloat(text.toString());
        } catch (NumberFormatException e) {
            throw failed(text, "FLOAT");
        }
    }

    static BigDecimal parseDecimal(Utf8 text, int precision, int scale) {
        int end = trimmedEnd(text);
        int start = trimmedStart(text, end);
        char[] chars = new char[end - start];
        for (int i = 0; i < chars.length; i++) {
            byte value = text.bytes[start + i];
            if (value < 0) {
                throw failedDecimal(text, precision, scale);
            }
            chars[i] = (char) value;
        }
        BigDecimal exact;
        try {
            exact = new BigDecimal(chars);
        } catch (NumberFormatException e) {
            throw failedDecimal(text, precision, scale);
        }
        return Casts.rescale(exact, precision, scale);
    }

    static long parseDecimalLong(Utf8 text, int precision, int scale) {
        byte[] bytes = text.bytes;
        int end = trimmedEnd(text);
        int i = trimmedStart(text, end);
        boolean negative = i < end && bytes[i] == '-';
        if (negative) {
            i++;
        }
        int first = i;
        int point = -1;
        long digits = 0;
        for (; i < end && i - first < MAX_DIGITS; i++) {
            if (isDigit(bytes[i])) {
                digits = digits * 10 + (bytes[i] - '0');
            } else if (bytes[i] == '.' && point < 0) {
                point = i;
            } else {
                break;
            }
        }
        int count = i - first - (point < 0 ? 0 : 1);
        if (i < end || count == 0 || count > 18) {
            return parseDecimal(text, precision, scale).unscaledValue().longValueExact();
        }
        return Decimals.rescaleLong(negative ? -digits : digits, point < 0 ? 0 : end - point - 1, precision, scale);
    }

    static void append(long value, Utf8 out) {
        if (value == Long.MIN_VALUE) {
            out.append(MIN_LONG, 0, MIN_LONG.length);
            return;
        }
        long rest = value;
        if (value < 0) {
            out.append((byte) '-');
            rest = -value;
        }
        appendDigits(rest, digits(rest), out);
    }

    /** The last {@code count} digits of a number that is not negative. */
    static void appendDigits(long value, int count, Utf8 out) {
        out.reserve(count);
        long rest = value;
        for (int i = out.length + count - 1; i >= out.length; i--) {
            long next = rest / 10;
            out.bytes[i] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        out.length += count;
    }

    private static int digits(long value) {
        int count = 1;
        while (count < MAX_DIGITS && value >= Decimals.power(count)) {
            count++;
        }
        return count;
    }

    /** As Java writes it. */
    static void append(double value, Utf8 out) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7 && (value != 0 || 1 / value > 0)) {
            append((long) value, out);
            out.append((byte) '.');
            out.append((byte) '0');
            return;
        }
        out.appendAscii(Double.toString(value));
    }

    static void appendDecimal(long unscaled, int scale, Utf8 out) {
        if (unscaled < 0) {
            out.append((byte) '-');
        }
        long size = Math.abs(unscaled);
        long power = Decimals.power(scale);
        append(size / power, out);
        if (scale > 0) {
            out.append((byte) '.');
            appendDigits(size % power, scale, out);
        }
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    static int trimmedEnd(Utf8 text) {
        int end = text.start + text.length;
        while (end > text.start && text.bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    static int trimmedStart(Utf8 text, int end) {
        int start = text.start;
        while (start < end && text.bytes[start] == ' ') {
            start++;
        }
        return start;
    }

    static RowException failed(Utf8 text, String type) {
        return Casts.failed(Text.quoted(text), type);
    }

    private static RowException failedDecimal(Utf8 text, int precision, int scale) {
        return failed(text, "DECIMAL(%d, %d)".formatted(precision, scale));
    }
}
