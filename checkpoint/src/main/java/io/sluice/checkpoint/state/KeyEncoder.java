package io.sluice.checkpoint.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Turns the key of a row into bytes that are equal when the keys are: nulls equal each other, so do all NaNs, and −0.0
 * equals 0.0. Each column gives a byte for null or not, the length if it varies, and the value: zeros for a null of a length that does
 * not vary. No key begins with 0.
 */
final class KeyEncoder {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final byte NULL = 1;
    private static final byte VALUE = 2;

    private enum Layout {
        BIT,
        FLOAT,
        DOUBLE,
        FIXED,
        VARIABLE,
        LIST,
        STRUCT
    }

    private final FieldVector[] columns;
    private final Layout[] layouts;
    private final int width;
    private byte[] bytes = new byte[64];
    private int length;

    KeyEncoder(List<FieldVector> keyColumns) {
        columns = keyColumns.toArray(FieldVector[]::new);
        layouts = new Layout[columns.length];
        for (int i = 0; i < columns.length; i++) {
            layouts[i] = layout(columns[i]);
        }
        width = width(columns, layouts);
    }

    /** Of a key; 0: it varies. */
    private static int width(FieldVector[] columns, Layout[] layouts) {
        int sum = 0;
        for (int i = 0; i < columns.length; i++) {
            int value = width(columns[i], layouts[i]);
            if (value == 0) {
                return 0;
            }
            sum += 1 + value;
        }
        return sum;
    }

    private static int width(FieldVector column, Layout layout) {
        return switch (layout) {
            case BIT -> Byte.BYTES;
            case FLOAT, DOUBLE, FIXED -> ((BaseFixedWidthVector) column).getTypeWidth();
            case VARIABLE, LIST, STRUCT -> 0;
        };
    }

    private static Layout layout(FieldVector column) {
        if (column instanceof BitVector) {
            return Layout.BIT;
        }
        if (column instanceof Float4Vector) {
            return Layout.FLOAT;
        }
        if (column instanceof Float8Vector) {
            return Layout.DOUBLE;
        }
        if (column instanceof BaseFixedWidthVector) {
            return Layout.FIXED;
        }
        if (column instanceof BaseVariableWidthVector) {
            return Layout.VARIABLE;
        }
        if (column instanceof ListVector) {
            return Layout.LIST;
        }
        if (column instanceof StructVector) {
            return Layout.STRUCT;
        }
        throw new IllegalStateException("column \"%s\" of type %s cannot be a key of a state table"
                .formatted(column.getName(), column.getField().getType()));
    }

    /** Whether rows can be told apart by a column of this kind. */
    static void check(List<FieldVector> keyColumns) {
        for (FieldVector column : keyColumns) {
            layout(column);
        }
    }

    /** Encodes the key of a row; of the bytes, the first {@link #length} count, until the next call. */
    byte[] bytesOf(int row) {
        length = 0;
        for (int i = 0; i < columns.length; i++) {
            nullable(columns[i], layouts[i], row);
        }
        return bytes;
    }

    int length() {
        return length;
    }

    /** Bytes of each key; 0: they vary. */
    int width() {
        return width;
    }

    /** Encodes the keys of rows {@code [first, first + count)}, which do not vary in length, one behind the other. */
    void encode(int first, int count, byte[] target) {
        int at = 0;
        for (int i = 0; i < columns.length; i++) {
            int size = width(columns[i], layouts[i]);
            if (layouts[i] == Layout.FIXED && size == Long.BYTES) {
                encodeWords(columns[i], first, count, target, at);
            } else {
                encode(i, first, count, target, at);
            }
            at += 1 + size;
        }
    }

    private void encodeWords(FieldVector column, int first, int count, byte[] target, int offset) {
        boolean hasNulls = column.getNullCount() > 0;
        ArrowBuf data = column.getDataBuffer();
        for (int i = 0; i < count; i++) {
            boolean isNull = hasNulls && column.isNull(first + i);
            int at = i * width + offset;
            target[at] = isNull ? NULL : VALUE;
            WORDS.set(target, at + 1, isNull ? 0 : data.getLong((long) Long.BYTES * (first + i)));
        }
    }

    private void encode(int column, int first, int count, byte[] target, int offset) {
        for (int i = 0; i < count; i++) {
            length = 0;
            nullable(columns[column], layouts[column], first + i);
            System.arraycopy(bytes, 0, target, i * width + offset, length);
        }
    }

    private void nullable(FieldVector column, Layout layout, int row) {
        reserve(1 + Long.BYTES);
        if (column.isNull(row)) {
            bytes[length++] = NULL;
            int zeros = width(column, layout);
            reserve(zeros);
            Arrays.fill(bytes, length, length + zeros, (byte) 0);
            length += zeros;
        } else {
            bytes[length++] = VALUE;
            value(column, layout, row);
        }
    }

    private void value(FieldVector column, Layout layout, int row) {
        switch (layout) {
            case BIT -> bytes[length++] = (byte) ((BitVector) column).get(row);
            case FLOAT -> {
                float value = ((Float4Vector) column).get(row);
                number(Float.floatToIntBits(value == 0 ? 0 : value), Float.BYTES);
            }
            case DOUBLE -> {
                double value = ((Float8Vector) column).get(row);
                number(Double.doubleToLongBits(value == 0 ? 0 : value), Double.BYTES);
            }
            case FIXED -> {
                int width = ((BaseFixedWidthVector) column).getTypeWidth();
                if (width == Long.BYTES) {
                    WORDS.set(bytes, length, column.getDataBuffer().getLong(8L * row));
                    length += Long.BYTES;
                    return;
                }
                copy(column.getDataBuffer(), (long) row * width, width);
            }
            case VARIABLE -> {
                BaseVariableWidthVector vector = (BaseVariableWidthVector) column;
                int start = vector.getStartOffset(row);
                int width = vector.getEndOffset(row) - start;
                number(width, Integer.BYTES);
                copy(vector.getDataBuffer(), start, width);
            }
            case LIST -> {
                ListVector list = (ListVector) column;
                int start = list.getElementStartIndex(row);
                int end = list.getElementEndIndex(row);
                FieldVector elements = list.getDataVector();
                Layout layoutOfElements = layout(elements);
                number(end - start, Integer.BYTES);
                for (int i = start; i < end; i++) {
                    nullable(elements, layoutOfElements, i);
                }
            }
            case STRUCT -> {
                for (FieldVector child : ((StructVector) column).getChildrenFromFields()) {
                    nullable(child, layout(child), row);
                }
            }
        }
    }

    private void number(long value, int width) {
        for (int i = 0; i < width; i++) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
    }

    private void copy(ArrowBuf source, long from, int width) {
        reserve(width);
        source.getBytes(from, bytes, length, width);
        length += width;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * needed, Integer.MAX_VALUE - 64));
        }
    }
}
