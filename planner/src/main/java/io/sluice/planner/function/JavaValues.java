package io.sluice.planner.function;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Values as the Java types that functions of users take and give, where these are not primitive. */
public final class JavaValues {
    private static final long MICROS = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private JavaValues() {}

    public static LocalDate date(long days) {
        return LocalDate.ofEpochDay(days);
    }

    public static LocalTime time(long micros) {
        return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
    }

    public static LocalDateTime timestamp(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) (Math.floorMod(micros, MICROS) * NANOS_PER_MICRO), ZoneOffset.UTC);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS_PER_MICRO);
    }

    public static long of(LocalDate date) {
        return date.toEpochDay();
    }

    public static long of(LocalTime time, int precision) {
        return Casts.truncateTimestamp(time.toNanoOfDay() / NANOS_PER_MICRO, precision);
    }

    public static long of(LocalDateTime time, int precision) {
        return Casts.truncateTimestamp(micros(time.toEpochSecond(ZoneOffset.UTC), time.getNano()), precision);
    }

    public static long of(Instant time, int precision) {
        return Casts.truncateTimestamp(micros(time.getEpochSecond(), time.getNano()), precision);
    }

    private static long micros(long seconds, int nanos) {
        return Math.addExact(Math.multiplyExact(seconds, MICROS), nanos / NANOS_PER_MICRO);
    }

    /** Of a DECIMAL of up to 18 digits, unscaled. */
    public static long decimalLong(BigDecimal value, int precision, int scale) {
        return Casts.rescale(value, precision, scale).unscaledValue().longValueExact();
    }

    /** @param out is overwritten */
    public static void text(String value, Utf8 out) {
        byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.append(bytes, 0, bytes.length);
    }

    public static void bytes(byte[] value, Utf8 out) {
        out.append(value, 0, value.length);
    }

    /** What generated code throws for an exception that a function has thrown. */
    public static RowException failed(String function, Exception error) {
        if (error instanceof RowException row) {
            return row;
        }
        String what = error.getMessage() == null
                ? error.getClass().getName()
                : error.getClass().getName() + ": " + error.getMessage();
        return new RowException(
                "function %s failed: %s".formatted(function, what),
                "Correct the function or the row, or SET 'table.exec.row-error' to leave such rows out.");
    }
}
