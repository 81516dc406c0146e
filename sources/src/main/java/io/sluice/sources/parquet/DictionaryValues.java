package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;

/** PLAIN_DICTIONARY, RLE_DICTIONARY: one byte of bit width, then the ids of the values as runs. */
final class DictionaryValues implements ChosenValues {
    private static final byte[] NONE = {};

    private final Lane lane;
    private final RunLengths runs = new RunLengths();
    private final int[] scratch;
    private ColumnVector entries = new ColumnVector();
    private int size;
    private long version;
    private LastingTexts texts = new LastingTexts();
    private byte[] spare = NONE;

    /** {@code lane} is that of the dictionary's entries, which are converted already. */
    DictionaryValues(Lane lane) {
        this.lane = lane;
        this.scratch = lane == Lane.SLICE ? new int[0] : new int[SplitReader.MAX_ROWS];
    }

    /** @param own an array that goes to other dictionaries, unless the texts of this one are kept */
    void use(ColumnVector dictionary, byte[] own, int entryCount, long dictionaryVersion) {
        entries = dictionary;
        spare = own;
        size = entryCount;
        version = dictionaryVersion;
        texts = new LastingTexts();
    }

    /** Nobody reads the dictionary any more who does not keep it. */
    void release() {
        if (!texts.isKept()) {
            SpareBuffers.DICTIONARIES.give(spare);
        }
        spare = NONE;
        entries = new ColumnVector();
        size = 0;
    }

    void start(byte[] source, int from, int to) throws IOException {
        if (from == to) {
            runs.start(source, from, to, 0);
            return;
        }
        runs.start(source, from + 1, to, source[from]);
    }

    @Override
    public void read(ColumnVector out, int at, int count) throws IOException {
        int[] ids = lane == Lane.SLICE ? out.ids : scratch;
        runs.read(ids, lane == Lane.SLICE ? at : 0, count);
        look(ids, out, at, count);
    }

    @Override
    public void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int count)
            throws IOException {
        int[] ids = lane == Lane.SLICE ? out.ids : scratch;
        runs.readChosen(ids, lane == Lane.SLICE ? at : 0, rows, from, to, first, count);
        look(ids, out, at, to - from);
    }

    /** Fetches the entries of the ids. */
    private void look(int[] ids, ColumnVector out, int at, int count) throws IOException {
        requireKnown(ids, lane == Lane.SLICE ? at : 0, count);
        switch (lane) {
            case LONG -> gather(entries.longs, ids, out.longs, at, count);
            case WIDE -> {
                gather(entries.longs, ids, out.longs, at, count);
                gather(entries.highs, ids, out.highs, at, count);
            }
            case DOUBLE -> gather(entries.doubles, ids, out.doubles, at, count);
            case SLICE -> gatherSlices(out, at, count);
            case NESTED -> throw new IllegalStateException("a nested column is no run of values");
        }
    }

    private void requireKnown(int[] ids, int from, int count) throws IOException {
        int most = 0;
        int least = 0;
        for (int i = from; i < from + count; i++) {
            most = Math.max(most, ids[i]);
            least = Math.min(least, ids[i]);
        }
        if (count > 0 && (least < 0 || most >= size)) {
            throw new IOException(
                    "expected ids of a dictionary of %d entries, got %d".formatted(size, least < 0 ? least : most));
        }
    }

    private static void gather(long[] entries, int[] ids, long[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = entries[ids[i]];
        }
    }

    private static void gather(double[] entries, int[] ids, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = entries[ids[i]];
        }
    }

    private void gatherSlices(ColumnVector out, int at, int count) {
        int[] ids = out.ids;
        int[] starts = entries.starts;
        int[] lengths = entries.lengths;
        for (int i = at; i < at + count; i++) {
            out.starts[i] = starts[ids[i]];
            out.lengths[i] = lengths[ids[i]];
        }
    }

    /** Shows the dictionary to the reader of a batch whose ids were all read from it. */
    void describe(ColumnVector out) {
        out.lasting = texts;
        out.dictionarySize = size;
        out.dictionaryVersion = version;
        out.dictionaryStarts = entries.starts;
        out.dictionaryLengths = entries.lengths;
    }

    @Override
    public void skip(int count) throws IOException {
        runs.skip(count);
    }

    @Override
    public byte[] bytes() {
        return entries.bytes;
    }
}
