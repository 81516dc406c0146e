package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import java.util.List;
import java.util.Set;

/** Functions of dates, and of zones, by Spark's names. */
public final class DateFunctions {
    private DateFunctions() {}

    static List<ScalarFunction> all() {
        Parameter time = Parameter.of("t", Set.of(DATE, TIMESTAMP)).as(TIMESTAMP);
        return Entry.all(
                "Dates and times",
                DateFunctions.class,
                truncation("DATE_TRUNC/TIMESTAMP", "dateTrunc").takes(text("unit"), time),
                truncation("DATE_TRUNC/TIMESTAMP_LTZ", "dateTruncInstant")
                        .context()
                        .takes(text("unit"), Parameter.instant("t")),
                entry("DATE_ADD", "dateAdd")
                        .takes(day("d"), integer("days"))
                        .gives(DATE)
                        .monotone()
                        .says("DATE_ADD(d, days)", "The date some days later.")
                        .shows("DATE_ADD(DATE '2020-02-28', 2)", "2020-03-01"),
                entry("DATE_SUB", "dateSub")
                        .takes(day("d"), integer("days"))
                        .gives(DATE)
                        .monotone()
                        .says("DATE_SUB(d, days)", "The date some days earlier.")
                        .shows("DATE_SUB(DATE '2020-03-01', 2)", "2020-02-28"),
                entry("DATEDIFF", "dateDiff")
                        .takes(day("end"), day("start"))
                        .gives(INT)
                        .says("DATEDIFF(end, start)", "How many days a date is later than another; the end is first.")
                        .shows("DATEDIFF(DATE '2020-03-01', DATE '2020-02-28')", "2"),
                entry("ADD_MONTHS", "addMonths")
                        .takes(day("d"), integer("months"))
                        .gives(DATE)
                        .monotone()
                        .says("ADD_MONTHS(d, months)", "The same day some months later, or the last of that month.")
                        .shows("ADD_MONTHS(DATE '2020-01-31', 1)", "2020-02-29"),
                entry("LAST_DAY", "lastDay")
                        .takes(day("d"))
                        .gives(DATE)
                        .monotone()
                        .says("LAST_DAY(d)", "The last day of the month.")
                        .shows("LAST_DAY(DATE '2020-02-03')", "2020-02-29"),
                entry("NEXT_DAY", "nextDay")
                        .takes(day("d"), text("weekday"))
                        .prepares(1, Weekday.class)
                        .checks(1, Weekday::check)
                        .nullable()
                        .gives(DATE)
                        .says(
                                "NEXT_DAY(d, weekday)",
                                "The first such day after a date; its name in full, or 2 or 3 letters of it.")
                        .shows("NEXT_DAY(DATE '2020-01-01', 'WED')", "2020-01-08"),
                zoned("FROM_UTC_TIMESTAMP", "fromUtc", "What a clock in a zone shows when one in UTC shows t.")
                        .shows(
                                "FROM_UTC_TIMESTAMP(TIMESTAMP '2020-01-01 00:00:00', 'Asia/Tokyo')",
                                "2020-01-01 09:00:00"),
                zoned("TO_UTC_TIMESTAMP", "toUtc", "What a clock in UTC shows when one in a zone shows t.")
                        .shows(
                                "TO_UTC_TIMESTAMP(TIMESTAMP '2020-01-01 00:00:00', 'Asia/Tokyo')",
                                "2019-12-31 15:00:00"),
                entry("CONVERT_TIMEZONE", "convert")
                        .takes(text("from"), text("to"), time)
                        .prepares(0, ZoneName.class)
                        .prepares(1, ZoneName.class)
                        .checks(0, TimeFormatFunctions::checkZone)
                        .checks(1, TimeFormatFunctions::checkZone)
                        .nullable()
                        .gives(ResultType.same(2))
                        .says(
                                "CONVERT_TIMEZONE(from, to, t)",
                                "What a clock in a zone shows when one in another shows t.")
                        .shows(
                                "CONVERT_TIMEZONE('Europe/Berlin', 'UTC', TIMESTAMP '2020-07-01 12:00:00')",
                                "2020-07-01 10:00:00"));
    }

    /** A DATE, or the date of a time. */
    private static Parameter day(String name) {
        return Parameter.of(name, Set.of(DATE, TIMESTAMP, TIMESTAMP_LTZ)).as(DATE);
    }

    private static Entry truncation(String name, String method) {
        return entry(name, method)
                .prepares(0, TruncationUnit.class)
                .nullable()
                .gives(ResultType.same(1))
                .says(
                        "DATE_TRUNC(unit, t)",
                        "The start of the unit, a text, that a time is in. Weeks start on Monday. NULL if there is no "
                                + "such unit.")
                .shows("DATE_TRUNC('WEEK', TIMESTAMP '2020-01-01 12:44:31')", "2019-12-30 00:00:00");
    }

    private static Entry zoned(String name, String method, String description) {
        return entry(name, method)
                .takes(Parameter.of("t", Set.of(DATE, TIMESTAMP)).as(TIMESTAMP), text("zone"))
                .prepares(1, ZoneName.class)
                .checks(1, TimeFormatFunctions::checkZone)
                .nullable()
                .gives(ResultType.same(0))
                .says(name + "(t, zone)", description);
    }

    public static long dateTrunc(TruncationUnit unit, long micros) {
        return unit.floor(micros);
    }

    public static long dateTruncInstant(FunctionContext context, TruncationUnit unit, long micros) {
        long local = context.toLocal(micros);
        long floor = unit.floor(local);
        if (floor == ScalarFunction.NULL_LONG) {
            return floor;
        }
        return unit.isPartOfDay() ? micros - (local - floor) : context.toInstant(floor);
    }

    public static long dateAdd(long days, long count) {
        return TimeArithmeticFunctions.addDaysToDate(days, count);
    }

    public static long dateSub(long days, long count) {
        return TimeArithmeticFunctions.addDaysToDate(days, -count);
    }

    public static long dateDiff(long end, long start) {
        return end - start;
    }

    public static long addMonths(long days, long count) {
        return TimeArithmeticFunctions.addMonthsToDate(days, count);
    }

    public static long lastDay(long days) {
        long parts = Calendar.parts(days);
        return days - Calendar.day(parts) + Calendar.daysInMonth(Calendar.year(parts), Calendar.month(parts));
    }

    public static long nextDay(long days, Weekday weekday) {
        if (weekday.number() == 0) {
            return ScalarFunction.NULL_LONG;
        }
        return days + 1 + Math.floorMod(weekday.number() - 1 - Calendar.isoDayOfWeek(days), 7);
    }

    public static long fromUtc(long micros, ZoneName zone) {
        return zone.fromUtc(micros);
    }

    public static long toUtc(long micros, ZoneName zone) {
        return zone.toUtc(micros);
    }

    public static long convert(ZoneName from, ZoneName to, long micros) {
        long utc = from.toUtc(micros);
        return utc == ScalarFunction.NULL_LONG ? utc : to.fromUtc(utc);
    }
}
