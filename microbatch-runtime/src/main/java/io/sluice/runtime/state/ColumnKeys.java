package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import java.util.List;

/** Reads keys from columns: what is restored. The first columns are the keys of the layout, in their order. */
final class ColumnKeys {
    private final GroupLayout layout;
    private final ColumnVector[] columns;
    private final int first;

    /** There is one key, and it is one word that is never NULL. */
    private final boolean isWord;

    /** @param first position of the first key's column */
    ColumnKeys(GroupLayout layout, ColumnVector[] columns, int first) {
        this.layout = layout;
        this.columns = columns;
        this.first = first;
        DataType only = layout.keys().size() == 1 ? layout.keys().get(0) : null;
        isWord = only != null
                && !only.nullable()
                && !only.isWide()
                && !only.kind().isSlice()
                && !only.kind().isFloating();
    }

    /** The frozen hash, see {@link GroupLayout#hash}. */
    long hash(int row) {
        if (isWord) {
            return KeyHash.combine(KeyHash.SEED, columns[first].longs[row]);
        }
        List<DataType> keys = layout.keys();
        long hash = KeyHash.SEED;
        if (layout.maskWord() >= 0) {
            hash = KeyHash.combine(hash, nullMask(row));
        }
        for (int i = 0; i < keys.size(); i++) {
            ColumnVector column = columns[first + i];
            if (isNull(column, row)) {
                hash = KeyHash.combine(hash, 0);
                hash = keys.get(i).isWide() ? KeyHash.combine(hash, 0) : hash;
            } else if (keys.get(i).kind().isSlice()) {
                hash = KeyHash.combine(hash, KeyHash.ofBytes(column.bytes, column.starts[row], column.lengths[row]));
            } else {
                hash = KeyHash.combine(hash, word(column, keys.get(i), row));
                hash = keys.get(i).isWide() ? KeyHash.combine(hash, column.highs[row]) : hash;
            }
        }
        return hash;
    }

    /** Writes the words of a key, from the mask on, as a record without a pane has them. */
    void read(int row, StringPool strings, long[] key) {
        if (isWord) {
            key[layout.keyWord(0)] = columns[first].longs[row];
            return;
        }
        if (layout.maskWord() >= 0) {
            key[layout.maskWord()] = nullMask(row);
        }
        List<DataType> keys = layout.keys();
        for (int i = 0; i < keys.size(); i++) {
            ColumnVector column = columns[first + i];
            int word = layout.keyWord(i);
            boolean isNull = isNull(column, row);
            if (keys.get(i).kind().isSlice()) {
                key[word] = isNull ? 0 : strings.intern(column.bytes, column.starts[row], column.lengths[row]);
            } else {
                key[word] = isNull ? 0 : word(column, keys.get(i), row);
            }
            if (keys.get(i).isWide()) {
                key[word + 1] = isNull ? 0 : column.highs[row];
            }
        }
    }

    private static long word(ColumnVector column, DataType type, int row) {
        return type.kind().isFloating() ? Double.doubleToLongBits(column.doubles[row] + 0.0) : column.longs[row];
    }

    private long nullMask(int row) {
        long mask = 0;
        for (int i = 0; i < layout.keys().size(); i++) {
            mask |= isNull(columns[first + i], row) ? 1L << i : 0;
        }
        return mask;
    }

    private static boolean isNull(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row];
    }
}
