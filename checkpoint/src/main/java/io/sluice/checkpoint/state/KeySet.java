package io.sluice.checkpoint.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A set of byte strings: an open table of positions into chunks that hold the bytes. Never shrinks; one thread. */
final class KeySet {
    private static final int FIRST_CHUNK_BYTES = 4 << 10;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long EMPTY = -1;

    private final CRC32C checksum = new CRC32C();
    private final List<byte[]> chunks = new ArrayList<>();
    private int used;
    private long[] positions = new long[256];
    private int[] hashes = new int[256];
    private int size;

    private final int parts;
    private final int part;

    KeySet() {
        this(1, 0);
    }

    /** For one of several parts of all keys only: it takes no other key, and lacks none. */
    KeySet(int parts, int part) {
        this.parts = parts;
        this.part = part;
        Arrays.fill(positions, EMPTY);
    }

    private boolean isOfPart(int hash) {
        return parts == 1 || Integer.remainderUnsigned(hash * 0x85EBCA6B, parts) == part;
    }

    /** Whether a key of its part is not there. */
    boolean lacks(byte[] key, int length) {
        int hash = hash(key, length);
        return isOfPart(hash) && positions[slot(key, length, hash)] == EMPTY;
    }

    int size() {
        return size;
    }

    boolean contains(byte[] key, int length) {
        return positions[slot(key, length, hash(key, length))] != EMPTY;
    }

    /** Adds a key of its part; whether it was not there before. */
    boolean add(byte[] key, int length) {
        int hash = hash(key, length);
        if (!isOfPart(hash)) {
            return false;
        }
        int slot = slot(key, length, hash);
        if (positions[slot] != EMPTY) {
            return false;
        }
        positions[slot] = store(key, length);
        hashes[slot] = hash;
        if (++size > positions.length / 2) {
            grow();
        }
        return true;
    }

    private int hash(byte[] key, int length) {
        checksum.reset();
        checksum.update(key, 0, length);
        int hash = (int) checksum.getValue() * 0x9E3779B1;
        return hash ^ hash >>> 15;
    }

    private int slot(byte[] key, int length, int hash) {
        int mask = positions.length - 1;
        int slot = hash & mask;
        while (positions[slot] != EMPTY && !(hashes[slot] == hash && isAt(positions[slot], key, length))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(long position, byte[] key, int length) {
        byte[] chunk = chunks.get((int) (position >>> 32));
        int from = (int) position;
        return ByteBuffer.wrap(chunk).getInt(from) == length
                && Arrays.equals(chunk, from + 4, from + 4 + length, key, 0, length);
    }

    private long store(byte[] key, int length) {
        int chunk = chunks.size() - 1;
        if (chunk < 0 || used + 4 + length > chunks.get(chunk).length) {
            chunk++;
            int bytes = Math.min(CHUNK_BYTES, FIRST_CHUNK_BYTES << Math.min(chunk, 8));
            chunks.add(new byte[Math.max(bytes, length + 4)]);
            used = 0;
        }
        ByteBuffer.wrap(chunks.get(chunk), used, length + 4).putInt(length).put(key, 0, length);
        long position = (long) chunk << 32 | used;
        used += length + 4;
        return position;
    }

    private void grow() {
        long[] oldPositions = positions;
        int[] oldHashes = hashes;
        positions = new long[2 * oldPositions.length];
        hashes = new int[positions.length];
        Arrays.fill(positions, EMPTY);
        int mask = positions.length - 1;
        for (int i = 0; i < oldPositions.length; i++) {
            if (oldPositions[i] != EMPTY) {
                int slot = oldHashes[i] & mask;
                while (positions[slot] != EMPTY) {
                    slot = slot + 1 & mask;
                }
                positions[slot] = oldPositions[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }
}
