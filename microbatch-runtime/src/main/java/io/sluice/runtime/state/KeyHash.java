package io.sluice.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The frozen hash of group keys. Its top bits choose the key group in which a group's state lies, so a checkpoint depends
 * on it: it must never change. The low 32 bits find the slot in a table.
 */
public final class KeyHash {
    /** What the hash of a key starts from. */
    public static final long SEED = 0x243F6A8885A308D3L;

    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xBF58476D1CE4E5B9L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyHash() {}

    /** Adds the next word of a key. */
    public static long combine(long hash, long word) {
        return mix(hash ^ word);
    }

    /** Spreads every bit of the word over all bits of the result. */
    public static long mix(long word) {
        long k = word * FIRST;
        k ^= k >>> 32;
        k *= SECOND;
        return k ^ k >>> 29;
    }

    public static long ofBytes(byte[] bytes, int start, int length) {
        long hash = SEED ^ length;
        int position = start;
        int end = start + length;
        for (; position <= end - Long.BYTES; position += Long.BYTES) {
            hash = mix(hash ^ (long) WORDS.get(bytes, position));
        }
        long tail = 0;
        for (int shift = 0; position < end; position++, shift += Byte.SIZE) {
            tail |= (bytes[position] & 0xFFL) << shift;
        }
        return mix(hash ^ tail);
    }
}
