package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;
import java.util.Arrays;

/**
 * DELTA_LENGTH_BYTE_ARRAY: all lengths as delta-coded numbers, then the bytes. DELTA_BYTE_ARRAY: before these, how many
 * bytes each value shares with the one before it. The slices of a page are found when it is started.
 */
final class DeltaStrings implements ChosenValues {
    private static final int MAX_PAGE = 256 << 20;

    private final boolean prefixed;
    private final DeltaNumbers prefixes = new DeltaNumbers();
    private final DeltaNumbers lengths = new DeltaNumbers();
    private byte[] bytes = {};
    private byte[] joined = {};
    private int[] starts = {};
    private int[] sizes = {};
    private int count;
    private int next;

    DeltaStrings(boolean prefixed) {
        this.prefixed = prefixed;
    }

    void start(byte[] source, int from, int to, int most) throws IOException {
        next = 0;
        int at = from;
        if (prefixed) {
            prefixes.start(source, at, to, most);
            at = prefixes.end();
        }
        lengths.start(source, at, to, most);
        count = lengths.count();
        if (starts.length < count) {
            starts = new int[count];
            sizes = new int[count];
        }
        if (prefixed) {
            join(source, lengths.end(), to);
        } else {
            bytes = source;
            slice(lengths.end(), to);
        }
    }

    private void slice(int from, int to) throws IOException {
        int at = from;
        for (int i = 0; i < count; i++) {
            long length = lengths.values()[i];
            Bits.require(at, length, to);
            starts[i] = at;
            sizes[i] = (int) length;
            at += (int) length;
        }
    }

    private void join(byte[] source, int from, int to) throws IOException {
        if (prefixes.count() != count) {
            throw new IOException("expected %d lengths of prefixes, got %d".formatted(count, prefixes.count()));
        }
        int at = from;
        int end = 0;
        for (int i = 0; i < count; i++) {
            long prefix = prefixes.values()[i];
            long suffix = lengths.values()[i];
            Bits.require(at, suffix, to);
            if (prefix < 0 || prefix > (i == 0 ? 0 : sizes[i - 1]) || end + prefix + suffix > MAX_PAGE) {
                throw new IOException("expected a prefix of the value before, got one of %d bytes".formatted(prefix));
            }
            int size = (int) (prefix + suffix);
            reserveJoined(end + size);
            if (prefix > 0) {
                System.arraycopy(joined, starts[i - 1], joined, end, (int) prefix);
            }
            System.arraycopy(source, at, joined, end + (int) prefix, (int) suffix);
            starts[i] = end;
            sizes[i] = size;
            at += (int) suffix;
            end += size;
        }
        bytes = joined;
    }

    private void reserveJoined(int size) {
        if (joined.length < size) {
            joined = Arrays.copyOf(joined, Math.max(size, Math.min(MAX_PAGE, 2 * joined.length)));
        }
    }

    @Override
    public void read(ColumnVector out, int at, int rows) throws IOException {
        requireLeft(rows);
        System.arraycopy(starts, next, out.starts, at, rows);
        System.arraycopy(sizes, next, out.lengths, at, rows);
        next += rows;
    }

    @Override
    public void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int total)
            throws IOException {
        requireLeft(total);
        for (int i = from; i < to; i++) {
            out.starts[at + i - from] = starts[next + rows[i] - first];
            out.lengths[at + i - from] = sizes[next + rows[i] - first];
        }
        next += total;
    }

    private void requireLeft(int rows) throws IOException {
        if (rows > count - next) {
            throw new IOException("expected %d more delta-coded values, got %d".formatted(rows, count - next));
        }
    }

    @Override
    public void skip(int rows) throws IOException {
        requireLeft(rows);
        next += rows;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }
}
