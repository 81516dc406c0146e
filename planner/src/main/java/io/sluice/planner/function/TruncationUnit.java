package io.sluice.planner.function;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A unit that DATE_TRUNC cuts times to, by its name, prepared; weeks start on Monday. */
public final class TruncationUnit {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("YEAR", "YEAR"),
            Map.entry("YYYY", "YEAR"),
            Map.entry("YY", "YEAR"),
            Map.entry("QUARTER", "QUARTER"),
            Map.entry("MONTH", "MONTH"),
            Map.entry("MON", "MONTH"),
            Map.entry("MM", "MONTH"),
            Map.entry("WEEK", "WEEK"),
            Map.entry("DAY", "DAY"),
            Map.entry("DD", "DAY"),
            Map.entry("HOUR", "HOUR"),
            Map.entry("MINUTE", "MINUTE"),
            Map.entry("SECOND", "SECOND"),
            Map.entry("MILLISECOND", "MILLISECOND"),
            Map.entry("MICROSECOND", "MICROSECOND"));

    private final Optional<CalendarUnit> unit;
    private final boolean week;

    public TruncationUnit(String name) {
        Optional<String> known = Optional.ofNullable(NAMES.get(name.toUpperCase(Locale.ROOT)));
        unit = known.map(CalendarUnit::new);
        week = known.filter("WEEK"::equals).isPresent();
    }

    boolean isPartOfDay() {
        return unit.map(CalendarUnit::isPartOfDay).orElse(false);
    }

    long floor(long micros) {
        if (week) {
            long days = Calendar.dayOf(micros);
            return (days + 1 - Calendar.isoDayOfWeek(days)) * Calendar.DAY;
        }
        return unit.map(known -> known.floor(micros)).orElse(ScalarFunction.NULL_LONG);
    }
}
