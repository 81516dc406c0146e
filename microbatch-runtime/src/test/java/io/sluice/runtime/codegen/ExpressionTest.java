package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionTest {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, true);
    private static final List<CoreOperator> ARITHMETIC = List.of(
            CoreOperator.PLUS, CoreOperator.MINUS, CoreOperator.TIMES, CoreOperator.DIVIDE, CoreOperator.REMAINDER);
    private static final List<CoreOperator> COMPARISONS = List.of(
            CoreOperator.EQUAL,
            CoreOperator.NOT_EQUAL,
            CoreOperator.LESS,
            CoreOperator.LESS_OR_EQUAL,
            CoreOperator.GREATER,
            CoreOperator.GREATER_OR_EQUAL,
            CoreOperator.IS_DISTINCT_FROM,
            CoreOperator.IS_NOT_DISTINCT_FROM);

    private static DataType type(TypeKind kind) {
        return DataType.of(kind, true);
    }

    private static DataType decimal(int precision, int scale) {
        return DataType.decimal(precision, scale, true);
    }

    private static Expr.Input in(int index, DataType type) {
        return new Expr.Input(index, type);
    }

    private static Expr call(CoreOperator operator, DataType type, Expr... arguments) {
        return new Expr.Call(operator.symbol(), List.of(arguments), type);
    }

    private static Expr literal(Object value, DataType type) {
        return new Expr.Literal(Optional.ofNullable(value), type.withNullable(value == null));
    }

    /** Operator, types of the operands, type of the result. */
    record Case(CoreOperator operator, DataType left, DataType right, DataType result) {}

    static Stream<Case> arithmetic() {
        List<Case> cases = new ArrayList<>();
        for (CoreOperator operator : ARITHMETIC) {
            for (TypeKind kind : List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT)) {
                cases.add(new Case(operator, type(kind), type(kind), type(kind)));
            }
            cases.add(new Case(operator, type(TypeKind.DOUBLE), type(TypeKind.DOUBLE), type(TypeKind.DOUBLE)));
            cases.add(new Case(operator, type(TypeKind.FLOAT), type(TypeKind.FLOAT), type(TypeKind.FLOAT)));
            cases.add(new Case(operator, decimal(9, 2), decimal(9, 2), decimal(10, 2)));
            cases.add(new Case(operator, decimal(9, 2), decimal(7, 4), decimal(18, 6)));
            cases.add(new Case(operator, decimal(18, 4), decimal(18, 4), decimal(18, 4)));
            cases.add(new Case(operator, decimal(18, 4), decimal(12, 1), decimal(30, 5)));
            cases.add(new Case(operator, decimal(30, 4), decimal(18, 2), decimal(38, 6)));
            cases.add(new Case(operator, decimal(38, 10), decimal(38, 2), decimal(38, 6)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("arithmetic")
    void arithmeticAgreesWithExactNumbers(Case test) {
        check(call(test.operator, test.result, in(0, test.left), in(1, test.right)), test.left, test.right);
    }

    static Stream<DataType> comparable() {
        return Stream.of(
                type(TypeKind.BOOLEAN),
                type(TypeKind.TINYINT),
                type(TypeKind.BIGINT),
                type(TypeKind.FLOAT),
                type(TypeKind.DOUBLE),
                decimal(9, 2),
                decimal(30, 4),
                type(TypeKind.STRING),
                type(TypeKind.DATE),
                type(TypeKind.TIMESTAMP),
                type(TypeKind.TIMESTAMP_LTZ),
                type(TypeKind.INTERVAL_DAY_TIME));
    }

    @ParameterizedTest
    @MethodSource("comparable")
    void comparisonsAgreeForEachType(DataType type) {
        for (CoreOperator operator : COMPARISONS) {
            check(call(operator, BOOLEAN, in(0, type), in(1, type)), type, type);
            check(call(operator, BOOLEAN, in(0, type), literal(null, type)), type, type);
        }
    }

    @Test
    void decimalsOfDifferentScalesAreComparedByValue() {
        for (CoreOperator operator : COMPARISONS) {
            check(call(operator, BOOLEAN, in(0, decimal(9, 2)), in(1, decimal(7, 4))), decimal(9, 2), decimal(7, 4));
            check(call(operator, BOOLEAN, in(0, decimal(9, 2)), in(1, decimal(38, 4))), decimal(9, 2), decimal(38, 4));
        }
    }

    @ParameterizedTest
    @MethodSource("comparable")
    void membershipAgreesForEachType(DataType type) {
        for (int members : new int[] {1, 3, 40}) {
            List<Expr> arguments = new ArrayList<>();
            arguments.add(in(0, type));
            Random random = new Random(members);
            while (arguments.size() <= members) {
                Object value = value(type, random);
                if (value != null) {
                    arguments.add(literal(value, type));
                }
            }
            check(new Expr.Call(CoreOperator.IN.symbol(), arguments, BOOLEAN), type, type);
        }
    }

    @Test
    void logicHasThreeValues() {
        Expr a = in(0, BOOLEAN);
        Expr b = in(1, BOOLEAN);
        for (CoreOperator operator : List.of(CoreOperator.AND, CoreOperator.OR)) {
            check(call(operator, BOOLEAN, a, b), BOOLEAN, BOOLEAN);
            check(call(operator, BOOLEAN, a, b, a), BOOLEAN, BOOLEAN);
            check(call(operator, BOOLEAN, a, literal(null, BOOLEAN)), BOOLEAN, BOOLEAN);
            check(call(operator, BOOLEAN, literal(null, BOOLEAN), a, literal(true, BOOLEAN)), BOOLEAN, BOOLEAN);
            check(
                    call(operator, BOOLEAN, call(operator, BOOLEAN, a, b), call(CoreOperator.NOT, BOOLEAN, b)),
                    BOOLEAN,
                    BOOLEAN);
        }
        for (CoreOperator test : List.of(
                CoreOperator.NOT,
                CoreOperator.IS_NULL,
                CoreOperator.IS_NOT_NULL,
                CoreOperator.IS_TRUE,
                CoreOperator.IS_NOT_TRUE,
                CoreOperator.IS_FALSE,
                CoreOperator.IS_NOT_FALSE)) {
            check(call(test, BOOLEAN, a), BOOLEAN, BOOLEAN);
            check(call(test, BOOLEAN, call(CoreOperator.AND, BOOLEAN, a, b)), BOOLEAN, BOOLEAN);
            check(call(test, BOOLEAN, literal(null, BOOLEAN)), BOOLEAN, BOOLEAN);
        }
    }

    @Test
    void theSecondConditionIsNotComputedWhenTheFirstDecides() {
        DataType bigint = type(TypeKind.BIGINT);
        Expr notZero = call(CoreOperator.NOT_EQUAL, BOOLEAN, in(0, bigint), literal(0L, bigint));
        Expr quotient = call(CoreOperator.DIVIDE, bigint, literal(10L, bigint), in(0, bigint));
        Expr large = call(CoreOperator.GREATER, BOOLEAN, quotient, literal(2L, bigint));
        List<Object[]> rows = List.of(new Object[] {0L}, new Object[] {2L}, new Object[] {9L}, new Object[] {null});
        assertThat(Evaluation.of(
                        List.of(call(CoreOperator.AND, BOOLEAN, notZero, large)), List.of(bigint), rows, false))
                .extracting(row -> row.get(0))
                .containsExactly(false, true, false, null);
    }

    @Test
    void onlyTheChosenBranchIsComputed() {
        DataType bigint = type(TypeKind.BIGINT);
        Expr isZero = call(CoreOperator.EQUAL, BOOLEAN, in(0, bigint), literal(0L, bigint));
        Expr quotient = call(CoreOperator.DIVIDE, bigint, literal(10L, bigint), in(0, bigint));
        Expr guarded = new Expr.Conditional(List.of(new Expr.Branch(isZero, literal(null, bigint))), quotient, bigint);
        List<Object[]> rows = List.of(new Object[] {0L}, new Object[] {5L}, new Object[] {null});
        assertThat(Evaluation.of(List.of(guarded), List.of(bigint), rows, false))
                .extracting(row -> row.get(0))
                .containsExactly(null, 2L, null);
    }

    @ParameterizedTest
    @MethodSource("comparable")
    void conditionsChooseValuesOfEachType(DataType type) {
        Expr equal = call(CoreOperator.EQUAL, BOOLEAN, in(0, type), in(1, type));
        Expr less = call(CoreOperator.LESS, BOOLEAN, in(0, type), in(1, type));
        check(
                new Expr.Conditional(
                        List.of(new Expr.Branch(equal, literal(null, type)), new Expr.Branch(less, in(1, type))),
                        in(0, type),
                        type),
                type,
                type);
    }

    @Test
    void timesMoveByIntervals() {
        DataType day = type(TypeKind.INTERVAL_DAY_TIME);
        DataType month = type(TypeKind.INTERVAL_YEAR_MONTH);
        for (CoreOperator operator : List.of(CoreOperator.PLUS, CoreOperator.MINUS)) {
            for (DataType time : List.of(type(TypeKind.TIMESTAMP), type(TypeKind.TIMESTAMP_LTZ), type(TypeKind.DATE))) {
                check(call(operator, time, in(0, time), in(1, day)), time, day);
                check(call(operator, time, in(0, time), in(1, month)), time, month);
            }
        }
        DataType timestamp = type(TypeKind.TIMESTAMP);
        check(call(CoreOperator.MINUS, day, in(0, timestamp), in(1, timestamp)), timestamp, timestamp);
        check(
                call(CoreOperator.MINUS, day, in(0, type(TypeKind.DATE)), in(1, type(TypeKind.DATE))),
                type(TypeKind.DATE),
                type(TypeKind.DATE));
    }

    @Test
    void negationAgreesForEachNumber() {
        for (DataType type : List.of(
                type(TypeKind.TINYINT), type(TypeKind.BIGINT), type(TypeKind.DOUBLE), decimal(9, 2), decimal(30, 4))) {
            check(call(CoreOperator.NEGATE, type, in(0, type)), type, type);
        }
    }

    @Test
    void randomExpressionsAgree() {
        Random random = new Random(42);
        List<DataType> types = List.of(
                type(TypeKind.BIGINT),
                type(TypeKind.BIGINT),
                type(TypeKind.STRING),
                BOOLEAN,
                decimal(12, 2),
                decimal(30, 4));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(types.stream().map(type -> value(type, random)).toArray());
        }
        for (int i = 0; i < 60; i++) {
            Expr expression = RandomExpr.condition(random, types, 5);
            List<Object> expected = new ArrayList<>();
            rows.forEach(row -> expected.add(Interpreter.evaluate(expression, row)));
            for (boolean dictionaries : new boolean[] {true, false}) {
                assertThat(Evaluation.of(List.of(expression), types, rows, dictionaries))
                        .as("%s", expression)
                        .extracting(row -> row.get(0))
                        .isEqualTo(expected);
            }
        }
    }

    /** Random values, NULLs, and the corners of the types; rows for which there is no value must be refused. */
    private static void check(Expr expression, DataType left, DataType right) {
        Random random = new Random(7);
        List<Object[]> rows = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        List<Object[]> refused = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Object[] row = {value(left, random), value(right, random)};
            try {
                expected.add(Interpreter.evaluate(expression, row));
                rows.add(row);
            } catch (ArithmeticException e) {
                refused.add(row);
            }
        }
        List<DataType> types = List.of(left, right);
        assertThat(Evaluation.of(List.of(expression), types, rows, true))
                .as("%s", expression)
                .extracting(row -> row.get(0))
                .isEqualTo(expected);
        List<DataType> never = List.of(left.withNullable(false), right.withNullable(false));
        List<Object[]> whole =
                rows.stream().filter(row -> row[0] != null && row[1] != null).toList();
        List<Object> values =
                whole.stream().map(row -> Interpreter.evaluate(expression, row)).toList();
        assertThat(Evaluation.of(List.of(expression), never, whole, false))
                .extracting(row -> row.get(0))
                .isEqualTo(values);
        refused.stream().limit(3).forEach(row -> assertThatThrownBy(
                        () -> Evaluation.of(List.of(expression), types, List.<Object[]>of(row), false))
                .isInstanceOf(RowException.class));
    }

    static Object value(DataType type, Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        boolean corner = random.nextInt(8) == 0;
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> corner ? (random.nextBoolean() ? 127L : -128L) : (long) (random.nextInt(40) - 20);
            case SMALLINT -> corner ? -32768L : (long) (random.nextInt(400) - 200);
            case INT -> corner ? (long) Integer.MIN_VALUE : (long) (random.nextInt(80_000) - 40_000);
            case BIGINT -> corner
                    ? (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE)
                    : (long) (random.nextInt(20) - 10);
            case FLOAT -> (double) (float) (random.nextGaussian() * 10);
            case DOUBLE -> corner ? Double.POSITIVE_INFINITY : Math.rint(random.nextGaussian() * 4) / 4 + 0.125;
            case DECIMAL -> decimal(type, corner, random);
            case STRING -> corner ? "" : "aé€😀".substring(0, random.nextInt(3)) + random.nextInt(4);
            case DATE -> (long) random.nextInt(40_000) - 10_000;
            case TIME -> random.nextLong(86_400_000_000L);
            case TIMESTAMP, TIMESTAMP_LTZ -> random.nextLong() >> 12;
            case INTERVAL_DAY_TIME -> random.nextLong() >> 20;
            case INTERVAL_YEAR_MONTH -> (long) random.nextInt(100) - 50;
            case BINARY, ARRAY, MAP, ROW -> throw new IllegalStateException("no random " + type);
        };
    }

    private static BigDecimal decimal(DataType type, boolean corner, Random random) {
        if (corner) {
            return new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
        }
        return BigDecimal.valueOf(random.nextInt(2000) - 1000, type.scale());
    }
}
