package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/** RLE for booleans: four bytes of length, then runs of single bits. */
final class BooleanRuns implements Values {
    private static final byte[] NONE = {};

    private final RunLengths runs = new RunLengths();

    void start(byte[] source, int from, int to) throws IOException {
        Bits.require(from, 4, to);
        int length = (int) Bits.INT.get(source, from);
        Bits.require(from + 4, length, to);
        runs.start(source, from + 4, from + 4 + length, 1);
    }

    @Override
    public void read(ColumnVector out, int at, int count) throws IOException {
        runs.read(out.longs, at, count);
    }

    @Override
    public void skip(int count) throws IOException {
        runs.skip(count);
    }

    @Override
    public byte[] bytes() {
        return NONE;
    }
}
