package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.DECIMAL;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.FLOAT;
import static io.sluice.planner.plan.TypeKind.STRING;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import io.sluice.planner.plan.DataType;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Dates and times from text and numbers, and to text. Text that does not have the form gives NULL. */
public final class TimeFormatFunctions {
    private static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";
    private static final int DEFAULT_LENGTH = DEFAULT_PATTERN.length();
    private static final long NONE = ScalarFunction.NULL_LONG;
    private static final int MILLIS = 3;

    private TimeFormatFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>();
        entries.addAll(fromText());
        entries.addAll(instants());
        entries.addAll(toText());
        return Entry.all("Dates and times", TimeFormatFunctions.class, entries);
    }

    private static List<Entry> fromText() {
        return List.of(
                entry("TO_DATE", "toDate")
                        .takes(text("s"))
                        .nullable()
                        .gives(DATE)
                        .says("TO_DATE(s)", "Reads yyyy-M-d, yyyy-M or yyyy; NULL if it is none.")
                        .shows("TO_DATE('2020-1-2')", "2020-01-02")
                        .shows("TO_DATE('2020-02-30')", "NULL"),
                formatted("TO_DATE/FORMAT", "toDateByFormat")
                        .takes(text("s"), text("format"))
                        .nullable()
                        .gives(DATE)
                        .says("TO_DATE(s, format)", "Reads a date; NULL if the text is not of the format.")
                        .shows("TO_DATE('02.01.2020', 'dd.MM.yyyy')", "2020-01-02"),
                entry("TO_TIMESTAMP", "toTimestamp")
                        .takes(text("s"))
                        .nullable()
                        .gives(ResultType.timestamp(TIMESTAMP, MILLIS))
                        .says(
                                "TO_TIMESTAMP(s)",
                                "Reads yyyy-MM-dd with or without HH:mm:ss and a fraction; NULL if it is none.")
                        .shows("TO_TIMESTAMP('2020-01-02 03:04:05.678')", "2020-01-02 03:04:05.678"),
                formatted("TO_TIMESTAMP/FORMAT", "toTimestampByFormat")
                        .takes(text("s"), text("format"))
                        .nullable()
                        .gives(ResultType.timestamp(TIMESTAMP, MILLIS))
                        .says("TO_TIMESTAMP(s, format)", "Reads a time; NULL if the text is not of the format.")
                        .shows("TO_TIMESTAMP('2020/01/02 03:04', 'yyyy/MM/dd HH:mm')", "2020-01-02 03:04:00.000"),
                formatted("UNIX_TIMESTAMP/TEXT", "unixTimestamp")
                        .context()
                        .takes(text("s"), text("format").or(DEFAULT_PATTERN))
                        .nullable()
                        .gives(BIGINT)
                        .says(
                                "UNIX_TIMESTAMP(s [, format])",
                                "Seconds since 1970 of a time in the session's zone; NULL if it is none.")
                        .shows("UNIX_TIMESTAMP('1970-01-01 00:01:00')", "60")
                        .shows("UNIX_TIMESTAMP('bad')", "NULL"));
    }

    private static List<Entry> instants() {
        Parameter precision = integer("precision").or(MILLIS).asLiteral();
        return List.of(
                instantOfNumber("TO_TIMESTAMP_LTZ/BIGINT", "toInstantOfLong").takes(integer("n"), precision),
                instantOfNumber("TO_TIMESTAMP_LTZ/DOUBLE", "toInstantOfDouble")
                        .takes(Parameter.of("n", Set.of(FLOAT, DOUBLE, DECIMAL)).as(DOUBLE), precision),
                instantOfText("TO_TIMESTAMP_LTZ/TEXT", "toInstant").takes(text("s")),
                formatted(instantOfText("TO_TIMESTAMP_LTZ/FORMAT", "toInstantByFormat"))
                        .takes(text("s"), text("format")),
                formatted(instantOfText("TO_TIMESTAMP_LTZ/ZONE", "toInstantInZone"))
                        .takes(text("s"), text("format"), text("zone"))
                        .checks(2, TimeFormatFunctions::checkZone));
    }

    private static Entry instantOfNumber(String name, String method) {
        return entry(name, method)
                .nullable()
                .checks(TimeFormatFunctions::checkPrecision)
                .gives(TimeFormatFunctions::precisionByNumber)
                .says(
                        "TO_TIMESTAMP_LTZ(n [, precision])",
                        "The instant of a number of seconds (0), milliseconds (3, if not given) or others since 1970.")
                .shows("TO_TIMESTAMP_LTZ(60, 0)", "1970-01-01 00:01:00.000");
    }

    private static Entry instantOfText(String name, String method) {
        return entry(name, method)
                .nullable()
                .gives(TimeFormatFunctions::precisionByFormat)
                .says(
                        "TO_TIMESTAMP_LTZ(s [, format [, zone]])",
                        "The instant of a time in a zone, UTC if not given; NULL if the text is none.")
                .shows(
                        "TO_TIMESTAMP_LTZ('2020-01-01 09:00:00', 'yyyy-MM-dd HH:mm:ss', 'Asia/Tokyo')",
                        "2020-01-01 00:00:00.000");
    }

    private static List<Entry> toText() {
        Parameter clock = Parameter.of("t", Set.of(DATE, TIMESTAMP)).as(TIMESTAMP);
        return List.of(
                dateFormat("DATE_FORMAT/TIMESTAMP", "dateFormat").takes(clock, text("format")),
                dateFormat("DATE_FORMAT/TIMESTAMP_LTZ", "dateFormatOfInstant")
                        .context()
                        .takes(Parameter.instant("t"), text("format")),
                dateFormat("DATE_FORMAT/TEXT", "dateFormatOfText").nullable().takes(text("t"), text("format")),
                formatted("FROM_UNIXTIME", "fromUnixTime")
                        .context()
                        .takes(integer("seconds"), text("format").or(DEFAULT_PATTERN))
                        .gives(STRING)
                        .says(
                                "FROM_UNIXTIME(seconds [, format])",
                                "Seconds since 1970 as a time in the session's zone.")
                        .shows("FROM_UNIXTIME(60)", "1970-01-01 00:01:00"),
                entry("CONVERT_TZ", "convertZone")
                        .takes(text("s"), text("from"), text("to"))
                        .nullable()
                        .gives(STRING)
                        .checks(1, TimeFormatFunctions::checkZone)
                        .checks(2, TimeFormatFunctions::checkZone)
                        .says(
                                "CONVERT_TZ(s, from, to)",
                                "A time, yyyy-MM-dd HH:mm:ss, in another zone; NULL if it is none.")
                        .shows(
                                "CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')",
                                "1969-12-31 16:00:00"));
    }

    private static Entry dateFormat(String name, String method) {
        return formatted(name, method)
                .gives(STRING)
                .says("DATE_FORMAT(t, format)", "A time as text; a text as t must be yyyy-MM-dd HH:mm:ss.")
                .shows("DATE_FORMAT(TIMESTAMP '2020-01-02 03:04:05', 'dd.MM.yyyy HH:mm')", "02.01.2020 03:04");
    }

    private static Entry formatted(String name, String method) {
        return formatted(entry(name, method));
    }

    private static Entry formatted(Entry entry) {
        return entry.prepares(1, TimeFormat.class).checks(1, TimeFormat::check);
    }

    private static DataType precisionByNumber(List<Argument> arguments) {
        long precision = (Long) arguments.get(1).literal().orElseThrow();
        return new DataType(TIMESTAMP_LTZ, (int) Math.max(MILLIS, Math.min(6, precision)), 0, true);
    }

    private static DataType precisionByFormat(List<Argument> arguments) {
        Optional<Object> format =
                arguments.size() < 2 ? Optional.empty() : arguments.get(1).literal();
        int precision = format.map(text -> TimeFormat.precision((String) text)).orElse(MILLIS);
        return new DataType(TIMESTAMP_LTZ, precision, 0, true);
    }

    private static void checkPrecision(List<Argument> arguments) {
        long precision = arguments.size() < 2
                ? MILLIS
                : (Long) arguments.get(1).literal().orElseThrow();
        if (precision < 0 || precision > 9) {
            throw new RowException(
                    "the precision of TO_TIMESTAMP_LTZ must be 0 to 9, got " + precision,
                    "Give 0 for seconds, 3 for milliseconds, 6 for microseconds.");
        }
    }

    static void checkZone(String name) {
        if (zone(name).isEmpty()) {
            throw new RowException(
                    "there is no time zone '" + name + "'",
                    "Use a name such as Europe/Berlin, or an offset as +02:00.");
        }
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static long toDate(Utf8 text) {
        return TimeText.parseDate(text);
    }

    public static long toDateByFormat(Utf8 text, TimeFormat format) {
        long micros = format.read(text);
        return micros == NONE ? NONE : Calendar.dayOf(micros);
    }

    public static long toTimestamp(Utf8 text) {
        return cut(TimeText.parseTimestamp(text), MILLIS);
    }

    public static long toTimestampByFormat(Utf8 text, TimeFormat format) {
        return cut(format.read(text), MILLIS);
    }

    private static long cut(long micros, int precision) {
        return micros == NONE ? NONE : Casts.truncateTimestamp(micros, precision);
    }

    public static long unixTimestamp(FunctionContext context, Utf8 text, TimeFormat format) {
        long micros = format.readInstant(text, context.zone());
        return micros == NONE ? NONE : Math.floorDiv(micros, Calendar.SECOND);
    }

    public static long toInstantOfLong(long number, long precision) {
        if (precision >= 6) {
            return Math.floorDiv(number, Decimals.power((int) precision - 6));
        }
        long scale = Decimals.power((int) (6 - precision));
        boolean fits = Math.multiplyHigh(number, scale) == number * scale >> 63;
        return fits ? cut(number * scale, Math.max(MILLIS, (int) precision)) : NONE;
    }

    public static long toInstantOfDouble(double number, long precision) {
        double micros = Math.floor(number * Math.pow(10, 6.0 - precision));
        boolean fits = Math.abs(micros) < 0x1p62;
        return fits ? cut((long) micros, Math.max(MILLIS, (int) Math.min(6, precision))) : NONE;
    }

    public static long toInstant(Utf8 text) {
        return cut(TimeText.parseTimestamp(text), MILLIS);
    }

    public static long toInstantByFormat(Utf8 text, TimeFormat format) {
        return cut(format.readInstant(text, ZoneOffset.UTC), TimeFormat.precision(format.pattern()));
    }

    public static long toInstantInZone(Utf8 text, TimeFormat format, Utf8 zone) {
        return zone(zone.toString())
                .map(known -> cut(format.readInstant(text, known), TimeFormat.precision(format.pattern())))
                .orElse(NONE);
    }

    public static void dateFormat(long micros, TimeFormat format, Utf8 out) {
        format.write(micros, ZoneOffset.UTC, out);
    }

    public static void dateFormatOfInstant(FunctionContext context, long micros, TimeFormat format, Utf8 out) {
        format.write(context.toLocal(micros), context.zone(), out);
    }

    public static boolean dateFormatOfText(Utf8 text, TimeFormat format, Utf8 out) {
        long micros = text.length < DEFAULT_LENGTH ? NONE : TimeText.parseTimestamp(text);
        if (micros == NONE) {
            return false;
        }
        format.write(micros, ZoneOffset.UTC, out);
        return true;
    }

    public static void fromUnixTime(FunctionContext context, long seconds, TimeFormat format, Utf8 out) {
        if (Math.abs(seconds) > Long.MAX_VALUE / Calendar.SECOND / 2) {
            throw new RowException(
                    seconds + " seconds since 1970 are out of the range of times",
                    "Divide milliseconds by 1000 before.");
        }
        format.write(context.toLocal(seconds * Calendar.SECOND), context.zone(), out);
    }

    public static boolean convertZone(Utf8 text, Utf8 from, Utf8 to, Utf8 out) {
        long local = text.length == DEFAULT_LENGTH ? TimeText.parseTimestamp(text) : NONE;
        Optional<ZoneId> source = zone(from.toString());
        Optional<ZoneId> target = zone(to.toString());
        if (local == NONE || source.isEmpty() || target.isEmpty()) {
            return false;
        }
        long instant = local - FunctionContext.offsetOfLocal(source.get().getRules(), local) * Calendar.SECOND;
        TimeText.appendTimestamp(new FunctionContext(target.get(), instant).toLocal(instant), 0, out);
        return true;
    }
}
