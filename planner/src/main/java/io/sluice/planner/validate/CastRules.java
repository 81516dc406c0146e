package io.sluice.planner.validate;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;

/** Which CASTs there are. Numbers and times do not become one another; there are functions for that. */
public final class CastRules {
    private CastRules() {}

    static void check(ScriptErrors errors, SqlCall cast, RelDataType from, Optional<DataType> to) {
        if (to.isEmpty()) {
            throw errors.notYet(
                    cast,
                    "a CAST to this type",
                    "Cast to a number, STRING, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ or an interval.");
        }
        if (SqlTypes.isNull(from)) {
            return;
        }
        DataType source = SqlTypes.toDataType(from);
        boolean nested = source.kind().isNested() && to.get().kind().isNested();
        if (nested && !NestedValues.isSame(source, to.get()) && !existsInside(source, to.get())) {
            throw errors.at(
                    cast,
                    "%s cannot be cast to %s"
                            .formatted(source.withNullable(true), to.get().withNullable(true)),
                    "Values inside are cast as they would be alone; a ROW keeps its number of fields.");
        }
        if (!exists(source.kind(), to.get().kind())) {
            throw errors.at(
                    cast,
                    "%s cannot be cast to %s"
                            .formatted(source.withNullable(true), to.get().withNullable(true)),
                    hint(source.kind(), to.get().kind()));
        }
    }

    /** Whether a value of one nested type can be cast to another, by casting what is inside. */
    private static boolean existsInside(DataType from, DataType to) {
        if (!from.kind().isNested() || !to.kind().isNested()) {
            return exists(from.kind(), to.kind());
        }
        boolean cast = from.kind() == to.kind()
                && from.children().size() == to.children().size();
        for (int i = 0; cast && i < from.children().size(); i++) {
            cast = existsInside(
                    from.children().get(i).type(), to.children().get(i).type());
        }
        return cast;
    }

    /** Whether a value of one kind can be cast to another. */
    public static boolean exists(TypeKind from, TypeKind to) {
        if (from == to || to == TypeKind.STRING) {
            return true;
        }
        return switch (from) {
            case STRING -> !to.isNested();
            case BOOLEAN -> isNumber(to);
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> isNumber(to) || to == TypeKind.BOOLEAN;
            case DATE -> to.isTimestamp();
            case TIMESTAMP, TIMESTAMP_LTZ -> to.isTimestamp() || to == TypeKind.DATE || to == TypeKind.TIME;
            case TIME, BINARY, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH, ARRAY, MAP, ROW -> false;
        };
    }

    private static boolean isNumber(TypeKind kind) {
        return kind.isInteger() || kind.isFloating() || kind == TypeKind.DECIMAL;
    }

    private static String hint(TypeKind from, TypeKind to) {
        if (isNumber(from) && to.isTimestamp()) {
            return "Write TO_TIMESTAMP_LTZ(n, 0) for seconds or TO_TIMESTAMP_LTZ(n, 3) for milliseconds since 1970.";
        }
        if (from.isTimestamp() && isNumber(to)) {
            return "Write EXTRACT(EPOCH FROM t) for the seconds since 1970.";
        }
        if (isNumber(from) && to.isInterval()) {
            return "Multiply: INTERVAL '1' DAY * n.";
        }
        return "Cast to STRING, or compute the value with a function.";
    }
}
