package io.sluice.runtime.batch;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.math.BigDecimal;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Nested values between their encoding and Arrow's List, Map and Struct vectors. Used by one thread. */
final class NestedArrow {
    private final Utf8 view = new Utf8();
    private final Utf8 text = new Utf8();

    /** Appends values to a vector that has {@code first}. The column holds slices. */
    void append(ColumnVector column, DataType type, int rows, FieldVector vector, int first) {
        for (int i = 0; i < rows; i++) {
            if (NestedColumns.isNull(column, i)) {
                setNull(vector, first + i);
            } else {
                view.set(column.bytes, column.starts[i], column.lengths[i]);
                writeBody(view.bytes, view.start, type, vector, first + i);
            }
        }
    }

    private static void setNull(FieldVector vector, int row) {
        if (vector instanceof ListVector list) {
            list.setNull(row);
        } else if (vector instanceof StructVector struct) {
            struct.setNull(row);
            struct.getChildrenFromFields().forEach(child -> setNull(child, row));
        } else {
            if (row >= vector.getValueCapacity()) {
                grow(vector, row);
            }
            vector.setNull(row);
        }
    }

    private static void grow(FieldVector vector, int row) {
        while (row >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
    }

    private void writeBody(byte[] bytes, int start, DataType type, FieldVector vector, int row) {
        List<Column> children = type.children();
        if (vector instanceof StructVector struct) {
            struct.setIndexDefined(row);
            int at = start;
            for (int i = 0; i < children.size(); i++) {
                at = write(bytes, at, children.get(i).type(), (FieldVector) struct.getChildByOrdinal(i), row);
            }
            return;
        }
        ListVector list = (ListVector) vector;
        int count = NestedValues.count(new Utf8(bytes, start, 0));
        int at = NestedValues.first(new Utf8(bytes, start, 0));
        int target = list.startNewValue(row);
        for (int i = 0; i < count; i++) {
            if (children.size() == 1) {
                at = write(bytes, at, children.get(0).type(), list.getDataVector(), target + i);
            } else {
                StructVector entries = (StructVector) list.getDataVector();
                entries.setIndexDefined(target + i);
                at = write(bytes, at, children.get(0).type(), (FieldVector) entries.getChildByOrdinal(0), target + i);
                at = write(bytes, at, children.get(1).type(), (FieldVector) entries.getChildByOrdinal(1), target + i);
            }
        }
        list.endValue(row, count);
    }

    /** The position behind the value. */
    private int write(byte[] bytes, int at, DataType type, FieldVector vector, int row) {
        Utf8 in = new Utf8(bytes, 0, bytes.length);
        if (NestedValues.isNull(in, at)) {
            setNull(vector, row);
        } else if (type.kind().isNested()) {
            Utf8 body = NestedValues.sliceAt(in, at, new Utf8());
            writeBody(bytes, body.start, type, vector, row);
        } else {
            writeScalar(in, at, type, vector, row);
        }
        return NestedValues.skip(bytes, at);
    }

    private void writeScalar(Utf8 in, int at, DataType type, FieldVector vector, int row) {
        switch (type.kind()) {
            case BOOLEAN -> ((BitVector) vector).setSafe(row, NestedValues.booleanAt(in, at) ? 1 : 0);
            case TINYINT -> ((TinyIntVector) vector).setSafe(row, (byte) NestedValues.longAt(in, at));
            case SMALLINT -> ((SmallIntVector) vector).setSafe(row, (short) NestedValues.longAt(in, at));
            case INT -> ((IntVector) vector).setSafe(row, (int) NestedValues.longAt(in, at));
            case BIGINT -> ((BigIntVector) vector).setSafe(row, NestedValues.longAt(in, at));
            case FLOAT -> ((Float4Vector) vector).setSafe(row, (float) NestedValues.doubleAt(in, at));
            case DOUBLE -> ((Float8Vector) vector).setSafe(row, NestedValues.doubleAt(in, at));
            case DECIMAL -> ((DecimalVector) vector)
                    .setSafe(
                            row,
                            type.isWide()
                                    ? NestedValues.decimalAt(in, at, type.scale())
                                    : BigDecimal.valueOf(NestedValues.longAt(in, at), type.scale()));
            case STRING -> {
                NestedValues.sliceAt(in, at, text);
                ((VarCharVector) vector).setSafe(row, text.bytes, text.start, text.length);
            }
            case BINARY -> {
                NestedValues.sliceAt(in, at, text);
                ((VarBinaryVector) vector).setSafe(row, text.bytes, text.start, text.length);
            }
            case DATE -> ((DateDayVector) vector).setSafe(row, (int) NestedValues.longAt(in, at));
            case TIME -> ((TimeMicroVector) vector).setSafe(row, NestedValues.longAt(in, at));
            case TIMESTAMP, TIMESTAMP_LTZ -> ((TimeStampVector) vector).setSafe(row, NestedValues.longAt(in, at));
            case INTERVAL_DAY_TIME -> ((DurationVector) vector).setSafe(row, NestedValues.longAt(in, at));
            case INTERVAL_YEAR_MONTH -> ((IntervalYearVector) vector).setSafe(row, (int) NestedValues.longAt(in, at));
            case ARRAY, MAP, ROW -> throw new IllegalStateException("no scalar: " + type);
        }
    }

    /** Fills a column with slices of rows {@code [first, first + rows)} of the vector; its nulls are set. */
    void read(FieldVector vector, DataType type, int first, int rows, ColumnVector column) {
        Utf8 packed = new Utf8();
        for (int i = 0; i < rows; i++) {
            column.starts[i] = packed.length;
            if (!NestedColumns.isNull(column, i)) {
                readBody(vector, first + i, type, packed);
            }
            column.lengths[i] = packed.length - column.starts[i];
        }
        column.bytes = packed.bytes;
        column.dictionarySize = 0;
    }

    private void readBody(FieldVector vector, int row, DataType type, Utf8 out) {
        List<Column> children = type.children();
        if (vector instanceof StructVector struct) {
            for (int i = 0; i < children.size(); i++) {
                readValue(
                        (FieldVector) struct.getChildByOrdinal(i),
                        row,
                        children.get(i).type(),
                        out);
            }
            return;
        }
        ListVector list = (ListVector) vector;
        int start = list.getElementStartIndex(row);
        int end = list.getElementEndIndex(row);
        NestedValues.appendCount(end - start, out);
        for (int i = start; i < end; i++) {
            if (children.size() == 1) {
                readValue(list.getDataVector(), i, children.get(0).type(), out);
            } else {
                StructVector entries = (StructVector) list.getDataVector();
                readValue(
                        (FieldVector) entries.getChildByOrdinal(0),
                        i,
                        children.get(0).type(),
                        out);
                readValue(
                        (FieldVector) entries.getChildByOrdinal(1),
                        i,
                        children.get(1).type(),
                        out);
            }
        }
    }

    private void readValue(FieldVector vector, int row, DataType type, Utf8 out) {
        if (vector.isNull(row)) {
            NestedValues.appendNull(out);
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> NestedValues.appendBoolean(((BitVector) vector).get(row) == 1, out);
            case TINYINT -> NestedValues.appendLong(((TinyIntVector) vector).get(row), out);
            case SMALLINT -> NestedValues.appendLong(((SmallIntVector) vector).get(row), out);
            case INT, DATE, INTERVAL_YEAR_MONTH -> NestedValues.appendLong(
                    vector.getDataBuffer().getInt(4L * row), out);
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> NestedValues.appendLong(
                    vector.getDataBuffer().getLong(8L * row), out);
            case FLOAT -> NestedValues.appendDouble(((Float4Vector) vector).get(row), out);
            case DOUBLE -> NestedValues.appendDouble(((Float8Vector) vector).get(row), out);
            case DECIMAL -> readDecimal((DecimalVector) vector, row, type, out);
            case STRING, BINARY -> readText(vector, row, out);
            case ARRAY, MAP, ROW -> {
                int begin = NestedValues.beginSlice(out);
                readBody(vector, row, type, out);
                NestedValues.endSlice(begin, out);
            }
        }
    }

    private static void readDecimal(DecimalVector vector, int row, DataType type, Utf8 out) {
        BigDecimal value = vector.getObjectNotNull(row);
        if (type.isWide()) {
            NestedValues.appendWide(Wide.low(value), Wide.high(value), out);
        } else {
            NestedValues.appendLong(Wide.low(value), out);
        }
    }

    private void readText(FieldVector vector, int row, Utf8 out) {
        ArrowBuf offsets = vector.getOffsetBuffer();
        int start = offsets.getInt(4L * row);
        int length = offsets.getInt(4L * (row + 1)) - start;
        byte[] bytes = new byte[length];
        vector.getDataBuffer().getBytes(start, bytes);
        NestedValues.appendSlice(bytes, 0, length, out);
    }
}
