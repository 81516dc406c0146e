package io.sluice.runtime.operator;

import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowIndex;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** Of the rows that a batch has brought to a shard the first one, by an order, of each key. Used by one thread at a time. */
final class BestRows {
    /** Rows that are looked up together: what they touch stays in the cache. */
    private static final int BLOCK = 1024;

    private final RowHash keys;
    private final TotalOrder order;
    private final int[] found = new int[BLOCK];
    private RowIndex index = new RowIndex();

    /** Of each group the piece and the row of its best row, and the columns in which it lies. */
    private int[] pieces = new int[8];

    private int[] rows = new int[8];
    private ColumnVector[][] columns = {};
    private int groups;

    /** The best rows by piece. */
    private int[][] chosen = {};

    private int[] counts = {};

    BestRows(RowHash keys, TotalOrder order) {
        this.keys = keys;
        this.order = order;
    }

    /** Takes the rows of a batch in the place of those of the one before; gives how many were late. */
    long take(List<Arrivals> arrivals, RowExpiry expiry, long[] watermarks) {
        groups = 0;
        columns = new ColumnVector[arrivals.size()][];
        long late = 0;
        long all = arrivals.stream().mapToLong(Arrivals::count).sum();
        if (index.capacity() > 64L * Math.max(BLOCK, all)) {
            index = new RowIndex();
        }
        index.clear();
        for (int piece = 0; piece < columns.length; piece++) {
            columns[piece] = arrivals.get(piece).rows().columns();
            late += take(arrivals.get(piece), piece, expiry, watermarks);
        }
        choose();
        return late;
    }

    private long take(Arrivals arrivals, int piece, RowExpiry expiry, long[] watermarks) {
        ColumnVector[] own = columns[piece];
        long late = 0;
        for (int first = 0; first < arrivals.count(); first += BLOCK) {
            int count = Math.min(BLOCK, arrivals.count() - first);
            index.reserve(count);
            index.entries(arrivals.hashes(), first, count, found);
            for (int i = 0; i < count; i++) {
                int row = first + i;
                if (expiry.isPresent() && expiry.isLate(own, row, watermarks)) {
                    late++;
                    continue;
                }
                int group = found[i] >= 0 && isSame(own, row, found[i]) ? found[i] : find(own, row, arrivals.hash(row));
                if (group < 0) {
                    index.add(arrivals.hash(row), newGroup(piece, row));
                } else if (order.compare(own, row, columns[pieces[group]], rows[group]) < 0) {
                    pieces[group] = piece;
                    rows[group] = row;
                }
            }
        }
        return late;
    }

    private boolean isSame(ColumnVector[] own, int row, int group) {
        return keys.isSame(own, row, columns[pieces[group]], rows[group]);
    }

    private int find(ColumnVector[] own, int row, long hash) {
        for (int slot = index.first(hash); slot >= 0; slot = index.next(hash, slot)) {
            if (isSame(own, row, index.entry(slot))) {
                return index.entry(slot);
            }
        }
        return -1;
    }

    private int newGroup(int piece, int row) {
        if (groups == rows.length) {
            pieces = Arrays.copyOf(pieces, groups * 2);
            rows = Arrays.copyOf(rows, groups * 2);
        }
        pieces[groups] = piece;
        rows[groups] = row;
        return groups++;
    }

    private void choose() {
        counts = new int[columns.length];
        for (int group = 0; group < groups; group++) {
            counts[pieces[group]]++;
        }
        chosen = new int[columns.length][];
        for (int piece = 0; piece < chosen.length; piece++) {
            chosen[piece] = new int[counts[piece]];
            counts[piece] = 0;
        }
        for (int group = 0; group < groups; group++) {
            int piece = pieces[group];
            chosen[piece][counts[piece]++] = rows[group];
        }
    }

    /** The best rows that lie in a piece; the first {@link #count} are valid. */
    int[] rows(int piece) {
        return chosen[piece];
    }

    int count(int piece) {
        return counts[piece];
    }

    /** Forgets the rows. */
    void clear() {
        columns = new ColumnVector[0][];
        chosen = new int[0][];
    }
}
