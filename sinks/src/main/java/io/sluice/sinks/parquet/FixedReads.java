package io.sluice.sinks.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;

/**
 * How values of a vector of fixed width become longs.
 *
 * @param width bytes of a value in the vector
 */
record FixedReads(Kind kind, int width) {
    /** What the longs mean. */
    enum Kind {
        INT,
        LONG,
        FLOAT,
        DOUBLE
    }

    static FixedReads of(MinorType type, boolean isInt) {
        return switch (type) {
            case TINYINT -> new FixedReads(Kind.INT, Byte.BYTES);
            case SMALLINT -> new FixedReads(Kind.INT, Short.BYTES);
            case INT, DATEDAY, INTERVALYEAR -> new FixedReads(Kind.INT, Integer.BYTES);
            case BIGINT, TIMESTAMPMICRO, TIMESTAMPMICROTZ, TIMEMICRO, DURATION -> new FixedReads(Kind.LONG, Long.BYTES);
            case FLOAT4 -> new FixedReads(Kind.FLOAT, Float.BYTES);
            case FLOAT8 -> new FixedReads(Kind.DOUBLE, Double.BYTES);
            case DECIMAL -> new FixedReads(isInt ? Kind.INT : Kind.LONG, DecimalVector.TYPE_WIDTH);
            default -> throw new IllegalArgumentException("no fixed width: " + type);
        };
    }

    void read(FieldVector column, int from, int count, long[] out) {
        ArrowBuf values = column.getDataBuffer();
        switch (width) {
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getByte(from + i);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getShort(2L * (from + i));
                }
            }
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getInt(4L * (from + i));
                }
            }
            case Long.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getLong(8L * (from + i));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getLong((long) width * (from + i));
                }
            }
        }
    }

    void read(FieldVector column, int[] places, int count, long[] out) {
        ArrowBuf values = column.getDataBuffer();
        switch (width) {
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getByte(places[i]);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getShort(2L * places[i]);
                }
            }
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getInt(4L * places[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = values.getLong((long) width * places[i]);
                }
            }
        }
    }
}
