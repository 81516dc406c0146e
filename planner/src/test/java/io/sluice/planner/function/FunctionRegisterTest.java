package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FunctionRegisterTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "sql-functions.md");
    private static final List<String> SCRIPTS = List.of("numbers", "text", "times", "casts", "catalogue");

    @Test
    void examplesShowWhatTheFunctionsGive() {
        Evaluation evaluation = evaluation("UTC");
        for (ScalarFunction function : FunctionRegister.all()) {
            Signature signature = function.signature().orElseThrow();
            assertThat(signature.examples()).as(function.name()).isNotEmpty();
            for (Signature.Example example : signature.examples()) {
                if (!SqlCall.reads(example.call())) {
                    continue;
                }
                assertThat(evaluation.print(example.call())).as(example.call()).isEqualTo(example.result());
            }
        }
    }

    /** Others need more of SQL than is read here; a test of the engine runs all examples. */
    private static boolean isReadHere(ScalarFunction function) {
        return function.signature().orElseThrow().examples().stream()
                .allMatch(example -> SqlCall.reads(example.call()));
    }

    @Test
    void casesGiveWhatTheySay() throws IOException {
        for (String script : SCRIPTS) {
            for (Case test : cases(script)) {
                assertThat(outcome(test)).as(test.toString()).isEqualTo(test.expected());
            }
        }
    }

    @Test
    void everyFunctionIsRunByAnExampleOrACase() throws IOException {
        Evaluation evaluation = evaluation("UTC");
        FunctionRegister.all().stream()
                .flatMap(function -> function.signature().orElseThrow().examples().stream())
                .filter(example -> SqlCall.reads(example.call()))
                .forEach(example -> evaluation.print(example.call()));
        Set<String> called = new TreeSet<>(evaluation.called());
        for (String script : SCRIPTS) {
            for (Case test : cases(script)) {
                called.addAll(run(test).called());
            }
        }
        assertThat(called)
                .containsAll(FunctionRegister.all().stream()
                        .filter(FunctionRegisterTest::isReadHere)
                        .map(ScalarFunction::name)
                        .toList());
    }

    @Test
    void methodsFollowTheCallingConvention() {
        for (ScalarFunction function : FunctionRegister.all()) {
            Method method = Evaluation.method(function);
            assertThat(Modifier.isStatic(method.getModifiers()))
                    .as(function.name())
                    .isTrue();
            assertThat(Modifier.isPublic(function.owner().getModifiers()))
                    .as(function.name())
                    .isTrue();
            assertThat(List.of(method.getParameterTypes()))
                    .as(function.name())
                    .isEqualTo(expectedTypes(function, method));
        }
    }

    private static List<Class<?>> expectedTypes(ScalarFunction function, Method method) {
        List<Class<?>> types = new ArrayList<>();
        if (function.usesContext()) {
            types.add(FunctionContext.class);
        }
        if (function.has(ScalarFunction.Trait.TYPED)) {
            types.add(DataType.class);
        }
        List<Parameter> parameters = function.signature().orElseThrow().parameters();
        for (int i = 0; i < parameters.size() && !function.variadic(); i++) {
            Class<?> prepared = function.prepared().get(i);
            types.add(prepared == null ? javaType(parameters.get(i)) : prepared);
        }
        if (function.variadic()) {
            types.add(Utf8[].class);
        }
        if (method.getReturnType() == void.class
                || method.getReturnType() == boolean.class && method.getParameterCount() > types.size()) {
            types.add(Utf8.class);
        }
        return types;
    }

    private static Class<?> javaType(Parameter parameter) {
        if (parameter.encoded()) {
            return Utf8.class;
        }
        TypeKind kind = parameter.passedAs().orElse(parameter.kinds().iterator().next());
        return switch (kind) {
            case BOOLEAN -> boolean.class;
            case FLOAT, DOUBLE -> double.class;
            case DECIMAL -> BigDecimal.class;
            case STRING, BINARY, ARRAY, MAP, ROW -> Utf8.class;
            default -> long.class;
        };
    }

    @Test
    void functionIsFoundByItsName() {
        assertThat(FunctionRegister.find("ABS/BIGINT")).isPresent();
        assertThat(FunctionRegister.find("ABS")).isEmpty();
        assertThat(FunctionRegister.variants("ABS")).hasSize(6);
        assertThat(FunctionRegister.variants("NO_SUCH")).isEmpty();
        assertThat(FunctionRegister.sqlNames())
                .contains("ABS", "EXTRACT/YEAR", "||")
                .doesNotContain("ABS/BIGINT");
    }

    @Test
    void argumentsOfOtherKindsAreNotAccepted() {
        Argument text = Argument.of(DataType.of(TypeKind.STRING, false));
        Argument number = Argument.of(DataType.of(TypeKind.INT, false));
        assertThat(FunctionRegister.bind("ABS", List.of(text))).isEmpty();
        assertThat(FunctionRegister.bind("ABS", List.of(number, number))).isEmpty();
        assertThat(FunctionRegister.bind("UPPER", List.of(number))).isEmpty();
        assertThat(FunctionRegister.bind("GREATEST", List.of(number, text))).isEmpty();
        assertThat(FunctionRegister.bind("CONCAT", List.of())).isEmpty();
    }

    @Test
    void resultIsNullableIfAnArgumentIsOrTheFunctionSaysSo() {
        assertThat(type("UPPER", DataType.of(TypeKind.STRING, false)).nullable())
                .isFalse();
        assertThat(type("UPPER", DataType.of(TypeKind.STRING, true)).nullable()).isTrue();
        assertThat(type("TO_DATE", DataType.of(TypeKind.STRING, false)).nullable())
                .isTrue();
        assertThat(type("IS_ALPHA", DataType.of(TypeKind.STRING, true)).nullable())
                .isFalse();
        assertThat(type("CONCAT_WS", DataType.of(TypeKind.STRING, false), DataType.of(TypeKind.STRING, true))
                        .nullable())
                .isFalse();
    }

    @Test
    void resultTypesFollowTheArguments() {
        assertThat(type("ROUND", DataType.of(TypeKind.SMALLINT, false))).hasToString("SMALLINT NOT NULL");
        assertThat(type("CEIL", DataType.decimal(5, 3, false))).hasToString("DECIMAL(5, 0) NOT NULL");
        assertThat(type("MOD", DataType.of(TypeKind.INT, false), DataType.of(TypeKind.BIGINT, false)))
                .hasToString("BIGINT NOT NULL");
        assertThat(type("GREATEST", DataType.of(TypeKind.INT, false), DataType.decimal(4, 2, true)))
                .hasToString("DECIMAL(12, 2)");
        assertThat(type("GREATEST", DataType.of(TypeKind.DATE, false), new DataType(TypeKind.TIMESTAMP, 3, 0, false)))
                .hasToString("TIMESTAMP(3) NOT NULL");
        assertThat(type("NOW")).hasToString("TIMESTAMP_LTZ(3) NOT NULL");
        assertThat(type("CONCAT_WS", new DataType(TypeKind.STRING, 1, 0, true), DataType.of(TypeKind.STRING, true)))
                .hasToString("STRING");
    }

    private static DataType type(String name, DataType... types) {
        List<Argument> arguments = List.of(types).stream().map(Argument::of).toList();
        return FunctionRegister.bind(name, arguments).orElseThrow().type();
    }

    @Test
    void constantsAreChecked() {
        assertThatThrownBy(() -> SqlCall.parse("REGEXP('a', '(')"))
                .isInstanceOf(RowException.class)
                .hasMessage("'(' is not a regular expression: unclosed group at character 2");
        assertThatThrownBy(() -> SqlCall.parse("DATE_FORMAT(DATE '2020-01-01', 'yyyy-bb')"))
                .hasMessage("'yyyy-bb' is not a pattern of dates and times");
        assertThatThrownBy(() -> SqlCall.parse("CONVERT_TZ('x', 'UTC', 'Mars/Base')"))
                .hasMessage("there is no time zone 'Mars/Base'");
        assertThatThrownBy(() -> SqlCall.parse("'a' LIKE 'b' ESCAPE '##'"))
                .hasMessage("the escape of LIKE must be one character, got '##'");
        assertThatThrownBy(() -> SqlCall.parse("TO_TIMESTAMP_LTZ(1, 10)"))
                .hasMessage("the precision of TO_TIMESTAMP_LTZ must be 0 to 9, got 10");
        assertThatThrownBy(() -> SqlCall.parse("FLOOR(DATE '2020-01-01' TO FORTNIGHT)"))
                .hasMessage("'FORTNIGHT' is not a unit that a time can be rounded to");
    }

    @Test
    void documentListsTheFunctions() throws IOException {
        String expected = FunctionDocument.text();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/sql-functions.md; -Dgolden.update=true rewrites it")
                .isEqualTo(expected);
    }

    private record Case(String zone, String call, String expected) {}

    /** Lines {@code call => result}, or {@code [zone] call => result}; the result of an error is {@code ! message}. */
    private static List<Case> cases(String script) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (var in = FunctionRegisterTest.class.getResourceAsStream("/functions/" + script + ".txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                boolean zoned = line.startsWith("[");
                String zone = zoned ? line.substring(1, line.indexOf(']')) : "UTC";
                String rest = zoned ? line.substring(line.indexOf(']') + 2) : line;
                int arrow = rest.indexOf(" =>");
                String expected = rest.substring(arrow + 3);
                cases.add(new Case(
                        zone, rest.substring(0, arrow), expected.startsWith(" ") ? expected.substring(1) : expected));
            }
        }
        return cases;
    }

    private static String outcome(Case test) {
        try {
            return evaluation(test.zone()).print(test.call());
        } catch (RowException e) {
            return "! " + e.getMessage();
        }
    }

    private static Evaluation run(Case test) {
        Evaluation evaluation = evaluation(test.zone());
        try {
            evaluation.print(test.call());
        } catch (RowException e) {
            assertThat(test.expected()).isEqualTo("! " + e.getMessage());
        }
        return evaluation;
    }

    private static Evaluation evaluation(String zone) {
        Instant time = Instant.parse("2026-11-21T08:30:00.123456Z");
        long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        return new Evaluation(new FunctionContext(ZoneId.of(zone), micros));
    }
}
