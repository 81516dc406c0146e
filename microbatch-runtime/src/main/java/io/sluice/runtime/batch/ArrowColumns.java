package io.sluice.runtime.batch;

import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Copies columns of plain arrays to Arrow vectors, a whole column at a time. */
public final class ArrowColumns {
    private ArrowColumns() {}

    /** Appends {@code rows} values to a vector that has {@code first}; it keeps its buffers when they are large enough. */
    public static void append(ColumnVector column, DataType type, int rows, FieldVector vector, int first) {
        int total = first + rows;
        if (type.kind().isNested()) {
            new NestedArrow().append(column, type, rows, vector, first);
        } else if (vector instanceof BaseVariableWidthVector texts) {
            appendTexts(column, rows, texts, first);
        } else {
            BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
            reserve(fixed, total);
            appendValidity(column, rows, fixed.getValidityBuffer(), first);
            appendFixed(column, type, rows, fixed.getDataBuffer(), first);
        }
        vector.setValueCount(total);
    }

    private static void reserve(BaseFixedWidthVector vector, int total) {
        if (vector.getValueCapacity() == 0) {
            vector.allocateNew(Math.max(total, ColumnBatch.CAPACITY / 8));
        }
        while (vector.getValueCapacity() < total) {
            vector.reAlloc();
        }
    }

    private static void appendFixed(ColumnVector column, DataType type, int rows, ArrowBuf data, int first) {
        switch (type.kind()) {
            case BOOLEAN -> appendBits(column.longs, rows, data, first);
            case TINYINT -> {
                for (int i = 0; i < rows; i++) {
                    data.setByte(first + i, (int) column.longs[i]);
                }
            }
            case SMALLINT -> {
                long address = data.memoryAddress() + 2L * first;
                for (int i = 0; i < rows; i++) {
                    MemoryUtil.putShort(address + 2L * i, (short) column.longs[i]);
                }
            }
            case INTERVAL_YEAR_MONTH -> appendMonths(column.longs, rows, data.memoryAddress() + 4L * first);
            case INT, DATE -> appendInts(column.longs, rows, data.memoryAddress() + 4L * first);
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> littleEndian(data, 8L * first, 8 * rows)
                    .asLongBuffer()
                    .put(column.longs, 0, rows);
            case FLOAT -> appendFloats(column.doubles, rows, data.memoryAddress() + 4L * first);
            case DOUBLE -> littleEndian(data, 8L * first, 8 * rows)
                    .asDoubleBuffer()
                    .put(column.doubles, 0, rows);
            case DECIMAL -> appendDecimals(column, type.isWide(), rows, data.memoryAddress() + 16L * first);
            case STRING, BINARY, ARRAY, MAP, ROW -> throw new IllegalArgumentException(type + " is not of fixed width");
        }
    }

    private static void appendInts(long[] values, int rows, long address) {
        for (int i = 0; i < rows; i++) {
            MemoryUtil.putInt(address + 4L * i, (int) values[i]);
        }
    }

    /** Expressions keep to the range; functions of users may not. */
    private static void appendMonths(long[] values, int rows, long address) {
        for (int i = 0; i < rows; i++) {
            MemoryUtil.putInt(address + 4L * i, Math.toIntExact(values[i]));
        }
    }

    private static void appendFloats(double[] values, int rows, long address) {
        for (int i = 0; i < rows; i++) {
            MemoryUtil.putInt(address + 4L * i, Float.floatToRawIntBits((float) values[i]));
        }
    }

    private static void appendDecimals(ColumnVector column, boolean wide, int rows, long address) {
        for (int i = 0; i < rows; i++) {
            long low = column.longs[i];
            MemoryUtil.putLong(address + 16L * i, low);
            MemoryUtil.putLong(address + 16L * i + 8, wide ? column.highs[i] : low >> 63);
        }
    }

    private static ByteBuffer littleEndian(ArrowBuf buffer, long start, int length) {
        return buffer.nioBuffer(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void appendBits(long[] values, int rows, ArrowBuf bits, int first) {
        int row = 0;
        while (row < rows) {
            int position = first + row;
            int at = position >>> 3;
            int bit = position & 7;
            int value = bit == 0 ? 0 : bits.getByte(at) & (1 << bit) - 1;
            for (; bit < Byte.SIZE && row < rows; bit++, row++) {
                value |= (values[row] != 0 ? 1 : 0) << bit;
            }
            bits.setByte(at, value);
        }
    }

    private static void appendValidity(ColumnVector column, int rows, ArrowBuf bits, int first) {
        boolean hasNulls = column.hasNulls;
        boolean[] nulls = column.nulls;
        int row = 0;
        while (row < rows) {
            int position = first + row;
            int at = position >>> 3;
            int bit = position & 7;
            if (bit == 0 && !hasNulls) {
                int whole = rows - row >>> 3;
                bits.setOne((long) at, (long) whole);
                row += whole << 3;
                if (row < rows) {
                    bits.setByte(at + whole, (1 << rows - row) - 1);
                }
                return;
            }
            int value = bit == 0 ? 0 : bits.getByte(at) & (1 << bit) - 1;
            for (; bit < Byte.SIZE && row < rows; bit++, row++) {
                value |= (hasNulls && nulls[row] ? 0 : 1) << bit;
            }
            bits.setByte(at, value);
        }
    }

    private static void appendTexts(ColumnVector column, int rows, BaseVariableWidthVector vector, int first) {
        int total = first + rows;
        long bytes = 0;
        for (int i = 0; i < rows; i++) {
            bytes += length(column, i);
        }
        int start = first == 0 ? 0 : vector.getOffsetBuffer().getInt(4L * first);
        reserveTexts(vector, total, start + bytes, first == 0);
        appendValidity(column, rows, vector.getValidityBuffer(), first);
        ArrowBuf offsets = vector.getOffsetBuffer();
        ArrowBuf data = vector.getDataBuffer();
        if (first == 0) {
            offsets.setInt(0, 0);
        }
        long address = offsets.memoryAddress() + 4L * first;
        int end = start;
        for (int i = 0; i < rows; i++) {
            end += length(column, i);
            MemoryUtil.putInt(address + 4L * (i + 1), end);
        }
        copyTexts(column, rows, data, start);
        vector.setLastSet(total - 1);
    }

    /** Runs of texts that lie one behind the other are copied at once. */
    private static void copyTexts(ColumnVector column, int rows, ArrowBuf data, int start) {
        long position = data.memoryAddress() + start;
        int row = 0;
        while (row < rows) {
            if (length(column, row) == 0) {
                row++;
                continue;
            }
            int from = column.starts[row];
            int to = from + column.lengths[row];
            row++;
            while (row < rows && (length(column, row) == 0 || column.starts[row] == to)) {
                to += length(column, row);
                row++;
            }
            MemoryUtil.copyToMemory(column.bytes, from, position, to - from);
            position += to - from;
        }
    }

    private static int length(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row] ? 0 : column.lengths[row];
    }

    private static void reserveTexts(BaseVariableWidthVector vector, int rows, long bytes, boolean fresh) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalStateException("a column of texts takes %d bytes in one batch".formatted(bytes));
        }
        if (vector.getValueCapacity() == 0 || vector.getDataBuffer().capacity() == 0) {
            vector.allocateNew(Math.max(64, bytes), Math.max(rows, ColumnBatch.CAPACITY / 8));
        }
        while (vector.getValueCapacity() < rows) {
            vector.reallocValidityAndOffsetBuffers();
        }
        if (vector.getDataBuffer().capacity() < bytes) {
            if (fresh) {
                int capacity = Math.max(rows, vector.getValueCapacity());
                vector.allocateNew(bytes, capacity);
            } else {
                vector.reallocDataBuffer(bytes);
            }
        }
    }
}
