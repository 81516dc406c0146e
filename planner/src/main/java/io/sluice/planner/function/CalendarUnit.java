package io.sluice.planner.function;

import java.util.Map;

/**
 * A unit of time by its name, prepared, to which times are rounded. Weeks start on Sunday; centuries and millennia with
 * a year that ends in 1. A unit has a fixed size in microseconds or a number of months.
 */
public final class CalendarUnit {
    private static final int CENTURY_MONTHS = 1_200;
    private static final Map<String, Long> SIZES = Map.of(
            "MICROSECOND", 1L,
            "MILLISECOND", Calendar.MILLI,
            "SECOND", Calendar.SECOND,
            "MINUTE", Calendar.MINUTE,
            "HOUR", Calendar.HOUR,
            "DAY", Calendar.DAY,
            "WEEK", Calendar.WEEK);
    private static final Map<String, Integer> MONTHS = Map.of(
            "MONTH", 1, "QUARTER", 3, "YEAR", 12, "DECADE", 120, "CENTURY", CENTURY_MONTHS, "MILLENNIUM", 12_000);
    /** 1970-01-01 was a Thursday, the fifth day of its week. */
    private static final long WEEK_START = -4 * Calendar.DAY;

    private final long size;
    private final int months;

    public CalendarUnit(String name) {
        check(name);
        size = SIZES.getOrDefault(name, 0L);
        months = MONTHS.getOrDefault(name, 0);
    }

    static void check(String name) {
        if (!SIZES.containsKey(name) && !MONTHS.containsKey(name)) {
            throw new RowException(
                    "'" + name + "' is not a unit that a time can be rounded to",
                    "Use MILLENNIUM, CENTURY, DECADE, YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, "
                            + "MILLISECOND or MICROSECOND.");
        }
    }

    static void checkPartOfDay(String name) {
        check(name);
        if (!new CalendarUnit(name).isPartOfDay()) {
            throw new RowException(
                    "a TIME cannot be rounded to " + name, "Use HOUR, MINUTE, SECOND, MILLISECOND or MICROSECOND.");
        }
    }

    /** Whether it is an hour or less, so that it can be cut from an instant whose clock shows {@code local}. */
    boolean isPartOfDay() {
        return months == 0 && size < Calendar.DAY;
    }

    /** How far a time on a clock is behind the start of the unit of fixed size that it is in. */
    long behind(long micros) {
        return Math.floorMod(micros - (size == Calendar.WEEK ? WEEK_START : 0), size);
    }

    long size() {
        return size;
    }

    long floor(long micros) {
        return months == 0 ? micros - behind(micros) : floorDays(Calendar.dayOf(micros)) * Calendar.DAY;
    }

    long ceil(long micros) {
        long floor = floor(micros);
        if (floor == micros) {
            return micros;
        }
        return months == 0 ? floor + size : Calendar.plusMonthsToTime(floor, months);
    }

    private long floorDays(long days) {
        long parts = Calendar.parts(days);
        long shift = months >= CENTURY_MONTHS ? 12 : 0;
        long month = Calendar.year(parts) * 12 + Calendar.month(parts) - 1 - shift;
        long start = month - Math.floorMod(month, months) + shift;
        return Calendar.days(Math.floorDiv(start, 12), Math.floorMod(start, 12) + 1, 1);
    }
}
