package io.sluice.sources.file;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.ScanPredicate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The value of a partition column for all rows of a file. */
sealed interface PartitionValue {
    /** A new vector that has the value in all rows that a batch can have. */
    ColumnVector vector();

    /** Whether rows with it may pass the comparison; true if in doubt. */
    boolean mayPass(ScanPredicate.Comparison comparison);

    /** NULL: no comparison with it is true. */
    record Null() implements PartitionValue {
        @Override
        public ColumnVector vector() {
            return ConstantVector.none();
        }

        @Override
        public boolean mayPass(ScanPredicate.Comparison comparison) {
            return false;
        }
    }

    /** What is in the lane of longs. */
    record Number(long value) implements PartitionValue {
        @Override
        public ColumnVector vector() {
            return ConstantVector.number(value);
        }

        @Override
        public boolean mayPass(ScanPredicate.Comparison comparison) {
            return !(comparison.literal() instanceof Long other)
                    || passes(comparison.operator(), Long.compare(value, other));
        }
    }

    /** A decimal of 128 bits. */
    record Wide(long high, long low) implements PartitionValue {
        @Override
        public ColumnVector vector() {
            return ConstantVector.wide(high, low);
        }

        @Override
        public boolean mayPass(ScanPredicate.Comparison comparison) {
            return true;
        }
    }

    /** A FLOAT or DOUBLE. */
    record Fraction(double value) implements PartitionValue {
        @Override
        public ColumnVector vector() {
            return ConstantVector.fraction(value);
        }

        @Override
        public boolean mayPass(ScanPredicate.Comparison comparison) {
            return true;
        }
    }

    /** Text, compared by its bytes in UTF-8. */
    record Text(String value) implements PartitionValue {
        @Override
        public ColumnVector vector() {
            return ConstantVector.text(value);
        }

        @Override
        public boolean mayPass(ScanPredicate.Comparison comparison) {
            return comparison.operator() == ScanPredicate.Operator.IS_NOT_NULL
                    || !(comparison.literal() instanceof String other)
                    || passes(comparison.operator(), Arrays.compareUnsigned(bytes(value), bytes(other)));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static boolean passes(ScanPredicate.Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case IS_NOT_NULL -> true;
        };
    }
}
