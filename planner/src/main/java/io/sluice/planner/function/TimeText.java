package io.sluice.planner.function;

/**
 * Dates and times in SQL's own form, from text and to text, on UTF-8 bytes. Reading gives {@link
 * ScalarFunction#NULL_LONG} where the text is not of the form.
 */
final class TimeText {
    private static final long NONE = ScalarFunction.NULL_LONG;
    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 8;
    private static final int HOUR_MINUTE_LENGTH = 5;

    private TimeText() {}

    static long orFail(long value, Utf8 text, String type, String form) {
        if (value == NONE) {
            throw new RowException(
                    "cannot cast " + Text.quoted(text) + " to " + type + ": expected the form " + form,
                    "Read other forms with TO_TIMESTAMP(text, format), or use TRY_CAST to get NULL instead.");
        }
        return value;
    }

    /** {@code yyyy-M-d}, {@code yyyy-M} or {@code yyyy}, and perhaps a blank and a time, which is left out. */
    static long parseDate(Utf8 text) {
        byte[] bytes = text.bytes;
        int end = NumberText.trimmedEnd(text);
        int at = NumberText.trimmedStart(text, end);
        int year = digits(bytes, at, end, 4);
        if (year < 1) {
            return NONE;
        }
        at += 4;
        int month = 1;
        int day = 1;
        if (at < end && bytes[at] == '-') {
            int width = digitCount(bytes, ++at, end);
            month = digits(bytes, at, end, width);
            at += width;
            if (at < end && bytes[at] == '-') {
                width = digitCount(bytes, ++at, end);
                day = digits(bytes, at, end, width);
                at += width;
            }
        }
        if (!Calendar.exists(year, month, day) || at < end && !isTime(bytes, at, end)) {
            return NONE;
        }
        return Calendar.days(year, month, day);
    }

    /** How many digits, at most two, stand there; 1 where there is none, so that reading them fails. */
    private static int digitCount(byte[] bytes, int at, int end) {
        return at + 1 < end && NumberText.isDigit(bytes[at + 1]) ? 2 : 1;
    }

    private static boolean isTime(byte[] bytes, int at, int end) {
        if (bytes[at] != ' ') {
            return false;
        }
        boolean withoutSeconds = end - at == 6;
        return withoutSeconds
                ? bytes[at + 3] == ':' && digits(bytes, at + 1, end, 2) >= 0 && digits(bytes, at + 4, end, 2) >= 0
                : parseTime(bytes, at + 1, end) != NONE;
    }

    /** {@code yyyy-MM-dd} or {@code yyyy-MM-dd HH:mm:ss} with up to nine digits of a fraction; more than six are cut. */
    static long parseTimestamp(Utf8 text) {
        byte[] bytes = text.bytes;
        int end = NumberText.trimmedEnd(text);
        int at = NumberText.trimmedStart(text, end);
        if (end - at < DATE_LENGTH || bytes[at + 4] != '-' || bytes[at + 7] != '-') {
            return NONE;
        }
        int year = digits(bytes, at, end, 4);
        int month = digits(bytes, at + 5, end, 2);
        int day = digits(bytes, at + 8, end, 2);
        if (year < 1 || !Calendar.exists(year, month, day)) {
            return NONE;
        }
        long date = Calendar.days(year, month, day) * Calendar.DAY;
        at += DATE_LENGTH;
        if (at == end) {
            return date;
        }
        long time = bytes[at] == ' ' ? parseTime(bytes, at + 1, end) : NONE;
        return time == NONE ? NONE : date + time;
    }

    /** {@code HH:mm} or {@code HH:mm:ss} with up to nine digits of a fraction; a date before it is left out. */
    static long parseTime(Utf8 text) {
        byte[] bytes = text.bytes;
        int end = NumberText.trimmedEnd(text);
        int at = NumberText.trimmedStart(text, end);
        if (end - at == HOUR_MINUTE_LENGTH && bytes[at + 2] == ':') {
            int hour = digits(bytes, at, end, 2);
            int minute = digits(bytes, at + 3, end, 2);
            boolean valid = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
            return valid ? hour * Calendar.HOUR + minute * Calendar.MINUTE : NONE;
        }
        long time = parseTime(bytes, at, end);
        long timestamp = time == NONE ? parseTimestamp(text) : NONE;
        return timestamp == NONE ? time : Math.floorMod(timestamp, Calendar.DAY);
    }

    /** {@code HH:mm:ss} with up to nine digits of a fraction, up to the end. */
    private static long parseTime(byte[] bytes, int at, int end) {
        if (end - at < TIME_LENGTH || bytes[at + 2] != ':' || bytes[at + 5] != ':') {
            return NONE;
        }
        int hour = digits(bytes, at, end, 2);
        int minute = digits(bytes, at + 3, end, 2);
        int second = digits(bytes, at + 6, end, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        long micros = hour * Calendar.HOUR + minute * Calendar.MINUTE + second * Calendar.SECOND;
        if (at + TIME_LENGTH == end) {
            return micros;
        }
        long fraction = bytes[at + TIME_LENGTH] == '.' ? fraction(bytes, at + TIME_LENGTH + 1, end) : NONE;
        return fraction == NONE ? NONE : micros + fraction;
    }

    /** One to nine digits after the point, up to the end, in microseconds. */
    static long fraction(byte[] bytes, int at, int end) {
        if (at >= end || end - at > 9) {
            return NONE;
        }
        long micros = 0;
        for (int i = 0; i < Math.max(6, end - at); i++) {
            boolean present = at + i < end;
            if (present && !NumberText.isDigit(bytes[at + i])) {
                return NONE;
            }
            if (i < 6) {
                micros = micros * 10 + (present ? bytes[at + i] - '0' : 0);
            }
        }
        return micros;
    }

    /** A number of exactly so many digits, or −1. */
    static int digits(byte[] bytes, int at, int end, int count) {
        if (end - at < count) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static void appendDate(long days, Utf8 out) {
        long parts = Calendar.parts(days);
        long year = Calendar.year(parts);
        if (year < 0) {
            out.append((byte) '-');
        }
        long size = Math.abs(year);
        if (size > 9_999) {
            NumberText.append(size, out);
        } else {
            NumberText.appendDigits(size, 4, out);
        }
        out.append((byte) '-');
        NumberText.appendDigits(Calendar.month(parts), 2, out);
        out.append((byte) '-');
        NumberText.appendDigits(Calendar.day(parts), 2, out);
    }

    static void appendTimestamp(long micros, int precision, Utf8 out) {
        long days = Calendar.dayOf(micros);
        long rest = micros - days * Calendar.DAY;
        appendDate(days, out);
        out.append((byte) ' ');
        appendTime(rest, precision, out);
    }

    static void appendTime(long micros, int precision, Utf8 out) {
        appendTime(micros, out);
        if (precision > 0) {
            out.append((byte) '.');
            NumberText.appendDigits(micros % Calendar.SECOND / Decimals.power(6 - precision), precision, out);
        }
    }

    private static void appendTime(long micros, Utf8 out) {
        NumberText.appendDigits(micros / Calendar.HOUR, 2, out);
        out.append((byte) ':');
        NumberText.appendDigits(micros / Calendar.MINUTE % 60, 2, out);
        out.append((byte) ':');
        NumberText.appendDigits(micros / Calendar.SECOND % 60, 2, out);
    }

    static void appendDayTime(long micros, Utf8 out) {
        long size = Math.abs(micros);
        out.append((byte) (micros < 0 ? '-' : '+'));
        NumberText.append(Long.divideUnsigned(size, Calendar.DAY), out);
        out.append((byte) ' ');
        long rest = Long.remainderUnsigned(size, Calendar.DAY);
        appendTime(rest, out);
        out.append((byte) '.');
        long fraction = rest % Calendar.SECOND;
        boolean wholeMillis = fraction % Calendar.MILLI == 0;
        NumberText.appendDigits(wholeMillis ? fraction / Calendar.MILLI : fraction, wholeMillis ? 3 : 6, out);
    }

    static void appendYearMonth(long months, Utf8 out) {
        long size = Math.abs(months);
        out.append((byte) (months < 0 ? '-' : '+'));
        NumberText.append(size / 12, out);
        out.append((byte) '-');
        NumberText.appendDigits(size % 12, 2, out);
    }
}
