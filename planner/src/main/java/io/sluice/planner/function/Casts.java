package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * CAST, one static method for each pair of types. A method is named {@code <from>To<to>} with these words: {@code
 * string}, {@code boolean}, {@code long} (any integer), {@code double}, {@code float} (a {@code double} that holds a
 * FLOAT), {@code decimal} ({@link BigDecimal} with the scale of its type), {@code decimalLong} (the unscaled value of a
 * DECIMAL of up to 18 digits), {@code date}, {@code timestamp}, {@code ltz}, {@code dayTime} and {@code yearMonth}
 * (intervals); units as in {@link TypeKind}.
 *
 * <p>Parameters: the session where the time zone counts, the value, what the target type has ({@code min} and {@code
 * max} of an integer; precision, scale), and the text to append to for a string. A value that the target cannot hold is
 * a {@link RowException}; TRY_CAST catches it and gives NULL. Text is read strictly, but for blanks around it. A cast to
 * VARCHAR(n) writes the text and then calls {@link #cut}, to CHAR(n) {@link #pad}.
 */
public final class Casts {
    private Casts() {}

    /** Reads true, t, yes, y, 1 and false, f, no, n, 0, in any case. */
    public static boolean stringToBoolean(Utf8 text) {
        return NumberText.parseBoolean(text);
    }

    public static boolean longToBoolean(long value) {
        return value != 0;
    }

    public static boolean doubleToBoolean(double value) {
        return value != 0;
    }

    public static boolean decimalToBoolean(BigDecimal value) {
        return value.signum() != 0;
    }

    /** Cuts digits after the point; has no exponent. */
    public static long stringToLong(Utf8 text, long min, long max) {
        return NumberText.parseLong(text, min, max);
    }

    public static long booleanToLong(boolean value) {
        return value ? 1 : 0;
    }

    /** An integer to a type with another range. */
    public static long narrow(long value, long min, long max) {
        if (value < min || value > max) {
            throw outOfRange(Long.toString(value), max);
        }
        return value;
    }

    /** Truncates toward zero. */
    public static long doubleToLong(double value, long min, long max) {
        double cut = value < 0 ? Math.ceil(value) : Math.floor(value);
        if (!(cut >= min && cut <= max) || cut == 0x1p63) {
            throw outOfRange(Double.toString(value), max);
        }
        return (long) cut;
    }

    /** Truncates toward zero. */
    public static long decimalToLong(BigDecimal value, long min, long max) {
        if (value.precision() - (long) value.scale() > 19) {
            throw outOfRange(value.toPlainString(), max);
        }
        BigDecimal cut = value.setScale(0, RoundingMode.DOWN);
        if (cut.compareTo(BigDecimal.valueOf(min)) < 0 || cut.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw outOfRange(value.toPlainString(), max);
        }
        return cut.longValue();
    }

    /** Truncates toward zero. */
    public static long decimalLongToLong(long unscaled, int scale, long min, long max) {
        return narrow(unscaled / Decimals.power(scale), min, max);
    }

    /** Reads what Java writes, also NaN and Infinity. */
    public static double stringToDouble(Utf8 text) {
        return NumberText.parseDouble(text);
    }

    /** As {@link #stringToDouble}, rounded once. */
    public static double stringToFloat(Utf8 text) {
        return NumberText.parseFloat(text);
    }

    public static double booleanToDouble(boolean value) {
        return value ? 1 : 0;
    }

    public static double longToFloat(long value) {
        return (float) value;
    }

    /** What is too large becomes infinite. */
    public static double doubleToFloat(double value) {
        return (float) value;
    }

    public static double decimalToDouble(BigDecimal value) {
        return value.doubleValue();
    }

    public static double decimalToFloat(BigDecimal value) {
        return value.floatValue();
    }

    public static double decimalLongToDouble(long unscaled, int scale) {
        return NumberText.exactDouble(unscaled, scale)
                ? unscaled / NumberText.doublePower(scale)
                : BigDecimal.valueOf(unscaled, scale).doubleValue();
    }

    public static double decimalLongToFloat(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).floatValue();
    }

    /** Rounds half away from zero, as all casts to DECIMAL. */
    public static BigDecimal stringToDecimal(Utf8 text, int precision, int scale) {
        return NumberText.parseDecimal(text, precision, scale);
    }

    public static long stringToDecimalLong(Utf8 text, int precision, int scale) {
        return NumberText.parseDecimalLong(text, precision, scale);
    }

    public static BigDecimal booleanToDecimal(boolean value, int precision, int scale) {
        return longToDecimal(value ? 1 : 0, precision, scale);
    }

    public static BigDecimal longToDecimal(long value, int precision, int scale) {
        return rescale(BigDecimal.valueOf(value), precision, scale);
    }

    public static long longToDecimalLong(long value, int precision, int scale) {
        return Decimals.rescaleLong(value, 0, precision, scale);
    }

    /** Of the number that the DOUBLE prints as. */
    public static BigDecimal doubleToDecimal(double value, int precision, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw notDecimal(Double.toString(value), precision, scale);
        }
        return rescale(BigDecimal.valueOf(value), precision, scale);
    }

    /** Of the number that the FLOAT prints as. */
    public static BigDecimal floatToDecimal(double value, int precision, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw notDecimal(Double.toString(value), precision, scale);
        }
        return rescale(new BigDecimal(Float.toString((float) value)), precision, scale);
    }

    /** A DECIMAL to another precision and scale. */
    public static BigDecimal rescale(BigDecimal value, int precision, int scale) {
        if (value.scale() == scale && Decimals.fits(value, precision)) {
            return value;
        }
        long wholeDigits = value.precision() - (long) value.scale();
        if (value.signum() == 0 || wholeDigits < -scale) {
            return BigDecimal.valueOf(0, scale);
        }
        if (wholeDigits > precision - scale) {
            throw Decimals.tooLarge(value, precision, scale);
        }
        BigDecimal result = value.setScale(scale, RoundingMode.HALF_UP);
        if (!Decimals.fits(result, precision)) {
            throw Decimals.tooLarge(value, precision, scale);
        }
        return result;
    }

    /** Text to VARCHAR(length): what is longer is cut. */
    public static void stringToString(Utf8 text, int length, Utf8 out) {
        out.append(text.bytes, text.start, Text.prefixBytes(text, length));
    }

    /** Cuts what was just written to at most {@code length} characters. */
    public static void cut(Utf8 out, int length) {
        out.length = Text.prefixBytes(out, length);
    }

    /** Cuts what was just written to {@code length} characters, or fills it up with blanks. */
    public static void pad(Utf8 out, int length) {
        out.length = Text.prefixBytes(out, length);
        for (int i = Text.count(out); i < length; i++) {
            out.append((byte) ' ');
        }
    }

    public static void booleanToString(boolean value, Utf8 out) {
        out.appendAscii(value ? "TRUE" : "FALSE");
    }

    public static void longToString(long value, Utf8 out) {
        NumberText.append(value, out);
    }

    public static void doubleToString(double value, Utf8 out) {
        NumberText.append(value, out);
    }

    public static void floatToString(double value, Utf8 out) {
        out.appendAscii(Float.toString((float) value));
    }

    public static void decimalToString(BigDecimal value, Utf8 out) {
        out.appendAscii(value.toPlainString());
    }

    public static void decimalLongToString(long unscaled, int scale, Utf8 out) {
        NumberText.appendDecimal(unscaled, scale, out);
    }

    public static void dateToString(long days, Utf8 out) {
        TimeText.appendDate(days, out);
    }

    /** Of an ARRAY, MAP or ROW; see {@link NestedValues}. */
    public static void nestedToString(FunctionContext context, Utf8 value, DataType type, Utf8 out) {
        new NestedText(context, out).append(value, type);
    }

    /** Of an ARRAY, MAP or ROW whose values inside are of other types. */
    public static void nestedToNested(FunctionContext context, Utf8 value, DataType from, DataType to, Utf8 out) {
        new NestedCast(context, out).append(value, from, to);
    }

    public static void timeToString(long micros, int precision, Utf8 out) {
        TimeText.appendTime(micros, precision, out);
    }

    /** Bytes as UTF-8. */
    public static void binaryToString(Utf8 bytes, Utf8 out) {
        out.append(bytes);
    }

    /** Bytes, or the UTF-8 of a text, to VARBINARY(length): what is longer is cut. */
    public static void toBinary(Utf8 bytes, int length, Utf8 out) {
        out.append(bytes.bytes, bytes.start, Math.min(length, bytes.length));
    }

    public static void timestampToString(long micros, int precision, Utf8 out) {
        TimeText.appendTimestamp(micros, precision, out);
    }

    /** In the session's zone. */
    public static void ltzToString(FunctionContext context, long micros, int precision, Utf8 out) {
        TimeText.appendTimestamp(context.toLocal(micros), precision, out);
    }

    /** Such as {@code +1 02:03:04.000}. */
    public static void dayTimeToString(long micros, Utf8 out) {
        TimeText.appendDayTime(micros, out);
    }

    /** Such as {@code +1-02}. */
    public static void yearMonthToString(long months, Utf8 out) {
        TimeText.appendYearMonth(months, out);
    }

    /** Reads {@code yyyy-M-d}, {@code yyyy-MM}, {@code yyyy}; a time behind it is left out. */
    public static long stringToDate(Utf8 text) {
        return TimeText.orFail(TimeText.parseDate(text), text, "DATE", "yyyy-MM-dd");
    }

    /** Reads {@code yyyy-MM-dd}, or that with {@code HH:mm:ss} and up to nine digits of a fraction. */
    public static long stringToTimestamp(Utf8 text, int precision) {
        long micros = TimeText.orFail(TimeText.parseTimestamp(text), text, "TIMESTAMP", "yyyy-MM-dd HH:mm:ss.SSSSSS");
        return truncateTimestamp(micros, precision);
    }

    /** Reads {@code HH:mm:ss} and up to nine digits of a fraction; a date before it is left out. */
    public static long stringToTime(Utf8 text, int precision) {
        long micros = TimeText.orFail(TimeText.parseTime(text), text, "TIME", "HH:mm:ss.SSSSSS");
        return truncateTimestamp(micros, precision);
    }

    /** Reads {@code +1 02:03:04.5} and ISO-8601's {@code P1DT2H}; digits below a microsecond are cut. */
    public static long stringToDayTime(Utf8 text) {
        return IntervalParser.orFail(
                IntervalParser.dayTime(text), text, "INTERVAL DAY TO SECOND", "d HH:mm:ss.SSSSSS or P1DT2H3M4.5S");
    }

    /** Reads {@code +1-02} and ISO-8601's {@code P1Y2M}. */
    public static long stringToYearMonth(Utf8 text) {
        return IntervalParser.orFail(IntervalParser.yearMonth(text), text, "INTERVAL YEAR TO MONTH", "y-MM or P1Y2M");
    }

    public static long timestampToTime(long micros, int precision) {
        return truncateTimestamp(Math.floorMod(micros, Calendar.DAY), precision);
    }

    public static long ltzToTime(FunctionContext context, long micros, int precision) {
        return timestampToTime(context.toLocal(micros), precision);
    }

    /** As {@link #stringToTimestamp}, in the session's zone. */
    public static long stringToLtz(FunctionContext context, Utf8 text, int precision) {
        long micros =
                TimeText.orFail(TimeText.parseTimestamp(text), text, "TIMESTAMP_LTZ", "yyyy-MM-dd HH:mm:ss.SSSSSS");
        return context.toInstant(truncateTimestamp(micros, precision));
    }

    public static long timestampToDate(long micros) {
        return Calendar.dayOf(micros);
    }

    public static long ltzToDate(FunctionContext context, long micros) {
        return Calendar.dayOf(context.toLocal(micros));
    }

    /** Midnight. */
    public static long dateToTimestamp(long days) {
        return days * Calendar.DAY;
    }

    /** Midnight in the session's zone. */
    public static long dateToLtz(FunctionContext context, long days) {
        return context.toInstant(days * Calendar.DAY);
    }

    public static long timestampToLtz(FunctionContext context, long micros, int precision) {
        return truncateTimestamp(context.toInstant(micros), precision);
    }

    public static long ltzToTimestamp(FunctionContext context, long micros, int precision) {
        return truncateTimestamp(context.toLocal(micros), precision);
    }

    /** A TIME, TIMESTAMP or TIMESTAMP_LTZ to another precision: digits of the fraction are cut, not rounded. */
    public static long truncateTimestamp(long micros, int precision) {
        return precision >= 6 ? micros : micros - Math.floorMod(micros, Decimals.power(6 - precision));
    }

    static RowException failed(String value, String type) {
        return new RowException(
                "cannot cast " + value + " to " + type, "Correct the value, or use TRY_CAST to get NULL instead.");
    }

    private static RowException outOfRange(String value, long max) {
        return failed(value, Arithmetic.integerName(max) + ": it is out of range");
    }

    private static RowException notDecimal(String value, int precision, int scale) {
        return failed(value, "DECIMAL(%d, %d)".formatted(precision, scale));
    }
}
