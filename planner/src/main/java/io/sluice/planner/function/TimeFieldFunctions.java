package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** EXTRACT and its short forms: fields of what a clock shows, in the zone of the session for an instant. */
public final class TimeFieldFunctions {
    /** Unit, method, result for {@code TIMESTAMP '2020-03-29 12:44:31.123456'}. */
    private static final List<List<String>> FIELDS = List.of(
            List.of("MILLENNIUM", "millennium", "3"),
            List.of("CENTURY", "century", "21"),
            List.of("DECADE", "decade", "202"),
            List.of("YEAR", "year", "2020"),
            List.of("ISOYEAR", "isoYear", "2020"),
            List.of("QUARTER", "quarter", "1"),
            List.of("MONTH", "month", "3"),
            List.of("WEEK", "week", "13"),
            List.of("DAY", "day", "29"),
            List.of("DOY", "dayOfYear", "89"),
            List.of("DOW", "dayOfWeek", "1"),
            List.of("ISODOW", "isoDayOfWeek", "7"),
            List.of("HOUR", "hour", "12"),
            List.of("MINUTE", "minute", "44"),
            List.of("SECOND", "second", "31"),
            List.of("MILLISECOND", "millisecond", "123"),
            List.of("MICROSECOND", "microsecond", "123456"),
            List.of("NANOSECOND", "nanosecond", "123456000"));

    private static final Set<String> GROWING = Set.of("MILLENNIUM", "CENTURY", "DECADE", "YEAR", "ISOYEAR");

    private static final Map<String, String> SHORT_FORMS = Map.of(
            "YEAR", "YEAR",
            "QUARTER", "QUARTER",
            "MONTH", "MONTH",
            "WEEK", "WEEK",
            "DOY", "DAYOFYEAR",
            "DAY", "DAYOFMONTH",
            "DOW", "DAYOFWEEK",
            "HOUR", "HOUR",
            "MINUTE", "MINUTE",
            "SECOND", "SECOND");

    private TimeFieldFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        for (List<String> field : FIELDS) {
            String unit = field.get(0);
            entries.add(field("EXTRACT/" + unit, field.get(1), unit)
                    .grammar("EXTRACT/" + unit)
                    .says("EXTRACT(" + unit + " FROM t)", "The " + unit.toLowerCase(Locale.ROOT) + ".")
                    .shows("EXTRACT(" + unit + " FROM TIMESTAMP '2020-03-29 12:44:31.123456')", field.get(2)));
            if (SHORT_FORMS.containsKey(unit)) {
                String name = SHORT_FORMS.get(unit);
                entries.add(field(name, field.get(1), unit)
                        .says(name + "(t)", "As EXTRACT(" + unit + " FROM t).")
                        .shows(name + "(TIMESTAMP '2020-03-29 12:44:31.123456')", field.get(2)));
            }
        }
        entries.add(epoch("EXTRACT/EPOCH/TIMESTAMP")
                .takes(Parameter.of("t", Set.of(DATE, TIMESTAMP)).as(TIMESTAMP)));
        entries.add(epoch("EXTRACT/EPOCH/TIMESTAMP_LTZ").takes(Parameter.instant("t")));
        return Entry.all("Dates and times", TimeFieldFunctions.class, entries);
    }

    private static Entry field(String name, String method, String unit) {
        Entry entry = entry(name, method).takes(Parameter.clock("t")).gives(BIGINT);
        return GROWING.contains(unit) ? entry.monotone() : entry;
    }

    private static Entry epoch(String name) {
        return entry(name, "epoch")
                .grammar("EXTRACT/EPOCH")
                .gives(BIGINT)
                .monotone()
                .says("EXTRACT(EPOCH FROM t)", "Seconds since 1970-01-01 00:00:00, in UTC for an instant.")
                .shows("EXTRACT(EPOCH FROM TIMESTAMP '1970-01-01 00:01:00')", "60");
    }

    private static long parts(long micros) {
        return Calendar.parts(Calendar.dayOf(micros));
    }

    public static long year(long micros) {
        return Calendar.year(parts(micros));
    }

    public static long isoYear(long micros) {
        return Calendar.isoYear(Calendar.dayOf(micros));
    }

    public static long decade(long micros) {
        return Math.floorDiv(year(micros), 10);
    }

    public static long century(long micros) {
        return spanOf(year(micros), 100);
    }

    public static long millennium(long micros) {
        return spanOf(year(micros), 1_000);
    }

    /** The first span is that of the years 1 to {@code size}, and the one before it is −1. */
    private static long spanOf(long year, long size) {
        return year > 0 ? (year - 1) / size + 1 : (year - size) / size;
    }

    public static long quarter(long micros) {
        return (month(micros) + 2) / 3;
    }

    public static long month(long micros) {
        return Calendar.month(parts(micros));
    }

    public static long week(long micros) {
        return Calendar.isoWeek(Calendar.dayOf(micros));
    }

    public static long day(long micros) {
        return Calendar.day(parts(micros));
    }

    public static long dayOfYear(long micros) {
        return Calendar.dayOfYear(Calendar.dayOf(micros));
    }

    /** 1 for Sunday. */
    public static long dayOfWeek(long micros) {
        return isoDayOfWeek(micros) % 7 + 1;
    }

    /** 1 for Monday. */
    public static long isoDayOfWeek(long micros) {
        return Calendar.isoDayOfWeek(Calendar.dayOf(micros));
    }

    public static long hour(long micros) {
        return Math.floorMod(micros, Calendar.DAY) / Calendar.HOUR;
    }

    public static long minute(long micros) {
        return Math.floorMod(micros, Calendar.HOUR) / Calendar.MINUTE;
    }

    public static long second(long micros) {
        return Math.floorMod(micros, Calendar.MINUTE) / Calendar.SECOND;
    }

    public static long millisecond(long micros) {
        return microsecond(micros) / 1_000;
    }

    public static long microsecond(long micros) {
        return Math.floorMod(micros, Calendar.SECOND);
    }

    public static long nanosecond(long micros) {
        return microsecond(micros) * 1_000;
    }

    public static long epoch(long micros) {
        return Math.floorDiv(micros, Calendar.SECOND);
    }
}
