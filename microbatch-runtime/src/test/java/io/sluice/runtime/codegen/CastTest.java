package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CastTest {
    private static final DataType TEXT = type(TypeKind.STRING);
    private static final DataType SMALL = DataType.decimal(10, 2, true);
    private static final DataType WIDE = DataType.decimal(30, 3, true);

    private static DataType type(TypeKind kind) {
        return DataType.of(kind, true);
    }

    /** A value, its type, the type that it is cast to, and what comes of it; nothing: it cannot be cast. */
    record Case(Object value, DataType from, DataType to, Object result) {}

    private static Case of(Object value, DataType from, DataType to, Object result) {
        return new Case(value, from, to, result);
    }

    static Stream<Case> cases() {
        DataType varchar = new DataType(TypeKind.STRING, 3, 0, true);
        DataType seconds = new DataType(TypeKind.TIMESTAMP, 0, 0, true);
        return Stream.of(
                of("12", TEXT, type(TypeKind.INT), 12L),
                of("abc", TEXT, type(TypeKind.INT), null),
                of("300", TEXT, type(TypeKind.TINYINT), null),
                of("1.5", TEXT, type(TypeKind.DOUBLE), 1.5),
                of("1.5", TEXT, type(TypeKind.FLOAT), 1.5),
                of("1.256", TEXT, SMALL, new BigDecimal("1.26")),
                of("1.2564", TEXT, WIDE, new BigDecimal("1.256")),
                of("true", TEXT, type(TypeKind.BOOLEAN), true),
                of("maybe", TEXT, type(TypeKind.BOOLEAN), null),
                of("1970-01-03", TEXT, type(TypeKind.DATE), 2L),
                of("1970-01-01 00:00:01.5", TEXT, type(TypeKind.TIMESTAMP), 1_500_000L),
                of("1970-01-01 00:00:01.5", TEXT, seconds, 1_000_000L),
                of("1970-01-01 00:00:01.5", TEXT, type(TypeKind.TIMESTAMP_LTZ), 1_500_000L),
                of("abcdef", TEXT, varchar, "abc"),
                of(12345L, type(TypeKind.BIGINT), varchar, "123"),
                of(12345L, type(TypeKind.BIGINT), TEXT, "12345"),
                of(200L, type(TypeKind.INT), type(TypeKind.TINYINT), null),
                of(100L, type(TypeKind.INT), type(TypeKind.TINYINT), 100L),
                of(100L, type(TypeKind.TINYINT), type(TypeKind.BIGINT), 100L),
                of(7L, type(TypeKind.INT), type(TypeKind.DOUBLE), 7.0),
                of(7L, type(TypeKind.INT), type(TypeKind.FLOAT), 7.0),
                of(7L, type(TypeKind.INT), SMALL, new BigDecimal("7.00")),
                of(7L, type(TypeKind.INT), WIDE, new BigDecimal("7.000")),
                of(1L << 40, type(TypeKind.BIGINT), SMALL, null),
                of(7L, type(TypeKind.INT), type(TypeKind.BOOLEAN), true),
                of(1.75, type(TypeKind.DOUBLE), type(TypeKind.INT), 1L),
                of(1e30, type(TypeKind.DOUBLE), type(TypeKind.BIGINT), null),
                of(1.755, type(TypeKind.DOUBLE), SMALL, new BigDecimal("1.76")),
                of(0.1, type(TypeKind.DOUBLE), type(TypeKind.FLOAT), (double) 0.1f),
                of((double) 0.1f, type(TypeKind.FLOAT), type(TypeKind.DOUBLE), (double) 0.1f),
                of((double) 0.1f, type(TypeKind.FLOAT), TEXT, "0.1"),
                of((double) 0.5f, type(TypeKind.FLOAT), SMALL, new BigDecimal("0.50")),
                of(new BigDecimal("9.99"), SMALL, type(TypeKind.INT), 9L),
                of(new BigDecimal("9.999"), WIDE, type(TypeKind.INT), 9L),
                of(new BigDecimal("9.99"), SMALL, type(TypeKind.DOUBLE), 9.99),
                of(new BigDecimal("9.999"), WIDE, type(TypeKind.DOUBLE), 9.999),
                of(new BigDecimal("9.99"), SMALL, WIDE, new BigDecimal("9.990")),
                of(new BigDecimal("9.996"), WIDE, SMALL, new BigDecimal("10.00")),
                of(new BigDecimal("9.99"), SMALL, DataType.decimal(3, 1, true), new BigDecimal("10.0")),
                of(new BigDecimal("999.99"), SMALL, DataType.decimal(3, 1, true), null),
                of(new BigDecimal("9.99"), SMALL, TEXT, "9.99"),
                of(new BigDecimal("9.999"), WIDE, TEXT, "9.999"),
                of(new BigDecimal("0.00"), SMALL, type(TypeKind.BOOLEAN), false),
                of(true, type(TypeKind.BOOLEAN), type(TypeKind.INT), 1L),
                of(true, type(TypeKind.BOOLEAN), TEXT, "TRUE"),
                of(true, type(TypeKind.BOOLEAN), SMALL, new BigDecimal("1.00")),
                of(2L, type(TypeKind.DATE), type(TypeKind.TIMESTAMP), 172_800_000_000L),
                of(2L, type(TypeKind.DATE), type(TypeKind.TIMESTAMP_LTZ), 172_800_000_000L),
                of(2L, type(TypeKind.DATE), TEXT, "1970-01-03"),
                of(1_500_000L, type(TypeKind.TIMESTAMP), TEXT, "1970-01-01 00:00:01.500000"),
                of(1_500_000L, type(TypeKind.TIMESTAMP), seconds, 1_000_000L),
                of(1_500_000L, type(TypeKind.TIMESTAMP), type(TypeKind.DATE), 0L),
                of(1_500_000L, type(TypeKind.TIMESTAMP), type(TypeKind.TIMESTAMP_LTZ), 1_500_000L),
                of(1_500_000L, type(TypeKind.TIMESTAMP_LTZ), type(TypeKind.TIMESTAMP), 1_500_000L),
                of(1_500_000L, type(TypeKind.TIMESTAMP_LTZ), type(TypeKind.DATE), 0L),
                of(1_500_000L, type(TypeKind.TIMESTAMP_LTZ), TEXT, "1970-01-01 00:00:01.500000"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCastGivesItsValueOrIsRefused(Case test) {
        Expr cast = new Expr.Cast(new Expr.Input(0, test.from), test.to, false);
        List<Object[]> row = List.<Object[]>of(new Object[] {test.value});
        for (boolean dictionaries : new boolean[] {false, true}) {
            if (test.result == null) {
                assertThatThrownBy(() -> Evaluation.of(List.of(cast), List.of(test.from), row, dictionaries))
                        .isInstanceOf(RowException.class);
            } else {
                assertThat(Evaluation.of(List.of(cast), List.of(test.from), row, dictionaries))
                        .containsExactly(List.of(test.result));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSafeCastGivesItsValueOrNull(Case test) {
        Expr cast = new Expr.Cast(new Expr.Input(0, test.from), test.to, true);
        List<Object[]> rows = List.of(new Object[] {test.value}, new Object[] {null}, new Object[] {test.value});
        for (boolean dictionaries : new boolean[] {false, true}) {
            assertThat(Evaluation.of(List.of(cast), List.of(test.from), rows, dictionaries))
                    .extracting(row -> row.get(0))
                    .containsExactly(test.result, null, test.result);
        }
    }

    @Test
    void aSafeCastDoesNotHideWhatFailsBelowIt() {
        DataType bigint = type(TypeKind.BIGINT);
        Expr quotient = new Expr.Call("/", List.of(new Expr.Input(0, bigint), new Expr.Input(0, bigint)), bigint);
        Expr cast = new Expr.Cast(quotient, type(TypeKind.INT), true);
        assertThatThrownBy(() ->
                        Evaluation.of(List.of(cast), List.of(bigint), List.<Object[]>of(new Object[] {0L}), false))
                .isInstanceOf(RowException.class)
                .hasMessage("division by zero in 0 / 0");
    }
}
