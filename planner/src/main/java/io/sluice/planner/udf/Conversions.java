package io.sluice.planner.udf;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;

/** Which arguments go to which parameters without being asked: numbers to wider ones, text of any length, times of any digits. */
final class Conversions {
    private static final List<TypeKind> NUMBERS = List.of(
            TypeKind.TINYINT,
            TypeKind.SMALLINT,
            TypeKind.INT,
            TypeKind.BIGINT,
            TypeKind.DECIMAL,
            TypeKind.FLOAT,
            TypeKind.DOUBLE);

    private Conversions() {}

    /** 0: none is needed; empty: there is none. */
    static Optional<Integer> distance(DataType from, DataType to) {
        if (from.kind() != to.kind()) {
            int given = NUMBERS.indexOf(from.kind());
            int taken = NUMBERS.indexOf(to.kind());
            return given >= 0 && taken > given ? Optional.of(taken - given) : Optional.empty();
        }
        if (!from.kind().isNested()) {
            return Optional.of(0);
        }
        boolean sameWidth = from.children().size() == to.children().size();
        int sum = 0;
        for (int i = 0; sameWidth && i < from.children().size(); i++) {
            Optional<Integer> one =
                    distance(from.children().get(i).type(), to.children().get(i).type());
            if (one.isEmpty()) {
                return one;
            }
            sum += one.get();
        }
        return sameWidth ? Optional.of(sum) : Optional.empty();
    }

    /** What an argument is cast to. A DECIMAL keeps its digits, as text and times do. */
    static DataType passed(DataType from, DataType to) {
        boolean same = from.kind() == to.kind() && !from.kind().isNested();
        return same ? from : to.withNullable(from.nullable());
    }
}
