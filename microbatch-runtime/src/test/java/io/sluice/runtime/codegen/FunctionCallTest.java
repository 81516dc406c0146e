package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionBinding;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.Parameter;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.ScalarFunction;
import io.sluice.planner.function.Signature;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionCallTest {
    /** What the planner gives functions that it calls itself. */
    private static final Map<String, Object> PLANNED =
            Map.of("CURRENT_WATERMARK", "", "PERCENTILE/WEIGHTED", "0.5", "PERCENTILES/WEIGHTED", "0.5,0.9");

    private static final DataType TEXT = DataType.of(TypeKind.STRING, true);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE, true);

    private static Expr in(int index, DataType type) {
        return new Expr.Input(index, type);
    }

    private static Expr text(String value) {
        return new Expr.Literal(Optional.of(value), TEXT.withNullable(false));
    }

    /** Calls a function as SQL would. */
    private static Expr call(String sqlName, Expr... arguments) {
        List<Argument> given = new ArrayList<>();
        for (Expr each : arguments) {
            given.add(Argument.of(each));
        }
        FunctionBinding binding = FunctionRegister.bind(sqlName, given).orElseThrow();
        return binding.call(Arrays.asList(arguments));
    }

    private static List<Object> run(Expr expression, DataType type, Object... values) {
        List<Object[]> rows =
                Arrays.stream(values).map(value -> new Object[] {value}).toList();
        List<List<Object>> plain = Evaluation.of(List.of(expression), List.of(type), rows, false);
        assertThat(Evaluation.of(List.of(expression), List.of(type), rows, true))
                .isEqualTo(plain);
        return plain.stream().map(row -> row.get(0)).toList();
    }

    private static List<Object> list(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void textsGoInAndOut() {
        assertThat(run(call("UPPER", in(0, TEXT)), TEXT, "abé", null, "")).isEqualTo(list("ABÉ", null, ""));
        assertThat(run(call("CHAR_LENGTH", in(0, TEXT)), TEXT, "abé", null, "")).isEqualTo(list(3L, null, 0L));
    }

    @Test
    void callsNest() {
        Expr nested = call("CONCAT", call("UPPER", in(0, TEXT)), text("-"), call("REVERSE", in(0, TEXT)));
        assertThat(run(nested, TEXT, "abc", null, "de")).isEqualTo(list("ABC-cba", null, "DE-ed"));
    }

    @Test
    void aPatternIsPreparedOnceForALiteral() {
        assertThat(run(call("LIKE", in(0, TEXT), text("a%c")), TEXT, "abc", "abd", null, "ac"))
                .isEqualTo(list(true, false, null, true));
    }

    @Test
    void aPatternOfAColumnIsPreparedAgainWhenItChanges() {
        Expr like = call("LIKE", text("abc"), in(0, TEXT));
        assertThat(run(like, TEXT, "a%", "a%", "b%", null, "%c")).isEqualTo(list(true, true, false, null, true));
    }

    @Test
    void aResultMayBeNullWithoutANullArgument() {
        Expr parsed = call("TO_TIMESTAMP", in(0, TEXT), text("yyyy/MM/dd HH:mm"));
        assertThat(run(parsed, TEXT, "1970/01/01 00:01", "nonsense", null)).isEqualTo(list(60_000_000L, null, null));
    }

    @Test
    void theTimeOfTheBatchIsPinned() {
        Expr now = new Expr.Call("CURRENT_TIMESTAMP", List.of(), DataType.of(TypeKind.TIMESTAMP_LTZ, false));
        assertThat(run(now, BIGINT, 1L, 2L)).isEqualTo(list(Evaluation.NOW, Evaluation.NOW));
    }

    @Test
    void numbersGoInAndOut() {
        assertThat(run(call("ABS", in(0, BIGINT)), BIGINT, -5L, null, 3L)).isEqualTo(list(5L, null, 3L));
        assertThat(run(call("SQRT", in(0, DOUBLE)), DOUBLE, 4.0, null)).isEqualTo(list(2.0, null));
    }

    @Test
    void everyFunctionOfTheRegisterCanBeCalledWithValuesAndWithNulls() {
        List<String> failures = new ArrayList<>();
        int called = 0;
        for (String name : FunctionRegister.sqlNames()) {
            for (ScalarFunction variant : FunctionRegister.variants(name)) {
                called += callAll(name, variant, failures);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(called).isGreaterThan(FunctionRegister.all().size());
    }

    /** Once for each type of the first argument. */
    private static int callAll(String name, ScalarFunction variant, List<String> failures) {
        Signature signature = variant.signature().orElseThrow();
        if (signature.parameters().isEmpty()) {
            return tryCall(name, List.of(), failures);
        }
        int called = 0;
        for (DataType first : types(signature.parameters().get(0))) {
            List<Expr> arguments = new ArrayList<>();
            for (Parameter parameter : signature.parameters()) {
                DataType type = arguments.isEmpty()
                        ? first
                        : next(signature.parameters().get(0), parameter, first);
                boolean planned = PLANNED.containsKey(name) && !arguments.isEmpty();
                Object literal = planned ? PLANNED.get(name) : sample(type);
                arguments.add(
                        planned || parameter.literal()
                                ? new Expr.Literal(Optional.of(literal), type.withNullable(false))
                                : in(arguments.size(), type));
            }
            called +=
                    signature.conversion().isEmpty() || takes(name, arguments) ? tryCall(name, arguments, failures) : 0;
        }
        if (called == 0) {
            failures.add(name + " takes no sample");
        }
        return called;
    }

    private static boolean takes(String name, List<Expr> arguments) {
        return FunctionRegister.bind(name, arguments.stream().map(Argument::of).toList())
                .isPresent();
    }

    private static DataType next(Parameter parameter, Parameter next, DataType first) {
        if (next.encoded()) {
            return first.children().isEmpty() ? first : first.children().get(0).type();
        }
        return next.kinds().contains(first.kind()) ? first : types(next).get(0);
    }

    private static List<DataType> types(Parameter parameter) {
        List<DataType> types = new ArrayList<>();
        for (TypeKind kind : parameter.kinds()) {
            switch (kind) {
                case DECIMAL -> types.add(DataType.decimal(10, 2, true));
                case ARRAY -> types.addAll(List.of(
                        DataType.array(BIGINT, true),
                        DataType.array(TEXT, true),
                        DataType.array(DataType.array(DOUBLE, true), true),
                        DataType.array(
                                DataType.row(List.of(new Column("k", BIGINT), new Column("v", TEXT)), true), true)));
                case MAP -> types.add(DataType.map(BIGINT, TEXT, true));
                case ROW -> types.add(DataType.row(List.of(new Column("f", BIGINT)), true));
                default -> types.add(DataType.of(kind, true));
            }
        }
        return types;
    }

    /** A row may be refused, but what is generated must be right Java. */
    private static int tryCall(String name, List<Expr> arguments, List<String> failures) {
        try {
            Optional<FunctionBinding> binding = FunctionRegister.bind(
                    name, arguments.stream().map(Argument::of).toList());
            if (binding.isEmpty()) {
                failures.add(name + " does not take " + arguments);
                return 0;
            }
            List<DataType> types = arguments.stream().map(Expr::type).toList();
            List<Object[]> values =
                    List.of(types.stream().map(FunctionCallTest::sample).toArray(), new Object[types.size()]);
            Expr call = binding.get().call(arguments);
            assertThat(Evaluation.of(List.of(call), types, values, false)).hasSize(2);
            assertThat(Evaluation.of(List.of(call), types, values.subList(1, 2), true))
                    .hasSize(1);
        } catch (RowException e) {
            return 1;
        } catch (RuntimeException e) {
            failures.add(name + ": " + e.getMessage());
        }
        return 1;
    }

    private static Object sample(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> true;
            case FLOAT, DOUBLE -> 0.5;
            case DECIMAL -> new BigDecimal("1.25");
            case STRING -> "DAY";
            case BINARY -> Utf8.of("DAY");
            case ARRAY, MAP -> emptyOf();
            case ROW -> rowOf();
            default -> 2L;
        };
    }

    private static Utf8 emptyOf() {
        Utf8 empty = new Utf8();
        NestedValues.appendCount(0, empty);
        return empty;
    }

    private static Utf8 rowOf() {
        Utf8 row = new Utf8();
        NestedValues.appendLong(1, row);
        return row;
    }
}
