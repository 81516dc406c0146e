package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * Hashes and equality of rows over some of their columns. NULL equals NULL, 0.0 equals −0.0, NaN equals NaN. The hash says
 * to which shard a row goes; rows are hashed again when they are restored, so it is not stored.
 */
public final class RowHash {
    private static final long NULL = 0x452821E638D01377L;

    private final DataType[] types;
    private final int[] columns;

    /** One column of longs. */
    private final boolean isLong;

    /** @param columns those that count, in this order */
    public RowHash(List<DataType> types, int[] columns) {
        this.types = types.toArray(DataType[]::new);
        this.columns = columns.clone();
        isLong = columns.length == 1
                && !this.types[columns[0]].kind().isFloating()
                && !this.types[columns[0]].kind().isSlice()
                && !this.types[columns[0]].isWide();
    }

    /** Fills the hashes of the first rows, column by column. */
    public void hash(ColumnVector[] from, int rows, long[] hashes) {
        Arrays.fill(hashes, 0, rows, KeyHash.SEED);
        for (int column : columns) {
            hash(from[column], types[column], rows, hashes);
        }
    }

    private static void hash(ColumnVector column, DataType type, int rows, long[] hashes) {
        if (!type.kind().isFloating() && !type.kind().isSlice() && !type.isWide() && !column.hasNulls) {
            for (int row = 0; row < rows; row++) {
                hashes[row] = KeyHash.combine(hashes[row], column.longs[row]);
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            hashes[row] = combine(hashes[row], column, type, row);
        }
    }

    public long hash(ColumnVector[] from, int row) {
        long hash = KeyHash.SEED;
        for (int column : columns) {
            hash = combine(hash, from[column], types[column], row);
        }
        return hash;
    }

    private static long combine(long hash, ColumnVector column, DataType type, int row) {
        if (column.hasNulls && column.nulls[row]) {
            return KeyHash.combine(hash, NULL);
        }
        if (type.kind().isSlice()) {
            return KeyHash.combine(hash, KeyHash.ofBytes(column.bytes, column.starts[row], column.lengths[row]));
        }
        if (type.kind().isFloating()) {
            return KeyHash.combine(hash, Double.doubleToLongBits(column.doubles[row] + 0.0));
        }
        long next = KeyHash.combine(hash, column.longs[row]);
        return type.isWide() ? KeyHash.combine(next, column.highs[row]) : next;
    }

    /** Whether two rows have the same values. */
    public boolean isSame(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        for (int column : columns) {
            if (!isSame(left[column], leftRow, right[column], rightRow, types[column])) {
                return false;
            }
        }
        return true;
    }

    /** Whether equal hashes are those of equal values: of one column of longs without NULLs, as the hash mixes one to one. */
    boolean isExact(ColumnVector[] from) {
        return isLong && !from[columns[0]].hasNulls;
    }

    /**
     * Whether a row has the same values in these columns as one of another table in its own.
     *
     * @param other over as many columns, of the same kinds
     */
    public boolean isSame(ColumnVector[] left, int leftRow, RowHash other, ColumnVector[] right, int rightRow) {
        if (isLong) {
            ColumnVector a = left[columns[0]];
            ColumnVector b = right[other.columns[0]];
            if (!a.hasNulls && !b.hasNulls) {
                return a.longs[leftRow] == b.longs[rightRow];
            }
        }
        for (int i = 0; i < columns.length; i++) {
            if (!isSame(left[columns[i]], leftRow, right[other.columns[i]], rightRow, types[columns[i]])) {
                return false;
            }
        }
        return true;
    }

    public static boolean isSame(ColumnVector left, int leftRow, ColumnVector right, int rightRow, DataType type) {
        boolean leftNull = left.hasNulls && left.nulls[leftRow];
        boolean rightNull = right.hasNulls && right.nulls[rightRow];
        if (leftNull || rightNull) {
            return leftNull == rightNull;
        }
        if (type.kind().isSlice()) {
            int a = left.starts[leftRow];
            int b = right.starts[rightRow];
            int length = left.lengths[leftRow];
            return length == right.lengths[rightRow]
                    && Arrays.equals(left.bytes, a, a + length, right.bytes, b, b + length);
        }
        if (type.kind().isFloating()) {
            return Double.doubleToLongBits(left.doubles[leftRow] + 0.0)
                    == Double.doubleToLongBits(right.doubles[rightRow] + 0.0);
        }
        return left.longs[leftRow] == right.longs[rightRow]
                && (!type.isWide() || left.highs[leftRow] == right.highs[rightRow]);
    }
}
