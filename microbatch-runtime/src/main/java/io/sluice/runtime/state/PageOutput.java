package io.sluice.runtime.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.BitSet;

/** Writes arrays to a file as they lie in memory, to be read back by {@link PageInput} in the same process. Used by one thread. */
public final class PageOutput {
    private final FileChannel file;
    private final ByteBuffer buffer;
    private long written;

    /** @param buffer direct, of 8 bytes or more; the caller's again when this is flushed */
    public PageOutput(FileChannel file, ByteBuffer buffer) {
        this.file = file;
        this.buffer = buffer.clear().order(ByteOrder.nativeOrder());
    }

    /** Bytes that the file has after {@link #flush}. */
    public long written() {
        return written + buffer.position();
    }

    public void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                written += file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }

    private void need(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    void putInt(int value) {
        need(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) {
        need(Long.BYTES);
        buffer.putLong(value);
    }

    void put(long[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Long.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, done, some);
            buffer.position(buffer.position() + some * Long.BYTES);
            done += some;
        }
    }

    void put(double[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Double.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Double.BYTES);
            buffer.asDoubleBuffer().put(values, done, some);
            buffer.position(buffer.position() + some * Double.BYTES);
            done += some;
        }
    }

    void put(int[] values, int count) {
        for (int done = 0; done < count; ) {
            need(Integer.BYTES);
            int some = Math.min(count - done, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, done, some);
            buffer.position(buffer.position() + some * Integer.BYTES);
            done += some;
        }
    }

    void put(byte[] values, int count) {
        for (int done = 0; done < count; ) {
            need(1);
            int some = Math.min(count - done, buffer.remaining());
            buffer.put(values, done, some);
            done += some;
        }
    }

    void put(boolean[] values, int count) {
        for (int i = 0; i < count; i++) {
            need(1);
            buffer.put(values[i] ? (byte) 1 : 0);
        }
    }

    void put(BitSet bits) {
        long[] words = bits.toLongArray();
        putInt(words.length);
        put(words, words.length);
    }
}
