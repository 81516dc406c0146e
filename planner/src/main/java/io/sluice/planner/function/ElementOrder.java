package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import java.util.Arrays;

/** The order of the elements of ARRAYs that are not nested: numbers by value, NaN last; text and bytes by bytes. */
final class ElementOrder {
    private ElementOrder() {}

    /** Of two encoded values of a type, neither NULL. */
    static int compare(DataType type, Utf8 in, int left, int right) {
        return compare(type, in, left, in, right);
    }

    /** Of two encoded values of a type, neither NULL, in texts of their own. */
    static int compare(DataType type, Utf8 in, int left, Utf8 other, int right) {
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.compare(NestedValues.booleanAt(in, left), NestedValues.booleanAt(other, right));
            case FLOAT, DOUBLE -> Double.compare(NestedValues.doubleAt(in, left), NestedValues.doubleAt(other, right));
            case STRING, BINARY -> NestedValues.compareSlices(in, left, other, right);
            case DECIMAL -> type.isWide() ? compareWide(in, left, other, right) : compareLongs(in, left, other, right);
            case TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    TIME,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_DAY_TIME,
                    INTERVAL_YEAR_MONTH -> compareLongs(in, left, other, right);
            case ARRAY, MAP, ROW -> throw new IllegalStateException("no order of " + type);
        };
    }

    private static int compareLongs(Utf8 in, int left, Utf8 other, int right) {
        return Long.compare(NestedValues.longAt(in, left), NestedValues.longAt(other, right));
    }

    private static int compareWide(Utf8 in, int left, Utf8 other, int right) {
        int high = Long.compare(NestedValues.highAt(in, left), NestedValues.highAt(other, right));
        return high != 0
                ? high
                : Long.compareUnsigned(NestedValues.longAt(in, left), NestedValues.longAt(other, right));
    }

    /** Sorts positions of values that are not NULL; equal ones keep their order. */
    static void sort(DataType type, Utf8 in, int[] positions, int count, boolean ascending) {
        if (count > 1) {
            sort(type, in, positions, Arrays.copyOf(positions, count), 0, count, ascending ? 1 : -1);
        }
    }

    /** Merges the halves of {@code from}, which holds the same as {@code to}, into {@code to}. */
    private static void sort(DataType type, Utf8 in, int[] to, int[] from, int start, int end, int sign) {
        if (end - start < 2) {
            return;
        }
        int middle = (start + end) >>> 1;
        sort(type, in, from, to, start, middle, sign);
        sort(type, in, from, to, middle, end, sign);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right >= end || left < middle && sign * compare(type, in, from[left], from[right]) <= 0;
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
