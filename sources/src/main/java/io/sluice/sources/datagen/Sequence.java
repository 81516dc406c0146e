package io.sluice.sources.datagen;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.DecimalValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** The numbers from start to end in order; numbers of any type, or their text. */
final class Sequence implements Generator {
    private final ColumnType column;
    private final long start;

    Sequence(ColumnType column, FieldOptions options) {
        this.column = column;
        this.start = options.requiredInteger("start");
        long end = options.requiredInteger("end");
        switch (column.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> {
                if (start < column.minInteger() || end > ~column.minInteger()) {
                    throw options.failure("start", "a range of " + column.sqlType(), start + " to " + end);
                }
            }
            case FLOAT, DOUBLE, STRING -> {}
            case DECIMAL -> {
                ColumnVector probe = room(1);
                if (!DecimalValue.put(BigDecimal.valueOf(start), column, probe, 0)
                        || !DecimalValue.put(BigDecimal.valueOf(end), column, probe, 0)) {
                    throw options.failure("start", "a range of " + column.sqlType(), start + " to " + end);
                }
            }
            case BOOLEAN,
                    BINARY,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_DAY_TIME,
                    INTERVAL_YEAR_MONTH,
                    ARRAY,
                    MAP,
                    ROW -> throw options.failure("kind", "'random' for " + column.sqlType(), "'sequence'");
        }
        if (length(options) <= 0) {
            throw options.failure("end", "a number not below the start " + start, Long.toString(end));
        }
    }

    /** Rows of the sequence; 0 or less if its end is below its start. */
    static long length(FieldOptions options) {
        long length = Math.subtractExact(options.requiredInteger("end"), options.requiredInteger("start"));
        return length == Long.MAX_VALUE ? length : length + 1;
    }

    private static ColumnVector room(int rows) {
        ColumnVector vector = new ColumnVector();
        vector.reserveLongs(rows);
        vector.reserveHighs(rows);
        return vector;
    }

    @Override
    public void fill(long first, int count, ColumnVector out) {
        long next = start + first;
        switch (column.lane()) {
            case LONG, WIDE -> fillIntegers(next, count, out);
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    out.doubles[i] = column.kind() == ColumnType.Kind.FLOAT ? (float) (next + i) : (double) (next + i);
                }
            }
            case SLICE -> fillTexts(next, count, out);
            case NESTED -> throw new IllegalStateException("no sequence of " + column.sqlType());
        }
    }

    private void fillIntegers(long next, int count, ColumnVector out) {
        if (column.kind() == ColumnType.Kind.DECIMAL) {
            for (int i = 0; i < count; i++) {
                DecimalValue.put(BigDecimal.valueOf(next + i), column, out, i);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            out.longs[i] = next + i;
        }
    }

    private static void fillTexts(long next, int count, ColumnVector out) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] text = Long.toString(next + i).getBytes(StandardCharsets.US_ASCII);
            Generators.reserve(out, at + text.length);
            System.arraycopy(text, 0, out.bytes, at, text.length);
            out.starts[i] = at;
            out.lengths[i] = text.length;
            at += text.length;
        }
    }
}
