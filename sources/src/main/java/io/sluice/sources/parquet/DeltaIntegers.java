package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/** DELTA_BINARY_PACKED for INT32 and INT64. */
final class DeltaIntegers implements ChosenValues {
    private static final byte[] NONE = {};

    private final DeltaNumbers numbers = new DeltaNumbers();
    private final boolean narrow;
    private int next;

    /** {@code narrow}: of 32 bits, in which the sums wrap around. */
    DeltaIntegers(boolean narrow) {
        this.narrow = narrow;
    }

    void start(byte[] source, int from, int to, int most) throws IOException {
        numbers.start(source, from, to, most);
        next = 0;
    }

    @Override
    public void read(ColumnVector out, int at, int count) throws IOException {
        requireLeft(count);
        System.arraycopy(numbers.values(), next, out.longs, at, count);
        if (narrow) {
            for (int i = at; i < at + count; i++) {
                out.longs[i] = (int) out.longs[i];
            }
        }
        next += count;
    }

    @Override
    public void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        requireLeft(count);
        long[] values = numbers.values();
        for (int i = from; i < to; i++) {
            long value = values[next + rows[i] - first];
            out.longs[at + i - from] = narrow ? (int) value : value;
        }
        next += count;
    }

    private void requireLeft(int count) throws IOException {
        if (count > numbers.count() - next) {
            throw new IOException(
                    "expected %d more delta-coded values, got %d".formatted(count, numbers.count() - next));
        }
    }

    @Override
    public void skip(int count) throws IOException {
        requireLeft(count);
        next += count;
    }

    @Override
    public byte[] bytes() {
        return NONE;
    }
}
