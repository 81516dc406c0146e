package io.sluice.sinks.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Adds the value, not NULL, that a row has in one column; the column's type is decided before the first row. */
@FunctionalInterface
interface ParquetCell {
    void add(RecordConsumer out, int row);

    static ParquetCell of(FieldVector column) {
        return switch (column.getMinorType()) {
            case BIT -> bool((BitVector) column);
            case TINYINT -> tinyInt((TinyIntVector) column);
            case SMALLINT -> smallInt((SmallIntVector) column);
            case INT -> integer((IntVector) column);
            case BIGINT -> bigInt((BigIntVector) column);
            case FLOAT4 -> real((Float4Vector) column);
            case FLOAT8 -> real((Float8Vector) column);
            case DECIMAL -> decimal((DecimalVector) column);
            case VARCHAR -> string((VarCharVector) column);
            case DATEDAY -> date((DateDayVector) column);
            case TIMESTAMPMICRO, TIMESTAMPMICROTZ -> timestamp((TimeStampVector) column);
            default -> throw new IllegalArgumentException(
                    "no Parquet for a column of " + column.getField().getType());
        };
    }

    private static ParquetCell bool(BitVector column) {
        return (out, row) -> out.addBoolean(column.get(row) == 1);
    }

    private static ParquetCell tinyInt(TinyIntVector column) {
        return (out, row) -> out.addInteger(column.get(row));
    }

    private static ParquetCell smallInt(SmallIntVector column) {
        return (out, row) -> out.addInteger(column.get(row));
    }

    private static ParquetCell integer(IntVector column) {
        return (out, row) -> out.addInteger(column.get(row));
    }

    private static ParquetCell bigInt(BigIntVector column) {
        return (out, row) -> out.addLong(column.get(row));
    }

    private static ParquetCell real(Float4Vector column) {
        return (out, row) -> out.addFloat(column.get(row));
    }

    private static ParquetCell real(Float8Vector column) {
        return (out, row) -> out.addDouble(column.get(row));
    }

    private static ParquetCell date(DateDayVector column) {
        return (out, row) -> out.addInteger(column.get(row));
    }

    private static ParquetCell timestamp(TimeStampVector column) {
        return (out, row) -> out.addLong(column.get(row));
    }

    private static ParquetCell decimal(DecimalVector column) {
        ArrowBuf values = column.getDataBuffer();
        if (column.getPrecision() <= ParquetSchema.INT_DIGITS) {
            return (out, row) -> out.addInteger((int) values.getLong((long) row * DecimalVector.TYPE_WIDTH));
        }
        if (column.getPrecision() <= ParquetSchema.LONG_DIGITS) {
            return (out, row) -> out.addLong(values.getLong((long) row * DecimalVector.TYPE_WIDTH));
        }
        byte[] littleEndian = new byte[DecimalVector.TYPE_WIDTH];
        byte[] bigEndian = new byte[ParquetSchema.decimalBytes(column.getPrecision())];
        Binary value = Binary.fromReusedByteArray(bigEndian);
        return (out, row) -> {
            values.getBytes((long) row * DecimalVector.TYPE_WIDTH, littleEndian);
            for (int i = 0; i < bigEndian.length; i++) {
                bigEndian[bigEndian.length - 1 - i] = littleEndian[i];
            }
            out.addBinary(value);
        };
    }

    private static ParquetCell string(VarCharVector column) {
        ArrowBuf values = column.getDataBuffer();
        byte[][] scratch = {new byte[64]};
        return (out, row) -> {
            int start = column.getStartOffset(row);
            int count = column.getEndOffset(row) - start;
            if (scratch[0].length < count) {
                scratch[0] = new byte[Math.max(count, 2 * scratch[0].length)];
            }
            values.getBytes(start, scratch[0], 0, count);
            out.addBinary(Binary.fromReusedByteArray(scratch[0], 0, count));
        };
    }
}
