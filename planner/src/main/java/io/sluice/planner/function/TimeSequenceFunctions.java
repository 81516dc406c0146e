package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.INTERVAL_DAY_TIME;
import static io.sluice.planner.plan.TypeKind.INTERVAL_YEAR_MONTH;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** SEQUENCE of dates and times. */
public final class TimeSequenceFunctions {
    private static final long MAX_ELEMENTS = 1_000_000;

    private TimeSequenceFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Arrays",
                TimeSequenceFunctions.class,
                sequence("DATES", "dates", DATE)
                        .shows(
                                "SEQUENCE(DATE '2020-02-28', DATE '2020-03-01')",
                                "[2020-02-28, 2020-02-29, 2020-03-01]"),
                sequence("DATES_BY_TIME", "datesByMicros", DATE, step(INTERVAL_DAY_TIME))
                        .shows(
                                "SEQUENCE(DATE '2020-01-15', DATE '2020-01-01', INTERVAL '-7' DAY)",
                                "[2020-01-15, 2020-01-08, 2020-01-01]"),
                sequence("DATES_BY_MONTHS", "datesByMonths", DATE, step(INTERVAL_YEAR_MONTH))
                        .shows(
                                "SEQUENCE(DATE '2020-01-31', DATE '2020-03-31', INTERVAL '1' MONTH)",
                                "[2020-01-31, 2020-02-29, 2020-03-31]"),
                sequence("TIMES_BY_TIME", "timesByMicros", TIMESTAMP, step(INTERVAL_DAY_TIME))
                        .shows(
                                "SEQUENCE(TIMESTAMP '2020-01-01 00:00:00', TIMESTAMP '2020-01-01 02:00:00', INTERVAL '1' HOUR)",
                                "[2020-01-01 00:00:00, 2020-01-01 01:00:00, 2020-01-01 02:00:00]"),
                sequence("TIMES_BY_MONTHS", "timesByMonths", TIMESTAMP, step(INTERVAL_YEAR_MONTH))
                        .shows(
                                "SEQUENCE(TIMESTAMP '2020-01-31 06:00:00', TIMESTAMP '2020-03-01 00:00:00', INTERVAL '1' MONTH)",
                                "[2020-01-31 06:00:00, 2020-02-29 06:00:00]"),
                sequence("INSTANTS_BY_TIME", "timesByMicros", TIMESTAMP_LTZ, step(INTERVAL_DAY_TIME))
                        .shows(
                                "SEQUENCE(TO_TIMESTAMP_LTZ(0, 0), TO_TIMESTAMP_LTZ(60, 0), INTERVAL '1' MINUTE)",
                                "[1970-01-01 00:00:00.000, 1970-01-01 00:01:00.000]"));
    }

    private static Parameter step(TypeKind kind) {
        return Parameter.of("step", Set.of(kind));
    }

    private static Entry sequence(String name, String method, TypeKind kind, Parameter... step) {
        return entry("SEQUENCE/" + name, method)
                .takes(Parameter.of("first", Set.of(kind)), Parameter.of("last", Set.of(kind)))
                .takes(step)
                .gives(arguments -> DataType.array(
                        finer(arguments.get(0).type(), arguments.get(1).type()), false))
                .says(
                        "SEQUENCE(from, to [, step])",
                        "The dates or times from the first up, or down, to the last, which is counted in, by an interval; of "
                                + "dates by a day if not given.");
    }

    private static DataType finer(DataType first, DataType last) {
        return (first.precision() < last.precision() ? last : first).withNullable(false);
    }

    public static void dates(long first, long last, Utf8 out) {
        long step = first <= last ? 1 : -1;
        append(first, last, step, place -> first + place * step, out);
    }

    public static void datesByMicros(long first, long last, long micros, Utf8 out) {
        if (micros % Calendar.DAY != 0) {
            throw new RowException(
                    "SEQUENCE of dates by a step that is not of whole days",
                    "Cast the dates to TIMESTAMP, or step by days.");
        }
        long days = micros / Calendar.DAY;
        append(first, last, days, place -> first + place * days, out);
    }

    public static void datesByMonths(long first, long last, long months, Utf8 out) {
        append(
                first,
                last,
                months,
                place -> TimeArithmeticFunctions.addMonthsToDate(first, Math.multiplyExact(place, months)),
                out);
    }

    public static void timesByMicros(long first, long last, long micros, Utf8 out) {
        append(first, last, micros, place -> first + place * micros, out);
    }

    public static void timesByMonths(long first, long last, long months, Utf8 out) {
        append(
                first,
                last,
                months,
                place -> TimeArithmeticFunctions.addMonths(first, Math.multiplyExact(place, months)),
                out);
    }

    private static void append(long first, long last, long step, LongUnaryOperator at, Utf8 out) {
        if (step == 0 && first != last || step > 0 && first > last || step < 0 && first < last) {
            throw new RowException(
                    "SEQUENCE does not come from its first to its last value by this step",
                    "Give a step of the right sign, or leave it out.");
        }
        NestedValues.appendCount(0, out);
        int count = 0;
        for (long value = first; step >= 0 ? value <= last : value >= last; value = at.applyAsLong(count)) {
            NestedValues.appendLong(value, out);
            count++;
            if (count > MAX_ELEMENTS) {
                throw new RowException(
                        "SEQUENCE of more than " + MAX_ELEMENTS + " times", "Give a longer step, or a nearer end.");
            }
            if (step == 0) {
                break;
            }
        }
        NestedValues.setCount(count, out);
    }
}
