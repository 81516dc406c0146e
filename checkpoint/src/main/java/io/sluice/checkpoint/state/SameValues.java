package io.sluice.checkpoint.state;

import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/** Whether two stored values are the same; sums of floating-point numbers depend on the order in which these are added. */
final class SameValues {
    /** The part of a value by which it may be another one. */
    private static final double SLACK = 1e-9;

    private SameValues() {}

    static boolean are(FieldVector left, int row, FieldVector right, int rightRow) {
        if (left.isNull(row) || right.isNull(rightRow)) {
            return left.isNull(row) == right.isNull(rightRow);
        }
        if (left instanceof Float8Vector one && right instanceof Float8Vector two) {
            return areClose(one.get(row), two.get(rightRow));
        }
        if (left instanceof Float4Vector one && right instanceof Float4Vector two) {
            return areClose(one.get(row), two.get(rightRow));
        }
        return Objects.deepEquals(left.getObject(row), right.getObject(rightRow));
    }

    private static boolean areClose(double left, double right) {
        return left == right
                || Double.isNaN(left) && Double.isNaN(right)
                || Math.abs(left - right) <= SLACK * Math.max(1, Math.max(Math.abs(left), Math.abs(right)));
    }
}
