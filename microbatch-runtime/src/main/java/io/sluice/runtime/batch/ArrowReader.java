package io.sluice.runtime.batch;

import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Copies Arrow vectors to columns of plain arrays: what is restored. */
public final class ArrowReader {
    private ArrowReader() {}

    /** Fills the column with rows {@code [first, first + rows)} of the vector. */
    public static void read(FieldVector vector, DataType type, int first, int rows, ColumnVector column) {
        readNulls(vector, first, rows, column);
        if (type.kind().isNested()) {
            new NestedArrow().read(vector, type, first, rows, column);
            return;
        }
        ArrowBuf data = vector.getDataBuffer();
        long[] longs = column.longs;
        switch (type.kind()) {
            case BOOLEAN -> {
                for (int i = 0; i < rows; i++) {
                    int at = first + i;
                    longs[i] = data.getByte(at >>> 3) >>> (at & 7) & 1;
                }
            }
            case TINYINT -> {
                for (int i = 0; i < rows; i++) {
                    longs[i] = data.getByte(first + i);
                }
            }
            case SMALLINT -> {
                for (int i = 0; i < rows; i++) {
                    longs[i] = data.getShort(2L * (first + i));
                }
            }
            case INT, DATE, INTERVAL_YEAR_MONTH -> {
                for (int i = 0; i < rows; i++) {
                    longs[i] = data.getInt(4L * (first + i));
                }
            }
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> {
                for (int i = 0; i < rows; i++) {
                    longs[i] = data.getLong(8L * (first + i));
                }
            }
            case FLOAT -> {
                for (int i = 0; i < rows; i++) {
                    column.doubles[i] = data.getFloat(4L * (first + i));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < rows; i++) {
                    column.doubles[i] = data.getDouble(8L * (first + i));
                }
            }
            case DECIMAL -> readDecimals(data, type.isWide(), first, rows, column);
            case STRING, BINARY -> readTexts(vector, first, rows, column);
            case ARRAY, MAP, ROW -> throw new IllegalStateException("a nested column " + type);
        }
    }

    private static void readNulls(FieldVector vector, int first, int rows, ColumnVector column) {
        column.reserveNulls(rows);
        column.hasNulls = vector.getNullCount() > 0;
        if (column.hasNulls) {
            ArrowBuf validity = vector.getValidityBuffer();
            for (int i = 0; i < rows; i++) {
                int at = first + i;
                column.nulls[i] = (validity.getByte(at >>> 3) >>> (at & 7) & 1) == 0;
            }
        }
    }

    private static void readDecimals(ArrowBuf data, boolean wide, int first, int rows, ColumnVector column) {
        for (int i = 0; i < rows; i++) {
            column.longs[i] = data.getLong(16L * (first + i));
            if (wide) {
                column.highs[i] = data.getLong(16L * (first + i) + 8);
            }
        }
    }

    private static void readTexts(FieldVector vector, int first, int rows, ColumnVector column) {
        ArrowBuf offsets = vector.getOffsetBuffer();
        int start = offsets.getInt(4L * first);
        int end = offsets.getInt(4L * (first + rows));
        column.bytes = new byte[end - start];
        vector.getDataBuffer().getBytes(start, column.bytes);
        column.dictionarySize = 0;
        for (int i = 0; i < rows; i++) {
            int from = offsets.getInt(4L * (first + i));
            column.starts[i] = from - start;
            column.lengths[i] = offsets.getInt(4L * (first + i + 1)) - from;
        }
    }
}
