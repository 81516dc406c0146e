package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.SortKey;
import io.sluice.runtime.state.RowOrder;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;

/** The order of the rows of a partition: by the sort keys, then by all other columns, so that only equal rows are alike. */
final class TotalOrder {
    private final RowOrder keys;
    private final RowOrder whole;

    /** @param partition columns that are the same for all rows that are compared */
    TotalOrder(List<Column> columns, List<Integer> partition, List<SortKey> order) {
        List<DataType> types = columns.stream().map(Column::type).toList();
        List<SortKey> all = new ArrayList<>(order);
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            if (!partition.contains(i) && order.stream().noneMatch(key -> key.column() == column)) {
                all.add(new SortKey(i, false, false));
            }
        }
        keys = new RowOrder(types, order);
        whole = new RowOrder(types, all);
    }

    /** Negative: the left row comes first. */
    int compare(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        return whole.compare(left, leftRow, right, rightRow);
    }

    /** By the sort keys alone. */
    int compareKeys(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        return keys.compare(left, leftRow, right, rightRow);
    }

    /** Whether two rows are equal by the sort keys. */
    boolean isPeer(ColumnVector[] columns, int left, int right) {
        return keys.compare(columns, left, columns, right) == 0;
    }
}
