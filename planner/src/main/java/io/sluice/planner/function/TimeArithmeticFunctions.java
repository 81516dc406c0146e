package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.months;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * TIMESTAMPADD and TIMESTAMPDIFF. Adding months keeps the day, or takes the last of the month if it has no such day. A
 * difference is of whole units and truncates toward zero.
 */
public final class TimeArithmeticFunctions {
    private TimeArithmeticFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        for (String unit : List.of("MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK")) {
            Parameter count = unit.equals("MICROSECOND") ? Parameter.micros("n") : integer("n");
            boolean days = unit.equals("DAY") || unit.equals("WEEK");
            if (days) {
                entries.add(add(unit, "DATE", "ToDate", Parameter.date("t"), integer("n")));
            }
            Parameter time = Parameter.of("t", Set.of(DATE, TIMESTAMP)).as(TIMESTAMP);
            entries.add(add(unit, "TIMESTAMP", "", time, count));
            entries.add(add(unit, "TIMESTAMP_LTZ", "", Parameter.instant("t"), count));
            entries.addAll(differences(unit));
        }
        for (String unit : List.of("MONTH", "QUARTER", "YEAR")) {
            Parameter count = unit.equals("MONTH") ? months("n") : integer("n");
            entries.add(add(unit, "DATE", "ToDate", Parameter.date("t"), count));
            entries.add(add(unit, "TIMESTAMP", "", Parameter.timestamp("t"), count));
            entries.add(add(unit, "TIMESTAMP_LTZ", "ToInstant", Parameter.instant("t"), count)
                    .context());
            entries.add(difference(unit, unit, Parameter.clock("from"), Parameter.clock("to")));
        }
        return Entry.all("Dates and times", TimeArithmeticFunctions.class, entries);
    }

    private static Entry add(String unit, String kind, String suffix, Parameter time, Parameter count) {
        return entry("TIMESTAMPADD/" + unit + "/" + kind, "add" + capitalised(unit) + "s" + suffix)
                .grammar("TIMESTAMPADD/" + unit)
                .takes(time, count)
                .gives(ResultType.same(0))
                .monotone()
                .says("TIMESTAMPADD(" + unit + ", n, t)", "A time some units later.")
                .shows("TIMESTAMPADD(" + unit + ", 1, TIMESTAMP '2020-01-31 00:00:00.000000')", example(unit));
    }

    private static String example(String unit) {
        return switch (unit) {
            case "MICROSECOND" -> "2020-01-31 00:00:00.000001";
            case "MILLISECOND" -> "2020-01-31 00:00:00.001000";
            case "SECOND" -> "2020-01-31 00:00:01.000000";
            case "MINUTE" -> "2020-01-31 00:01:00.000000";
            case "HOUR" -> "2020-01-31 01:00:00.000000";
            case "DAY" -> "2020-02-01 00:00:00.000000";
            case "WEEK" -> "2020-02-07 00:00:00.000000";
            case "MONTH" -> "2020-02-29 00:00:00.000000";
            case "QUARTER" -> "2020-04-30 00:00:00.000000";
            default -> "2021-01-31 00:00:00.000000";
        };
    }

    /** Of clocks if both are on one, else of instants. */
    private static List<Entry> differences(String unit) {
        Set<TypeKind> clocks = Set.of(DATE, TIMESTAMP);
        Set<TypeKind> all = Set.of(DATE, TIMESTAMP, TIMESTAMP_LTZ);
        return List.of(
                difference(
                        unit,
                        unit + "/TIMESTAMP",
                        Parameter.of("from", clocks).as(TIMESTAMP),
                        Parameter.of("to", clocks).as(TIMESTAMP)),
                difference(
                        unit,
                        unit + "/TIMESTAMP_LTZ",
                        Parameter.of("from", all).as(TIMESTAMP_LTZ),
                        Parameter.of("to", all).as(TIMESTAMP_LTZ)));
    }

    private static Entry difference(String unit, String variant, Parameter from, Parameter to) {
        return entry("TIMESTAMPDIFF/" + variant, unit.toLowerCase(Locale.ROOT) + "sBetween")
                .grammar("TIMESTAMPDIFF/" + unit)
                .takes(from, to)
                .gives(BIGINT)
                .says("TIMESTAMPDIFF(" + unit + ", from, to)", "How many whole units a time is later than another.")
                .shows("TIMESTAMPDIFF(" + unit + ", DATE '2020-01-31', DATE '2020-01-31')", "0");
    }

    private static String capitalised(String unit) {
        return unit.charAt(0) + unit.substring(1).toLowerCase(Locale.ROOT);
    }

    private static long plus(long micros, long count, long size) {
        long add = count * size;
        long result = micros + add;
        if (Math.multiplyHigh(count, size) != add >> 63 || ((micros ^ result) & (add ^ result)) < 0) {
            throw tooFar(count);
        }
        return result;
    }

    private static RowException tooFar(long count) {
        return new RowException(
                "a time " + count + " units later is out of the range of TIMESTAMP",
                "Add fewer units, or use a CASE to leave such rows out.");
    }

    private static long monthsOf(long count, long size) {
        if (Math.abs(count) > 1_000_000) {
            throw tooFar(count);
        }
        return count * size;
    }

    public static long addMicroseconds(long micros, long count) {
        return plus(micros, count, 1);
    }

    public static long addMilliseconds(long micros, long count) {
        return plus(micros, count, Calendar.MILLI);
    }

    public static long addSeconds(long micros, long count) {
        return plus(micros, count, Calendar.SECOND);
    }

    public static long addMinutes(long micros, long count) {
        return plus(micros, count, Calendar.MINUTE);
    }

    public static long addHours(long micros, long count) {
        return plus(micros, count, Calendar.HOUR);
    }

    public static long addDays(long micros, long count) {
        return plus(micros, count, Calendar.DAY);
    }

    public static long addWeeks(long micros, long count) {
        return plus(micros, count, Calendar.WEEK);
    }

    public static long addDaysToDate(long days, long count) {
        return plus(days, count, 1);
    }

    public static long addWeeksToDate(long days, long count) {
        return plus(days, count, 7);
    }

    public static long addMonths(long micros, long count) {
        return Calendar.plusMonthsToTime(micros, monthsOf(count, 1));
    }

    public static long addQuarters(long micros, long count) {
        return Calendar.plusMonthsToTime(micros, monthsOf(count, 3));
    }

    public static long addYears(long micros, long count) {
        return Calendar.plusMonthsToTime(micros, monthsOf(count, 12));
    }

    public static long addMonthsToDate(long days, long count) {
        return Calendar.plusMonths(days, monthsOf(count, 1));
    }

    public static long addQuartersToDate(long days, long count) {
        return Calendar.plusMonths(days, monthsOf(count, 3));
    }

    public static long addYearsToDate(long days, long count) {
        return Calendar.plusMonths(days, monthsOf(count, 12));
    }

    public static long addMonthsToInstant(FunctionContext context, long micros, long count) {
        return context.toInstant(addMonths(context.toLocal(micros), count));
    }

    public static long addQuartersToInstant(FunctionContext context, long micros, long count) {
        return context.toInstant(addQuarters(context.toLocal(micros), count));
    }

    public static long addYearsToInstant(FunctionContext context, long micros, long count) {
        return context.toInstant(addYears(context.toLocal(micros), count));
    }

    public static long microsecondsBetween(long from, long to) {
        return to - from;
    }

    public static long millisecondsBetween(long from, long to) {
        return (to - from) / Calendar.MILLI;
    }

    public static long secondsBetween(long from, long to) {
        return (to - from) / Calendar.SECOND;
    }

    public static long minutesBetween(long from, long to) {
        return (to - from) / Calendar.MINUTE;
    }

    public static long hoursBetween(long from, long to) {
        return (to - from) / Calendar.HOUR;
    }

    public static long daysBetween(long from, long to) {
        return (to - from) / Calendar.DAY;
    }

    public static long weeksBetween(long from, long to) {
        return (to - from) / Calendar.WEEK;
    }

    /** The most months that can be added to the earlier time without passing the later. */
    public static long monthsBetween(long from, long to) {
        if (from > to) {
            return -monthsBetween(to, from);
        }
        long start = Calendar.parts(Calendar.dayOf(from));
        long end = Calendar.parts(Calendar.dayOf(to));
        long months = (Calendar.year(end) - Calendar.year(start)) * 12 + Calendar.month(end) - Calendar.month(start);
        return Calendar.plusMonthsToTime(from, months) > to ? months - 1 : months;
    }

    public static long quartersBetween(long from, long to) {
        return monthsBetween(from, to) / 3;
    }

    public static long yearsBetween(long from, long to) {
        return monthsBetween(from, to) / 12;
    }
}
