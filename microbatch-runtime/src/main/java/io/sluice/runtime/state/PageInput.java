package io.sluice.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.BitSet;

/** Reads what {@link PageOutput} has written, in the same order. Used by one thread. */
public final class PageInput {
    private final FileChannel file;
    private final ByteBuffer buffer;

    /** @param buffer direct, of 8 bytes or more; the caller's again when all is read */
    public PageInput(FileChannel file, ByteBuffer buffer) {
        this.file = file;
        this.buffer = buffer.clear().order(ByteOrder.nativeOrder()).limit(0);
    }

    private void need(int bytes) {
        if (buffer.remaining() >= bytes) {
            return;
        }
        buffer.compact();
        try {
            while (buffer.position() < bytes) {
                if (file.read(buffer) < 0) {
                    throw new EOFException("a page of state ends too early");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.flip();
    }

    int getInt() {
        need(Integer.BYTES);
        return buffer.getInt();
    }

    long getLong() {
        need(Long.BYTES);
        return buffer.getLong();
    }

    long[] get(long[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Long.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().get(values, done, some);
            buffer.position(buffer.position() + some * Long.BYTES);
            done += some;
        }
        return values;
    }

    double[] get(double[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Double.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Double.BYTES);
            buffer.asDoubleBuffer().get(values, done, some);
            buffer.position(buffer.position() + some * Double.BYTES);
            done += some;
        }
        return values;
    }

    int[] get(int[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Integer.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().get(values, done, some);
            buffer.position(buffer.position() + some * Integer.BYTES);
            done += some;
        }
        return values;
    }

    byte[] get(byte[] values, int count) {
        for (int done = 0; done < count; ) {
            need(1);
            int some = Math.min(count - done, buffer.remaining());
            buffer.get(values, done, some);
            done += some;
        }
        return values;
    }

    boolean[] get(boolean[] values, int count) {
        for (int i = 0; i < count; i++) {
            need(1);
            values[i] = buffer.get() != 0;
        }
        return values;
    }

    BitSet getBits() {
        int words = getInt();
        return words == 0 ? new BitSet() : BitSet.valueOf(get(new long[words], words));
    }
}
