package io.sluice.sources.column;

/**
 * Reads dates and timestamps from UTF-8 or ASCII text without making a String: {@code yyyy-MM-dd}, and {@code yyyy-MM-dd
 * HH:mm:ss} with up to nine digits of a fraction and perhaps {@code Z} or an offset such as {@code +02:00}. One object
 * for each thread; after a {@link #parse} that gave true the accessors tell what was read.
 */
public final class TimestampText {
    public static final long NO_DATE = Long.MIN_VALUE;
    private static final int DATE_LENGTH = 10;
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final int FRACTION_DIGITS = 9;
    private static final int MICRO_DIGITS = 6;

    private long micros;
    private boolean zoned;
    private boolean finerThanMicros;

    /** Days since the epoch of a date that fills the text, or {@link #NO_DATE}. */
    public static long date(byte[] text, int from, int to) {
        return to - from == DATE_LENGTH ? dateAt(text, from) : NO_DATE;
    }

    private static long dateAt(byte[] text, int from) {
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || text[from + 4] != '-' || text[from + 7] != '-') {
            return NO_DATE;
        }
        return day <= daysOf(year, month) ? epochDay(year, month, day) : NO_DATE;
    }

    /** Days since the epoch, or {@link #NO_DATE} if there is no such day. */
    static long epochDayOf(int year, int month, int day) {
        boolean exists = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
        return exists ? epochDay(year, month, day) : NO_DATE;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return leap ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Days of the proleptic Gregorian calendar, counted in years that begin with March. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /** A date alone, or a date and a time with {@code separator} between them; false if the text is neither. */
    public boolean parse(byte[] text, int from, int to, char separator) {
        micros = 0;
        zoned = false;
        finerThanMicros = false;
        if (to - from < DATE_LENGTH) {
            return false;
        }
        long days = dateAt(text, from);
        if (days == NO_DATE) {
            return false;
        }
        micros = days * DAY;
        int at = from + DATE_LENGTH;
        return at == to || text[at] == separator && time(text, at + 1, to);
    }

    /** Microseconds of a time of the day that fills the text, {@code HH:mm:ss} and perhaps a fraction, or {@link #NO_DATE}. */
    public long timeOfDay(byte[] text, int from, int to) {
        micros = 0;
        zoned = false;
        finerThanMicros = false;
        return time(text, from, to) && !zoned && !finerThanMicros ? micros : NO_DATE;
    }

    private boolean time(byte[] text, int from, int to) {
        if (to - from < 8 || text[from + 2] != ':' || text[from + 5] != ':') {
            return false;
        }
        int hour = number(text, from, 2);
        int minute = number(text, from + 3, 2);
        int second = number(text, from + 6, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        micros += (hour * 3600L + minute * 60 + second) * SECOND;
        int at = from + 8;
        if (at < to && text[at] == '.') {
            int end = fractionEnd(text, at + 1, to);
            if (!fraction(text, at + 1, end)) {
                return false;
            }
            at = end;
        }
        return at == to || zone(text, at, to);
    }

    private static int fractionEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    private boolean fraction(byte[] text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > FRACTION_DIGITS) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < MICRO_DIGITS; i++) {
            value = value * 10 + (i < digits ? text[from + i] - '0' : 0);
        }
        for (int i = MICRO_DIGITS; i < digits; i++) {
            finerThanMicros |= text[from + i] != '0';
        }
        micros += value;
        return true;
    }

    private boolean zone(byte[] text, int from, int to) {
        zoned = true;
        if (text[from] == 'Z') {
            return to == from + 1;
        }
        int sign = text[from] == '+' ? 1 : text[from] == '-' ? -1 : 0;
        boolean colon = to - from == 6 && text[from + 3] == ':';
        if (sign == 0 || !colon && to - from != 5 && to - from != 3) {
            return false;
        }
        int hours = number(text, from + 1, 2);
        int minutes = to - from == 3 ? 0 : number(text, to - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return false;
        }
        micros -= sign * (hours * 3600L + minutes * 60L) * SECOND;
        return true;
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Microseconds since the epoch; of an instant when {@link #isZoned}, else of a wall clock counted as in UTC. */
    public long micros() {
        return micros;
    }

    public boolean isZoned() {
        return zoned;
    }

    /** Whether digits after the sixth of the fraction were not zero. */
    public boolean isFinerThanMicros() {
        return finerThanMicros;
    }
}
