package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.SortKey;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * Compares rows by sort keys. Texts and binaries go by their bytes (which for UTF-8 is the order of code points), NaN is
 * above all numbers, FALSE below TRUE.
 */
public final class RowOrder {
    private final DataType[] types;
    private final SortKey[] keys;

    public RowOrder(List<DataType> types, List<SortKey> keys) {
        this.types = types.toArray(DataType[]::new);
        this.keys = keys.toArray(SortKey[]::new);
    }

    /** Negative: the left row comes first. */
    public int compare(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        for (SortKey key : keys) {
            int column = key.column();
            int order = compare(left[column], leftRow, right[column], rightRow, types[column], key);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(
            ColumnVector left, int leftRow, ColumnVector right, int rightRow, DataType type, SortKey key) {
        boolean leftNull = left.hasNulls && left.nulls[leftRow];
        boolean rightNull = right.hasNulls && right.nulls[rightRow];
        if (leftNull || rightNull) {
            if (leftNull == rightNull) {
                return 0;
            }
            return leftNull == key.nullsLast() ? 1 : -1;
        }
        int order = compare(left, leftRow, right, rightRow, type);
        return key.descending() ? -order : order;
    }

    /** Neither is NULL; −1, 0 or 1. */
    public static int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow, DataType type) {
        if (type.kind().isSlice()) {
            int a = left.starts[leftRow];
            int b = right.starts[rightRow];
            return Integer.signum(Arrays.compareUnsigned(
                    left.bytes, a, a + left.lengths[leftRow], right.bytes, b, b + right.lengths[rightRow]));
        }
        if (type.kind().isFloating()) {
            return Double.compare(left.doubles[leftRow] + 0.0, right.doubles[rightRow] + 0.0);
        }
        if (type.isWide()) {
            int high = Long.compare(left.highs[leftRow], right.highs[rightRow]);
            return high != 0 ? high : Long.compareUnsigned(left.longs[leftRow], right.longs[rightRow]);
        }
        return Long.compare(left.longs[leftRow], right.longs[rightRow]);
    }
}
