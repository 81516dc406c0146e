package io.sluice.planner.function;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;

/**
 * The type of a function's result by its arguments, as they are passed. Whether it is nullable is said by {@link
 * ScalarFunction}, except where that sees NULLs and cannot give one otherwise: then this says it.
 */
@FunctionalInterface
public interface ResultType {
    DataType of(List<Argument> arguments);

    static ResultType of(TypeKind kind) {
        DataType type = DataType.of(kind, false);
        return arguments -> type;
    }

    static ResultType timestamp(TypeKind kind, int precision) {
        DataType type = new DataType(kind, precision, 0, false);
        return arguments -> type;
    }

    /** That of an argument. */
    static ResultType same(int index) {
        return arguments -> arguments.get(index).type();
    }

    /** That of the elements of an argument, which may be NULL. */
    static ResultType element(int index) {
        return arguments -> arguments.get(index).type().element().withNullable(true);
    }

    /** An ARRAY of elements of a kind. */
    static ResultType array(TypeKind element, boolean nullable) {
        DataType type = DataType.array(DataType.of(element, nullable), false);
        return arguments -> type;
    }

    /** DECIMAL(p, 0) for a DECIMAL(p, s). */
    static DataType whole(List<Argument> arguments) {
        return DataType.decimal(arguments.get(0).type().precision(), 0, false);
    }

    /** That of SIGN of a DECIMAL: it holds a one. */
    static DataType sign(List<Argument> arguments) {
        DataType type = arguments.get(0).type();
        boolean holdsOne = type.precision() > type.scale() || type.precision() == 38;
        return holdsOne ? type : DataType.decimal(type.precision() + 1, type.scale(), false);
    }

    /** That of ROUND and TRUNCATE of a DECIMAL to a constant number of digits. */
    static DataType rounded(List<Argument> arguments) {
        DataType type = arguments.get(0).type();
        long digits = (Long) arguments.get(1).literal().orElseThrow();
        if (digits >= type.scale()) {
            return type;
        }
        int scale = (int) Math.max(0, digits);
        return DataType.decimal(Math.min(38, 1 + type.precision() - type.scale() + scale), scale, false);
    }

    /** That of ROUND of a DECIMAL to a number of digits that is not known: it may need one digit more. */
    static DataType widened(List<Argument> arguments) {
        DataType type = arguments.get(0).type();
        return DataType.decimal(Math.min(38, type.precision() + 1), type.scale(), false);
    }
}
