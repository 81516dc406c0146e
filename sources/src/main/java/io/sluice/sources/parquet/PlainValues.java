package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;
import org.apache.parquet.format.Type;

/** PLAIN: the values one after the other; byte arrays with their length before them, booleans as bits. */
final class PlainValues implements ChosenValues {
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final int JULIAN_EPOCH_DAY = 2_440_588;

    private final Type type;
    private final int fixedLength;
    private byte[] bytes = {};
    private int position;
    private int end;
    private int bit;

    /** {@code fixedLength} is the length of each FIXED_LEN_BYTE_ARRAY. */
    PlainValues(Type type, int fixedLength) {
        this.type = type;
        this.fixedLength = fixedLength;
    }

    void start(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        end = to;
        bit = 0;
    }

    /** Whether all bytes were read. */
    boolean isAtEnd() {
        return position == end;
    }

    /** Bytes of one value, 0 where they differ or are less than one. */
    static int width(Type type, int fixedLength) {
        return switch (type) {
            case BOOLEAN, BYTE_ARRAY -> 0;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> fixedLength;
        };
    }

    @Override
    public void read(ColumnVector out, int at, int count) throws IOException {
        Bits.require(position, (long) width(type, fixedLength) * count, end);
        switch (type) {
            case BOOLEAN -> readBooleans(out.longs, at, count);
            case INT32 -> readInts(bytes, position, out.longs, at, count);
            case INT64 -> readLongs(bytes, position, out.longs, at, count);
            case INT96 -> readNanoTimes(bytes, position, out.longs, at, count);
            case FLOAT -> readFloats(bytes, position, out.doubles, at, count);
            case DOUBLE -> readDoubles(bytes, position, out.doubles, at, count);
            case BYTE_ARRAY -> position = readSlices(bytes, position, end, out, at, count);
            case FIXED_LEN_BYTE_ARRAY -> readFixed(position, fixedLength, out, at, count);
        }
        position += width(type, fixedLength) * count;
    }

    @Override
    public void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        int width = width(type, fixedLength);
        Bits.require(position, (long) width * count, end);
        int start = position - width * first;
        switch (type) {
            case BOOLEAN -> chooseBooleans(out.longs, at, rows, from, to, first, count);
            case INT32 -> {
                for (int i = from; i < to; i++) {
                    out.longs[at + i - from] = (int) Bits.INT.get(bytes, start + 4 * rows[i]);
                }
            }
            case INT64 -> {
                for (int i = from; i < to; i++) {
                    out.longs[at + i - from] = (long) Bits.LONG.get(bytes, start + 8 * rows[i]);
                }
            }
            case INT96 -> {
                for (int i = from; i < to; i++) {
                    readNanoTimes(bytes, start + 12 * rows[i], out.longs, at + i - from, 1);
                }
            }
            case FLOAT -> {
                for (int i = from; i < to; i++) {
                    out.doubles[at + i - from] = (float) Bits.FLOAT.get(bytes, start + 4 * rows[i]);
                }
            }
            case DOUBLE -> {
                for (int i = from; i < to; i++) {
                    out.doubles[at + i - from] = (double) Bits.DOUBLE.get(bytes, start + 8 * rows[i]);
                }
            }
            case BYTE_ARRAY -> chooseSlices(out, at, rows, from, to, first, count);
            case FIXED_LEN_BYTE_ARRAY -> {
                for (int i = from; i < to; i++) {
                    out.starts[at + i - from] = start + fixedLength * rows[i];
                    out.lengths[at + i - from] = fixedLength;
                }
            }
        }
        position += width * count;
    }

    private void chooseBooleans(long[] out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        requireBits(count);
        for (int i = from; i < to; i++) {
            int next = bit + rows[i] - first;
            out[at + i - from] = bytes[position + (next >>> 3)] >>> (next & 7) & 1;
        }
        bit += count;
    }

    private void chooseSlices(ColumnVector out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        int passed = 0;
        for (int i = from; i < to; i++) {
            skip(rows[i] - first - passed);
            position = readSlices(bytes, position, end, out, at + i - from, 1);
            passed = rows[i] - first + 1;
        }
        skip(count - passed);
    }

    private void readBooleans(long[] out, int at, int count) throws IOException {
        requireBits(count);
        for (int i = 0; i < count; i++) {
            int next = bit + i;
            out[at + i] = bytes[position + (next >>> 3)] >>> (next & 7) & 1;
        }
        bit += count;
    }

    private void requireBits(int count) throws IOException {
        Bits.require(position, ((long) bit + count + 7) >>> 3, end);
    }

    private static void readInts(byte[] bytes, int from, long[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (int) Bits.INT.get(bytes, from + 4 * i);
        }
    }

    private static void readLongs(byte[] bytes, int from, long[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (long) Bits.LONG.get(bytes, from + 8 * i);
        }
    }

    /** Nanoseconds of the day, then the Julian day. */
    private static void readNanoTimes(byte[] bytes, int from, long[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            long nanos = (long) Bits.LONG.get(bytes, from + 12 * i);
            int day = (int) Bits.INT.get(bytes, from + 12 * i + 8);
            out[at + i] = (day - (long) JULIAN_EPOCH_DAY) * MICROS_OF_DAY + Math.floorDiv(nanos, 1000L);
        }
    }

    private static void readFloats(byte[] bytes, int from, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (float) Bits.FLOAT.get(bytes, from + 4 * i);
        }
    }

    private static void readDoubles(byte[] bytes, int from, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (double) Bits.DOUBLE.get(bytes, from + 8 * i);
        }
    }

    private static int readSlices(byte[] bytes, int from, int end, ColumnVector out, int at, int count)
            throws IOException {
        int[] starts = out.starts;
        int[] lengths = out.lengths;
        int next = from;
        for (int i = at; i < at + count; i++) {
            Bits.require(next, 4, end);
            int length = (int) Bits.INT.get(bytes, next);
            Bits.require(next + 4, length, end);
            starts[i] = next + 4;
            lengths[i] = length;
            next += 4 + length;
        }
        return next;
    }

    private static void readFixed(int from, int length, ColumnVector out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out.starts[at + i] = from + i * length;
            out.lengths[at + i] = length;
        }
    }

    @Override
    public void skip(int count) throws IOException {
        switch (type) {
            case BOOLEAN -> {
                requireBits(count);
                bit += count;
            }
            case BYTE_ARRAY -> {
                for (int i = 0; i < count; i++) {
                    Bits.require(position, 4, end);
                    int length = (int) Bits.INT.get(bytes, position);
                    Bits.require(position + 4, length, end);
                    position += 4 + length;
                }
            }
            case INT32, INT64, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> {
                Bits.require(position, (long) width(type, fixedLength) * count, end);
                position += width(type, fixedLength) * count;
            }
        }
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }
}
