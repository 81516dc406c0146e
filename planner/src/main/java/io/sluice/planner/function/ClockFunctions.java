package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.TIME;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import io.sluice.planner.plan.DataType;
import java.util.List;
import java.util.Set;

/** The time at which a batch was planned: the same in all its rows, and again when the batch is replayed. */
public final class ClockFunctions {
    /** Its second argument, the text of {@link WatermarkSources}, is set by the planner. */
    public static final String CURRENT_WATERMARK = "CURRENT_WATERMARK";

    private static final int MILLIS = 3;

    private ClockFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Dates and times",
                ClockFunctions.class,
                clock("NOW", "now", "NOW()", "The time of the batch, as an instant.")
                        .gives(ResultType.timestamp(TIMESTAMP_LTZ, MILLIS))
                        .shows("NOW()", "2026-11-21 08:30:00.123"),
                clock("CURRENT_TIMESTAMP", "now", "CURRENT_TIMESTAMP", "As NOW().")
                        .grammar("CURRENT_TIMESTAMP")
                        .gives(ResultType.timestamp(TIMESTAMP_LTZ, MILLIS))
                        .shows("CURRENT_TIMESTAMP", "2026-11-21 08:30:00.123"),
                clock("PROCTIME", "now", "PROCTIME()", "As NOW().")
                        .gives(ResultType.timestamp(TIMESTAMP_LTZ, MILLIS))
                        .shows("PROCTIME()", "2026-11-21 08:30:00.123"),
                clock("LOCALTIMESTAMP", "local", "LOCALTIMESTAMP", "The time of the batch on the session's clock.")
                        .grammar("LOCALTIMESTAMP")
                        .gives(ResultType.timestamp(TIMESTAMP, MILLIS))
                        .shows("LOCALTIMESTAMP", "2026-11-21 08:30:00.123"),
                clock("CURRENT_DATE", "today", "CURRENT_DATE", "The date of the batch in the session's zone.")
                        .grammar("CURRENT_DATE")
                        .gives(DATE)
                        .shows("CURRENT_DATE", "2026-11-21"),
                clock(
                                "CURRENT_TIME",
                                "timeOfDay",
                                "CURRENT_TIME",
                                "The time of the day of the batch in the session's zone.")
                        .grammar("CURRENT_TIME")
                        .gives(ResultType.timestamp(TIME, 0))
                        .shows("CURRENT_TIME", "08:30:00"),
                clock("LOCALTIME", "timeOfDay", "LOCALTIME", "As CURRENT_TIME.")
                        .grammar("LOCALTIME")
                        .gives(ResultType.timestamp(TIME, 0))
                        .shows("LOCALTIME", "08:30:00"),
                clock("UNIX_TIMESTAMP", "unixTime", "UNIX_TIMESTAMP()", "The time of the batch in seconds since 1970.")
                        .gives(BIGINT)
                        .shows("UNIX_TIMESTAMP()", "1795249800"),
                clock("CURRENT_ROW_TIMESTAMP", "now", "CURRENT_ROW_TIMESTAMP()", "As NOW().")
                        .gives(ResultType.timestamp(TIMESTAMP_LTZ, MILLIS))
                        .shows("CURRENT_ROW_TIMESTAMP()", "2026-11-21 08:30:00.123"),
                clock(
                                CURRENT_WATERMARK,
                                "currentWatermark",
                                "CURRENT_WATERMARK(ts)",
                                "The watermark of a column at the start of the batch; NULL if there is none yet, and while an "
                                        + "input that ends is read.")
                        .takes(
                                Parameter.of("ts", Set.of(TIMESTAMP, TIMESTAMP_LTZ)),
                                text("sources").or(""))
                        .prepares(1, WatermarkSources.class)
                        .checks(ClockFunctions::checkColumn)
                        .nullable()
                        .gives(arguments -> new DataType(arguments.get(0).type().kind(), MILLIS, 0, false))
                        .shows("CURRENT_WATERMARK(ts)", "NULL"));
    }

    private static Entry clock(String name, String method, String form, String description) {
        return entry(name, method).context().notDeterministic().says(form, description);
    }

    private static void checkColumn(List<Argument> arguments) {
        if (arguments.size() > 1) {
            throw new RowException("CURRENT_WATERMARK takes one argument", "Write CURRENT_WATERMARK(ts).");
        }
    }

    public static long currentWatermark(FunctionContext context, long time, WatermarkSources sources) {
        long watermark = sources.value(context);
        boolean none = watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE;
        return none ? ScalarFunction.NULL_LONG : Casts.truncateTimestamp(watermark, MILLIS);
    }

    public static long now(FunctionContext context) {
        return Casts.truncateTimestamp(context.batchTimeMicros(), MILLIS);
    }

    public static long local(FunctionContext context) {
        return Casts.truncateTimestamp(context.toLocal(context.batchTimeMicros()), MILLIS);
    }

    public static long today(FunctionContext context) {
        return Casts.ltzToDate(context, context.batchTimeMicros());
    }

    public static long timeOfDay(FunctionContext context) {
        long micros = Math.floorMod(context.toLocal(context.batchTimeMicros()), Calendar.DAY);
        return micros - micros % Calendar.SECOND;
    }

    public static long unixTime(FunctionContext context) {
        return Math.floorDiv(context.batchTimeMicros(), Calendar.SECOND);
    }
}
