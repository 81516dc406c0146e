package io.sluice.sources.nexmark;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;

/** Makes the columns that are asked for, and of a row only what belongs to events of its kind. */
final class NexmarkReader implements SplitReader {
    private final NexmarkSplit split;
    private final ColumnVector[] vectors;

    /** For each column the first event of the batch that its vector holds as a whole. */
    private final long[] filled;

    private final byte[] kinds = new byte[MAX_ROWS];
    private final int[] all = new int[MAX_ROWS];
    private final int[] chosen = new int[MAX_ROWS];
    private long first;
    private int rows;

    NexmarkReader(NexmarkSplit split) {
        this.split = split;
        first = split.from();
        vectors = new ColumnVector[split.columns().size()];
        filled = new long[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = split.columns().get(i).type().newVector(MAX_ROWS);
            for (ColumnVector child : vectors[i].children) {
                child.reserveIds(child.starts.length);
            }
            filled[i] = -1;
        }
        for (int i = 0; i < MAX_ROWS; i++) {
            all[i] = i;
        }
    }

    @Override
    public int next() {
        first += rows;
        rows = (int) Math.min(MAX_ROWS, split.to() - first);
        for (int i = 0; i < rows; i++) {
            kinds[i] = (byte) split.model().kind(first + i);
        }
        return rows == 0 ? -1 : rows;
    }

    @Override
    public ColumnVector column(int index) {
        if (filled[index] != first) {
            fill(index, all, rows);
            filled[index] = first;
        }
        return vectors[index];
    }

    @Override
    public ColumnVector column(int index, int[] wanted, int count) {
        if (filled[index] != first) {
            fill(index, wanted, count);
        }
        return vectors[index];
    }

    private void fill(int index, int[] wanted, int count) {
        NexmarkColumn column = split.columns().get(index);
        ColumnVector out = vectors[index];
        if (column.event().isEmpty()) {
            for (int i = 0; i < count; i++) {
                out.longs[wanted[i]] = kinds[wanted[i]];
            }
            return;
        }
        int kind = column.event().get();
        int found = 0;
        for (int i = 0; i < count; i++) {
            int row = wanted[i];
            boolean is = kinds[row] == kind;
            out.nulls[row] = !is;
            chosen[found] = row;
            found += is ? 1 : 0;
        }
        out.hasNulls = found < count;
        for (int i = 0; i < column.fields().size(); i++) {
            column.fields().get(i).values().fill(first, chosen, found, out.children[i]);
        }
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {}
}
