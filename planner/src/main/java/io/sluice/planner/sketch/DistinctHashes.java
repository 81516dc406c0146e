package io.sluice.planner.sketch;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How many different hashes there were: all of them as long as they are few, then a sketch of as many bytes. As nothing is ever taken out, which
 * of the two it is depends on the set of the hashes only. One thread.
 *
 * <pre>
 * 0 hash(8)…        in order, little-endian
 * 1 register…       of {@link UltraLogLog}
 * </pre>
 */
public final class DistinctHashes {
    /** So many are kept, in 4 KiB. */
    static final int MOST = 512;

    /** 2^12 registers of a byte: 4 KiB, a standard error of 1.2 %. */
    private static final int PRECISION = 12;

    private static final byte ALL = 0;
    private static final byte SKETCH = 1;

    /** Open addressing by the low bits; 0 is a free place. */
    private long[] places = new long[16];

    private boolean hasZero;
    private int size;

    /** Null while all are kept. */
    private UltraLogLog sketch;

    void add(long hash) {
        if (sketch != null) {
            sketch.add(hash);
        } else if (insert(hash) && size > MOST) {
            overflow();
        }
    }

    private boolean insert(long hash) {
        if (hash == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            size += isNew ? 1 : 0;
            return isNew;
        }
        int mask = places.length - 1;
        int at = (int) hash & mask;
        while (places[at] != 0) {
            if (places[at] == hash) {
                return false;
            }
            at = at + 1 & mask;
        }
        places[at] = hash;
        if (++size * 2 > places.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] before = places;
        places = new long[before.length * 2];
        int mask = places.length - 1;
        for (long hash : before) {
            if (hash != 0) {
                int at = (int) hash & mask;
                while (places[at] != 0) {
                    at = at + 1 & mask;
                }
                places[at] = hash;
            }
        }
    }

    private void overflow() {
        sketch = UltraLogLog.create(PRECISION);
        for (long hash : all()) {
            sketch.add(hash);
        }
        places = null;
    }

    private long[] all() {
        long[] all = new long[size];
        int count = hasZero ? 1 : 0;
        for (long hash : places) {
            if (hash != 0) {
                all[count++] = hash;
            }
        }
        return all;
    }

    void merge(DistinctHashes other) {
        if (other.sketch == null) {
            for (long hash : other.all()) {
                add(hash);
            }
            return;
        }
        if (sketch == null) {
            overflow();
        }
        sketch.add(other.sketch);
    }

    long estimate() {
        return sketch == null ? size : Math.round(sketch.getDistinctCountEstimate(UltraLogLog.OPTIMAL_FGRA_ESTIMATOR));
    }

    byte[] toBytes() {
        if (sketch != null) {
            byte[] registers = sketch.getState();
            byte[] bytes = new byte[1 + registers.length];
            bytes[0] = SKETCH;
            System.arraycopy(registers, 0, bytes, 1, registers.length);
            return bytes;
        }
        long[] all = all();
        Arrays.sort(all);
        ByteBuffer bytes = ByteBuffer.allocate(1 + all.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ALL).asLongBuffer().put(all);
        return bytes.array();
    }

    static DistinctHashes of(byte[] bytes) {
        DistinctHashes hashes = new DistinctHashes();
        if (bytes[0] == SKETCH) {
            hashes.places = null;
            hashes.sketch = UltraLogLog.wrap(Arrays.copyOfRange(bytes, 1, bytes.length));
            return hashes;
        }
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
        while (all.hasRemaining()) {
            hashes.insert(all.getLong());
        }
        return hashes;
    }
}
