package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.DATE;
import static io.sluice.planner.plan.TypeKind.DECIMAL;
import static io.sluice.planner.plan.TypeKind.DOUBLE;
import static io.sluice.planner.plan.TypeKind.FLOAT;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.INTERVAL_DAY_TIME;
import static io.sluice.planner.plan.TypeKind.INTERVAL_YEAR_MONTH;
import static io.sluice.planner.plan.TypeKind.SMALLINT;
import static io.sluice.planner.plan.TypeKind.STRING;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP;
import static io.sluice.planner.plan.TypeKind.TIMESTAMP_LTZ;
import static io.sluice.planner.plan.TypeKind.TINYINT;

import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The greatest and least of several values; NULL if one is NULL. NaN is the greatest of numbers. */
public final class ComparisonFunctions {
    static final Set<TypeKind> LONGS = Set.of(
            TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH);

    /** TRUE; fails for a number of rows of more than one. */
    public static final String SINGLE_ROW = "SINGLE_VALUE/CHECK";

    /** TRUE; fails for FALSE. */
    public static final String ONE_VALUE = "WITHIN DISTINCT/CHECK";

    private ComparisonFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Comparison",
                ComparisonFunctions.class,
                greatest("GREATEST/BIGINT", "greatestLong", LONGS),
                greatest("GREATEST/DOUBLE", "greatestDouble", Set.of(FLOAT, DOUBLE)),
                greatest("GREATEST/DECIMAL", "greatestDecimal", Set.of(DECIMAL)),
                greatest("GREATEST/STRING", "greatestText", Set.of(STRING)),
                greatest("GREATEST/BOOLEAN", "greatestBoolean", Set.of(BOOLEAN)),
                least("LEAST/BIGINT", "leastLong", LONGS),
                least("LEAST/DOUBLE", "leastDouble", Set.of(FLOAT, DOUBLE)),
                least("LEAST/DECIMAL", "leastDecimal", Set.of(DECIMAL)),
                least("LEAST/STRING", "leastText", Set.of(STRING)),
                least("LEAST/BOOLEAN", "leastBoolean", Set.of(BOOLEAN)),
                entry(SINGLE_ROW, "isSingle")
                        .grammar(SINGLE_ROW)
                        .takes(integer("rows"))
                        .gives(BOOLEAN)
                        .says(
                                "(SELECT x FROM …)",
                                "The value of a query of one row; NULL for none, an error for several.")
                        .shows("(SELECT a FROM (VALUES (7)) AS t(a))", "7"),
                entry(ONE_VALUE, "isOneValue")
                        .grammar(ONE_VALUE)
                        .takes(Parameter.of("same", Set.of(BOOLEAN)))
                        .gives(BOOLEAN)
                        .says(
                                "f(x) WITHIN DISTINCT (k, …)",
                                "An aggregate of one row for each k; an error where rows with equal k have different x.")
                        .shows(
                                "(SELECT SUM(x) WITHIN DISTINCT (k) FROM (VALUES (1, 5), (1, 5), (2, 3)) AS t(k, x))",
                                "8"));
    }

    public static boolean isOneValue(boolean same) {
        if (!same) {
            throw new RowException(
                    "rows that are equal by WITHIN DISTINCT have different arguments of the aggregate",
                    "Name more columns in WITHIN DISTINCT (…), or aggregate a value that is one for each of them.");
        }
        return true;
    }

    public static boolean isSingle(long rows) {
        if (rows > 1) {
            throw new RowException(
                    "a query that stands for a value has %d rows".formatted(rows),
                    "Aggregate its value, as in (SELECT MAX(x) FROM …), or let its condition choose one row.");
        }
        return true;
    }

    private static Entry greatest(String name, String method, Set<TypeKind> kinds) {
        return of(name, method, kinds)
                .says("GREATEST(a, …)", "The greatest of values of one type; NULL if one is NULL.")
                .shows("GREATEST(1, 3, 2)", "3");
    }

    private static Entry least(String name, String method, Set<TypeKind> kinds) {
        return of(name, method, kinds)
                .says("LEAST(a, …)", "The least of values of one type; NULL if one is NULL.")
                .shows("LEAST('a', 'B')", "B");
    }

    private static Entry of(String name, String method, Set<TypeKind> kinds) {
        return entry(name, method)
                .nested()
                .takes(Parameter.of("a", kinds), Parameter.of("b", kinds))
                .gives(ResultType.same(0));
    }

    public static long greatestLong(long left, long right) {
        return Math.max(left, right);
    }

    public static double greatestDouble(double left, double right) {
        return Math.max(left, right);
    }

    public static BigDecimal greatestDecimal(BigDecimal left, BigDecimal right) {
        return left.max(right);
    }

    public static void greatestText(Utf8 left, Utf8 right, Utf8 out) {
        out.append(left.compareTo(right) >= 0 ? left : right);
    }

    public static boolean greatestBoolean(boolean left, boolean right) {
        return left || right;
    }

    public static long leastLong(long left, long right) {
        return Math.min(left, right);
    }

    public static double leastDouble(double left, double right) {
        return left != left ? right : right != right ? left : Math.min(left, right);
    }

    public static BigDecimal leastDecimal(BigDecimal left, BigDecimal right) {
        return left.min(right);
    }

    public static void leastText(Utf8 left, Utf8 right, Utf8 out) {
        out.append(left.compareTo(right) <= 0 ? left : right);
    }

    public static boolean leastBoolean(boolean left, boolean right) {
        return left && right;
    }
}
