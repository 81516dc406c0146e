package io.sluice.sources.column;

import io.sluice.sources.column.ColumnType.Kind;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Parquet's INTERVAL and Avro's duration: months, days and milliseconds, each four bytes without a sign, the lowest first. Days
 * and months do not add up, so a value is one of our types only where it has none of the other's.
 */
public final class StoredInterval {
    public static final int BYTES = 12;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;

    private StoredInterval() {}

    /** In microseconds or months, as the column has it. */
    public static long read(byte[] bytes, int at, ColumnType column) throws IOException {
        long months = part(bytes, at);
        long days = part(bytes, at + 4);
        long millis = part(bytes, at + 8);
        boolean ofMonths = column.kind() == Kind.INTERVAL_YEAR_MONTH;
        if (ofMonths ? days != 0 || millis != 0 || months > Integer.MAX_VALUE : months != 0) {
            throw new UnfitException(
                    "expected %s, got %d months %d days %d ms".formatted(column.sqlType(), months, days, millis));
        }
        return ofMonths ? months : days * MICROS_PER_DAY + millis * MICROS_PER_MILLI;
    }

    private static long part(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) & 0xFFFF_FFFFL;
    }

    /** A value of months where microseconds are expected, or the other way round. */
    public static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }
}
