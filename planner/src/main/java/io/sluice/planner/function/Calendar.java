package io.sluice.planner.function;

/**
 * Dates of the proleptic Gregorian calendar as days since 1970-01-01, and times as microseconds since then, on
 * primitives. A date in parts is one {@code long}: year, month 1–12 and day 1–31, read by {@link #year}, {@link #month}
 * and {@link #day}; packed dates compare as dates do. Times before 1970 floor.
 */
final class Calendar {
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;
    static final long WEEK = 7 * DAY;

    private static final int DAYS_PER_ERA = 146_097;
    /** From 0000-03-01, where an era of 400 years starts, to 1970-01-01. */
    private static final int DAYS_TO_EPOCH = 719_468;

    private Calendar() {}

    /** The parts of a date: years start in March here, so that the day after the last of February is the last of a year. */
    static long parts(long days) {
        long shifted = days + DAYS_TO_EPOCH;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return pack(year, month, day);
    }

    static long pack(long year, int month, int day) {
        return year << 9 | (long) month << 5 | day;
    }

    static long year(long parts) {
        return parts >> 9;
    }

    static int month(long parts) {
        return (int) (parts >> 5) & 15;
    }

    static int day(long parts) {
        return (int) parts & 31;
    }

    /** Days since 1970-01-01; the date must exist. */
    static long days(long year, int month, int day) {
        long shiftedYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shiftedYear, 400);
        int yearOfEra = (int) (shiftedYear - era * 400);
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
    }

    static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int daysInMonth(long year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    static boolean exists(long year, int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
    }

    /** The date of a time. */
    static long dayOf(long micros) {
        return Math.floorDiv(micros, DAY);
    }

    /** 1 for Monday to 7 for Sunday. */
    static int isoDayOfWeek(long days) {
        return (int) Math.floorMod(days + 3, 7L) + 1;
    }

    /** From 1. */
    static int dayOfYear(long days) {
        return (int) (days - days(year(parts(days)), 1, 1)) + 1;
    }

    /** The year that the ISO week of a date belongs to: the one its Thursday is in. */
    static long isoYear(long days) {
        return year(parts(thursday(days)));
    }

    /** The number of the ISO week, from 1. */
    static int isoWeek(long days) {
        return (dayOfYear(thursday(days)) - 1) / 7 + 1;
    }

    private static long thursday(long days) {
        return days + 4 - isoDayOfWeek(days);
    }

    /** The same day some months later, or the last of that month if it is shorter. */
    static long plusMonths(long days, long months) {
        long parts = parts(days);
        long month = year(parts) * 12 + month(parts) - 1 + months;
        long year = Math.floorDiv(month, 12);
        int monthOfYear = (int) (month - year * 12) + 1;
        return days(year, monthOfYear, Math.min(day(parts), daysInMonth(year, monthOfYear)));
    }

    /** As {@link #plusMonths}, for a time. */
    static long plusMonthsToTime(long micros, long months) {
        long days = dayOf(micros);
        return plusMonths(days, months) * DAY + (micros - days * DAY);
    }
}
