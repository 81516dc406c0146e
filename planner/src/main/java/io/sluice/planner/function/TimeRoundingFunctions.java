package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.text;

import java.util.List;

/** FLOOR and CEIL of dates and times to a unit. An instant is rounded on the clock of the session. */
public final class TimeRoundingFunctions {
    private TimeRoundingFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Dates and times",
                TimeRoundingFunctions.class,
                floor("FLOOR_TO/TIMESTAMP", "floor", Parameter.timestamp("t")),
                floor("FLOOR_TO/DATE", "floorDate", Parameter.date("t")),
                floor("FLOOR_TO/TIMESTAMP_LTZ", "floorInstant", Parameter.instant("t"))
                        .context(),
                ceil("CEIL_TO/TIMESTAMP", "ceil", Parameter.timestamp("t")),
                ceil("CEIL_TO/DATE", "ceilDate", Parameter.date("t")),
                ceil("CEIL_TO/TIMESTAMP_LTZ", "ceilInstant", Parameter.instant("t"))
                        .context());
    }

    private static Entry floor(String name, String method, Parameter time) {
        return of(name, method, time)
                .grammar("FLOOR TO")
                .says("FLOOR(t TO unit)", "The start of the unit that a time is in. Weeks start on Sunday.")
                .shows("FLOOR(TIMESTAMP '2020-01-01 12:44:31' TO WEEK)", "2019-12-29 00:00:00");
    }

    private static Entry ceil(String name, String method, Parameter time) {
        return of(name, method, time)
                .grammar("CEIL TO")
                .says("CEIL(t TO unit)", "The time itself if a unit starts with it, else the start of the next.")
                .shows("CEIL(DATE '2020-05-01' TO MONTH)", "2020-05-01");
    }

    private static Entry of(String name, String method, Parameter time) {
        return entry(name, method)
                .takes(time, text("unit").asLiteral())
                .prepares(1, CalendarUnit.class)
                .checks(1, CalendarUnit::check)
                .gives(ResultType.same(0))
                .monotone();
    }

    public static long floor(long micros, CalendarUnit unit) {
        return unit.floor(micros);
    }

    public static long floorDate(long days, CalendarUnit unit) {
        return Calendar.dayOf(unit.floor(days * Calendar.DAY));
    }

    public static long floorInstant(FunctionContext context, long micros, CalendarUnit unit) {
        long local = context.toLocal(micros);
        return unit.isPartOfDay() ? micros - unit.behind(local) : context.toInstant(unit.floor(local));
    }

    public static long ceil(long micros, CalendarUnit unit) {
        return unit.ceil(micros);
    }

    public static long ceilDate(long days, CalendarUnit unit) {
        return unit.isPartOfDay() ? days : Calendar.dayOf(unit.ceil(days * Calendar.DAY));
    }

    public static long ceilInstant(FunctionContext context, long micros, CalendarUnit unit) {
        long local = context.toLocal(micros);
        if (!unit.isPartOfDay()) {
            long ceil = unit.ceil(local);
            return ceil == local ? micros : context.toInstant(ceil);
        }
        long behind = unit.behind(local);
        return behind == 0 ? micros : micros - behind + unit.size();
    }
}
