package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;
import org.apache.parquet.format.Type;

/** BYTE_STREAM_SPLIT: all first bytes of the values, then all second bytes and so on; put together again per page. */
final class SplitStreamValues implements ChosenValues {
    private final PlainValues plain;
    private final int width;
    private byte[] joined = {};

    SplitStreamValues(Type type, int fixedLength) {
        this.plain = new PlainValues(type, fixedLength);
        this.width = PlainValues.width(type, fixedLength);
    }

    void start(byte[] source, int from, int to) throws IOException {
        int size = to - from;
        if (width == 0 || size % width != 0) {
            throw new IOException("expected split streams of values of %d bytes, got %d bytes".formatted(width, size));
        }
        if (joined.length < size) {
            joined = new byte[size];
        }
        int count = size / width;
        for (int stream = 0; stream < width; stream++) {
            int at = from + stream * count;
            for (int i = 0; i < count; i++) {
                joined[i * width + stream] = source[at + i];
            }
        }
        plain.start(joined, 0, size);
    }

    @Override
    public void read(ColumnVector out, int at, int count) throws IOException {
        plain.read(out, at, count);
    }

    @Override
    public void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        plain.readChosen(out, at, rows, from, to, first, count);
    }

    @Override
    public void skip(int count) throws IOException {
        plain.skip(count);
    }

    @Override
    public byte[] bytes() {
        return joined;
    }
}
