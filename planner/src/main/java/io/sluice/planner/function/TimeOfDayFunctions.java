package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.INTERVAL_DAY_TIME;
import static io.sluice.planner.plan.TypeKind.INTERVAL_YEAR_MONTH;
import static io.sluice.planner.plan.TypeKind.TIME;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fields, rounding and arithmetic of TIME, which goes round at midnight, and of intervals. */
public final class TimeOfDayFunctions {
    /** Unit, method, result for {@code TIME '12:44:31'}. */
    private static final List<List<String>> FIELDS = List.of(
            List.of("HOUR", "hour", "12"),
            List.of("MINUTE", "minute", "44"),
            List.of("SECOND", "second", "31"),
            List.of("MILLISECOND", "millisecond", "0"),
            List.of("MICROSECOND", "microsecond", "0"));

    private TimeOfDayFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        Parameter time = Parameter.of("t", Set.of(TIME));
        for (List<String> field : FIELDS) {
            String unit = field.get(0);
            String form = "EXTRACT(" + unit + " FROM t)";
            String description = "The " + unit.toLowerCase(Locale.ROOT) + ".";
            entries.add(entry("EXTRACT/" + unit + "/TIME", field.get(1))
                    .grammar("EXTRACT/" + unit)
                    .takes(time)
                    .gives(BIGINT)
                    .says(form, description)
                    .shows("EXTRACT(" + unit + " FROM TIME '12:44:31')", field.get(2)));
            if (field.get(1).length() < "millisecond".length()) {
                entries.add(entry(unit + "/TIME", field.get(1))
                        .takes(time)
                        .gives(BIGINT)
                        .says(unit + "(t)", description)
                        .shows(unit + "(TIME '12:44:31')", field.get(2)));
            }
            entries.add(entry("EXTRACT/" + unit + "/INTERVAL", field.get(1) + "OfInterval")
                    .grammar("EXTRACT/" + unit)
                    .takes(Parameter.of("t", Set.of(INTERVAL_DAY_TIME)))
                    .gives(BIGINT)
                    .says(form, description)
                    .shows("EXTRACT(HOUR FROM INTERVAL '25' HOUR)", "1"));
            entries.add(moved(unit));
            entries.add(entry("TIMESTAMPDIFF/" + unit + "/TIME", unit.toLowerCase(Locale.ROOT) + "sBetween")
                    .grammar("TIMESTAMPDIFF/" + unit)
                    .takes(Parameter.of("from", Set.of(TIME)), Parameter.of("to", Set.of(TIME)))
                    .gives(BIGINT)
                    .says("TIMESTAMPDIFF(" + unit + ", from, to)", "")
                    .shows("TIMESTAMPDIFF(SECOND, TIME '10:00:00', TIME '10:01:00')", "60"));
        }
        entries.add(
                interval("DAY", "dayOfInterval", INTERVAL_DAY_TIME).shows("EXTRACT(DAY FROM INTERVAL '25' HOUR)", "1"));
        entries.add(interval("YEAR", "yearOfInterval", INTERVAL_YEAR_MONTH)
                .shows("EXTRACT(YEAR FROM INTERVAL '14' MONTH)", "1"));
        entries.add(interval("MONTH", "monthOfInterval", INTERVAL_YEAR_MONTH)
                .shows("EXTRACT(MONTH FROM INTERVAL '14' MONTH)", "2"));
        entries.add(rounded("FLOOR", "floor").shows("FLOOR(TIME '12:44:31' TO HOUR)", "12:00:00"));
        entries.add(rounded("CEIL", "ceil").shows("CEIL(TIME '23:44:31' TO HOUR)", "00:00:00"));
        entries.addAll(differences());
        return Entry.all("Dates and times", TimeOfDayFunctions.class, entries);
    }

    private static Entry moved(String unit) {
        return entry(
                        "TIMESTAMPADD/" + unit + "/TIME",
                        "add" + unit.charAt(0) + unit.substring(1).toLowerCase(Locale.ROOT) + "s")
                .grammar("TIMESTAMPADD/" + unit)
                .takes(Parameter.of("t", Set.of(TIME)), integer("n"))
                .gives(ResultType.same(0))
                .says("TIMESTAMPADD(" + unit + ", n, t)", "A time some units later.")
                .shows("TIMESTAMPADD(HOUR, 2, TIME '23:30:00')", "01:30:00");
    }

    private static Entry interval(String unit, String method, TypeKind kind) {
        return entry("EXTRACT/" + unit + "/INTERVAL", method)
                .grammar("EXTRACT/" + unit)
                .takes(Parameter.of("t", Set.of(kind)))
                .gives(BIGINT)
                .says("EXTRACT(" + unit + " FROM t)", "");
    }

    private static Entry rounded(String name, String method) {
        return entry(name + "_TO/TIME", method)
                .grammar(name + " TO")
                .takes(Parameter.of("t", Set.of(TIME)), text("unit").asLiteral())
                .prepares(1, CalendarUnit.class)
                .checks(1, CalendarUnit::checkPartOfDay)
                .gives(ResultType.same(0))
                .says(name + "(t TO unit)", "");
    }

    private static List<Entry> differences() {
        Set<TypeKind> clocks = Set.of(DATE, TIMESTAMP);
        Set<TypeKind> all = Set.of(DATE, TIMESTAMP, TIMESTAMP_LTZ);
        String form = "(to - from) DAY TO SECOND";
        String description = "An interval: DAY, HOUR, MINUTE, SECOND; or of whole months: YEAR, MONTH, YEAR TO MONTH.";
        return List.of(
                entry("MINUS_DATE/TIMESTAMP", "minus")
                        .grammar("MINUS_DATE/MICROS")
                        .takes(
                                Parameter.of("to", clocks).as(TIMESTAMP),
                                Parameter.of("from", clocks).as(TIMESTAMP))
                        .gives(INTERVAL_DAY_TIME)
                        .says(form, description)
                        .shows(
                                "(TIMESTAMP '2020-01-02 01:00:00' - TIMESTAMP '2020-01-01 00:00:00') HOUR",
                                "+1 01:00:00.000"),
                entry("MINUS_DATE/TIMESTAMP_LTZ", "minus")
                        .grammar("MINUS_DATE/MICROS")
                        .takes(
                                Parameter.of("to", all).as(TIMESTAMP_LTZ),
                                Parameter.of("from", all).as(TIMESTAMP_LTZ))
                        .gives(INTERVAL_DAY_TIME)
                        .says(form, "")
                        .shows("(TO_TIMESTAMP_LTZ(60, 0) - TO_TIMESTAMP_LTZ(0, 0)) MINUTE", "+0 00:01:00.000"),
                entry("MINUS_DATE/TIME", "minus")
                        .grammar("MINUS_DATE/MICROS")
                        .takes(Parameter.of("to", Set.of(TIME)), Parameter.of("from", Set.of(TIME)))
                        .gives(INTERVAL_DAY_TIME)
                        .says(form, "")
                        .shows("(TIME '10:00:00' - TIME '08:30:00') HOUR", "+0 01:30:00.000"),
                entry("MINUS_DATE/MONTHS", "minusMonths")
                        .grammar("MINUS_DATE/MONTHS")
                        .takes(Parameter.clock("to"), Parameter.clock("from"))
                        .gives(INTERVAL_YEAR_MONTH)
                        .says("(to - from) YEAR TO MONTH", "The interval between two times, in whole months.")
                        .shows("(DATE '2020-03-15' - DATE '2019-01-01') YEAR TO MONTH", "+1-02"));
    }

    public static long hour(long micros) {
        return micros / Calendar.HOUR;
    }

    public static long minute(long micros) {
        return micros / Calendar.MINUTE % 60;
    }

    public static long second(long micros) {
        return micros / Calendar.SECOND % 60;
    }

    public static long millisecond(long micros) {
        return micros % Calendar.SECOND / Calendar.MILLI;
    }

    public static long microsecond(long micros) {
        return micros % Calendar.SECOND;
    }

    public static long hourOfInterval(long micros) {
        return micros / Calendar.HOUR % 24;
    }

    public static long minuteOfInterval(long micros) {
        return minute(micros);
    }

    public static long secondOfInterval(long micros) {
        return second(micros);
    }

    public static long millisecondOfInterval(long micros) {
        return millisecond(micros);
    }

    public static long microsecondOfInterval(long micros) {
        return microsecond(micros);
    }

    public static long dayOfInterval(long micros) {
        return micros / Calendar.DAY;
    }

    public static long yearOfInterval(long months) {
        return months / 12;
    }

    public static long monthOfInterval(long months) {
        return months % 12;
    }

    public static long floor(long micros, CalendarUnit unit) {
        return unit.floor(micros);
    }

    public static long ceil(long micros, CalendarUnit unit) {
        return unit.ceil(micros) % Calendar.DAY;
    }

    private static long plus(long micros, long count, long size) {
        long perDay = Calendar.DAY / size;
        return Math.floorMod(micros + count % perDay * size, Calendar.DAY);
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

    public static long minus(long to, long from) {
        return to - from;
    }

    public static long minusMonths(long to, long from) {
        return TimeArithmeticFunctions.monthsBetween(from, to);
    }
}
