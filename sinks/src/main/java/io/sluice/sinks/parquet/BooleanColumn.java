package io.sluice.sinks.parquet;

import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** One bit for each value. */
final class BooleanColumn extends ValueColumn {
    private int bits;
    private boolean hasTrue;
    private boolean hasFalse;

    BooleanColumn() {
        super(false);
    }

    @Override
    void add(FieldVector column, int from, int count) {
        BitVector values = (BitVector) column;
        for (int i = from; i < from + count; i++) {
            add(values.get(i));
        }
    }

    @Override
    void add(FieldVector column, int[] places, int count) {
        BitVector values = (BitVector) column;
        for (int i = 0; i < count; i++) {
            add(values.get(places[i]));
        }
    }

    private void add(int bit) {
        if (bits == 0 || plain.length() == 0) {
            plain.addByte(0);
            bits = 0;
        }
        hasTrue |= bit == 1;
        hasFalse |= bit == 0;
        plain.array()[plain.length() - 1] |= (byte) (bit << bits);
        bits = (bits + 1) & 7;
    }

    @Override
    int dictionarySize() {
        return 0;
    }

    @Override
    int dictionaryBytes() {
        return 0;
    }

    @Override
    void encodeDictionary(Bytes out) {
        throw new IllegalStateException("truth has no dictionary");
    }

    @Override
    void decode(int id, Bytes out) {
        throw new IllegalStateException("truth has no dictionary");
    }

    @Override
    void clearDictionary() {}

    @Override
    void takeBounds(Statistics<?> statistics, PrimitiveType type) {
        if (hasTrue) {
            statistics.updateStats(true);
        }
        if (hasFalse) {
            statistics.updateStats(false);
        }
        hasTrue = false;
        hasFalse = false;
    }
}
