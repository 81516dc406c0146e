package io.sluice.sinks.parquet;

import io.sluice.sinks.encode.LittleEndian;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** Bytes that grow at their end and are used again. Not for two threads. */
final class Bytes {
    private static final int LEAST = 64;
    private static final int MOST_KEPT = 256 << 10;

    private byte[] array = new byte[LEAST];
    private int length;

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /** Empties it, and gives back what it needed only once. */
    void clear() {
        length = 0;
        if (array.length > MOST_KEPT) {
            array = new byte[LEAST];
        }
    }

    /** Empties it, and is going to be filled again. */
    void rewind() {
        length = 0;
    }

    /** Makes room for so many bytes more, and gives the place of the first. */
    int room(int more) {
        int at = length;
        if (array.length - at < more) {
            int wanted = Math.addExact(at, more);
            array = Arrays.copyOf(array, Math.max(wanted, (int) Math.min(2L * array.length, Integer.MAX_VALUE - 8)));
        }
        length = at + more;
        return at;
    }

    void addByte(int value) {
        int at = room(1);
        array[at] = (byte) value;
    }

    void addInt(int value) {
        int at = room(Integer.BYTES);
        LittleEndian.INT.set(array, at, value);
    }

    void add(byte[] source, int start, int count) {
        int at = room(count);
        System.arraycopy(source, start, array, at, count);
    }

    void add(ArrowBuf source, long start, int count) {
        int at = room(count);
        source.getBytes(start, array, at, count);
    }

    /** An unsigned number, 7 bits in a byte. */
    void addVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            addByte(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        addByte(rest);
    }

    void set(int at, int value) {
        LittleEndian.INT.set(array, at, value);
    }
}
