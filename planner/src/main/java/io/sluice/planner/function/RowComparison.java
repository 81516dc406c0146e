package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.SortKey;
import java.util.List;

/**
 * The order of ROWs, as values in their encoding: by some fields, each in its direction, then by the others, so that only equal
 * rows are equal. NULLs are the least values, but for keys that say otherwise; nested fields are in the order of their bytes. May be
 * shared by threads.
 */
public final class RowComparison {
    private final DataType[] types;
    private final boolean[] descending;
    private final boolean[] nullsLast;

    /** @param order keys of the first fields, in their order */
    public RowComparison(DataType row, List<SortKey> order) {
        types = row.children().stream().map(Column::type).toArray(DataType[]::new);
        descending = new boolean[types.length];
        nullsLast = new boolean[types.length];
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).column() != i) {
                throw new IllegalArgumentException(
                        "key %d is of field %d".formatted(i, order.get(i).column()));
            }
            descending[i] = order.get(i).descending();
            nullsLast[i] = order.get(i).nullsLast();
        }
    }

    public int compare(Utf8 left, Utf8 right) {
        int at = left.start;
        int other = right.start;
        for (int field = 0; field < types.length; field++) {
            int order = compare(field, left, at, right, other);
            if (order != 0) {
                return order;
            }
            at = NestedValues.skip(left.bytes, at);
            other = NestedValues.skip(right.bytes, other);
        }
        return 0;
    }

    private int compare(int field, Utf8 left, int at, Utf8 right, int other) {
        boolean isNull = NestedValues.isNull(left, at);
        boolean isOtherNull = NestedValues.isNull(right, other);
        if (isNull || isOtherNull) {
            return isNull == isOtherNull ? 0 : isNull == nullsLast[field] ? 1 : -1;
        }
        int order = types[field].kind().isNested()
                ? NestedValues.compareSlices(left, at, right, other)
                : ElementOrder.compare(types[field], left, at, right, other);
        return descending[field] ? -order : order;
    }
}
