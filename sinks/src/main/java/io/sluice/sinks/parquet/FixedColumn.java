package io.sluice.sinks.parquet;

import io.sluice.sinks.encode.LittleEndian;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Values of four or eight bytes, as longs; FLOAT and DOUBLE by their bits. */
final class FixedColumn extends ValueColumn {
    private final FixedReads reads;
    private final int width;
    private final Bounds bounds;
    private long[] scratch = new long[0];

    private int[] slots = new int[64];
    private long[] values = new long[16];
    private int size;

    FixedColumn(FixedReads reads, int width, boolean takesDictionary) {
        super(takesDictionary);
        this.reads = reads;
        this.width = width;
        this.bounds = new Bounds();
    }

    @Override
    void add(FieldVector column, int from, int count) {
        ensureScratch(count);
        reads.read(column, from, count, scratch);
        add(count);
    }

    @Override
    void add(FieldVector column, int[] places, int count) {
        ensureScratch(count);
        reads.read(column, places, count, scratch);
        add(count);
    }

    private void ensureScratch(int count) {
        if (scratch.length < count) {
            scratch = new long[count];
        }
    }

    private void add(int count) {
        bounds.add(reads.kind(), scratch, count);
        if (hasDictionary()) {
            int at = room(count);
            int[] ids = ids();
            for (int i = 0; i < count; i++) {
                ids[at + i] = id(scratch[i]);
            }
            return;
        }
        int at = plain.room(count * width);
        byte[] target = plain.array();
        if (width == Long.BYTES) {
            for (int i = 0; i < count; i++) {
                LittleEndian.LONG.set(target, at + i * Long.BYTES, scratch[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                LittleEndian.INT.set(target, at + i * Integer.BYTES, (int) scratch[i]);
            }
        }
    }

    private int id(long value) {
        int mask = slots.length - 1;
        long mixed = value * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ (mixed >>> 32)) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (values[id] == value) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size] = value;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            long mixed = values[id] * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed ^ (mixed >>> 32)) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }

    @Override
    int dictionarySize() {
        return size;
    }

    @Override
    int dictionaryBytes() {
        return size * width;
    }

    @Override
    void encodeDictionary(Bytes out) {
        for (int id = 0; id < size; id++) {
            decode(id, out);
        }
    }

    @Override
    void decode(int id, Bytes out) {
        int at = out.room(width);
        if (width == Long.BYTES) {
            LittleEndian.LONG.set(out.array(), at, values[id]);
        } else {
            LittleEndian.INT.set(out.array(), at, (int) values[id]);
        }
    }

    @Override
    void clearDictionary() {
        size = 0;
        if (slots.length > 1 << 12) {
            slots = new int[64];
            values = new long[16];
        } else {
            Arrays.fill(slots, 0);
        }
    }

    @Override
    void takeBounds(Statistics<?> statistics, PrimitiveType type) {
        bounds.take(reads.kind(), statistics);
    }

    /** The least and the greatest value of a page. */
    private static final class Bounds {
        private boolean isEmpty = true;
        private boolean hasNaN;
        private long least;
        private long greatest;
        private double leastReal;
        private double greatestReal;

        void add(FixedReads.Kind kind, long[] values, int count) {
            switch (kind) {
                case INT, LONG -> addLongs(values, count);
                case FLOAT -> {
                    for (int i = 0; i < count; i++) {
                        addReal(Float.intBitsToFloat((int) values[i]));
                    }
                }
                case DOUBLE -> {
                    for (int i = 0; i < count; i++) {
                        addReal(Double.longBitsToDouble(values[i]));
                    }
                }
            }
        }

        private void addLongs(long[] values, int count) {
            if (count == 0) {
                return;
            }
            long low = isEmpty ? values[0] : least;
            long high = isEmpty ? values[0] : greatest;
            for (int i = 0; i < count; i++) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            least = low;
            greatest = high;
            isEmpty = false;
        }

        private void addReal(double value) {
            if (Double.isNaN(value)) {
                hasNaN = true;
            } else if (isEmpty) {
                leastReal = value;
                greatestReal = value;
                isEmpty = false;
            } else {
                leastReal = Math.min(leastReal, value);
                greatestReal = Math.max(greatestReal, value);
            }
        }

        void take(FixedReads.Kind kind, Statistics<?> statistics) {
            if (!isEmpty) {
                switch (kind) {
                    case INT -> {
                        statistics.updateStats((int) least);
                        statistics.updateStats((int) greatest);
                    }
                    case LONG -> {
                        statistics.updateStats(least);
                        statistics.updateStats(greatest);
                    }
                    case FLOAT -> {
                        statistics.updateStats((float) leastReal);
                        statistics.updateStats((float) greatestReal);
                    }
                    case DOUBLE -> {
                        statistics.updateStats(leastReal);
                        statistics.updateStats(greatestReal);
                    }
                }
            }
            if (hasNaN) {
                if (kind == FixedReads.Kind.FLOAT) {
                    statistics.updateStats(Float.NaN);
                } else {
                    statistics.updateStats(Double.NaN);
                }
            }
            isEmpty = true;
            hasNaN = false;
        }
    }
}
