package io.sluice.sources.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers and packed bits in byte arrays. */
final class Bits {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** So many bytes must be readable after packed bits, since they are read eight bytes at a time. */
    static final int PADDING = 8;

    private static final int WIDEST_IN_ONE_WORD = 56;

    private Bits() {}

    static void require(int from, long count, int to) throws IOException {
        if (count < 0 || count > to - from) {
            throw new EOFException("expected %d more bytes in the page, got %d".formatted(count, to - from));
        }
    }

    /** {@code count} numbers of {@code width} bits, 1 to 32, from bit {@code bit} on. */
    static void unpack(byte[] bytes, long bit, int width, int[] out, int at, int count) {
        int mask = (int) ((1L << width) - 1);
        long next = bit;
        for (int i = at; i < at + count; i++) {
            out[i] = (int) ((long) LONG.get(bytes, (int) (next >>> 3)) >>> (next & 7)) & mask;
            next += width;
        }
    }

    /** The number of {@code width} bits, 1 to 32, at bit {@code bit}. */
    static int number(byte[] bytes, long bit, int width) {
        return (int) ((long) LONG.get(bytes, (int) (bit >>> 3)) >>> (bit & 7)) & (int) ((1L << width) - 1);
    }

    /** {@code count} numbers of {@code width} bits, 1 to 64, from byte {@code from} on. */
    static void unpack(byte[] bytes, int from, int width, long[] out, int at, int count) {
        long mask = width == 64 ? -1L : (1L << width) - 1;
        long next = (long) from << 3;
        for (int i = at; i < at + count; i++) {
            int index = (int) (next >>> 3);
            int shift = (int) (next & 7);
            long value = (long) LONG.get(bytes, index) >>> shift;
            if (width > WIDEST_IN_ONE_WORD && shift > 0) {
                value |= (long) bytes[index + 8] << (64 - shift);
            }
            out[i] = value & mask;
            next += width;
        }
    }
}
