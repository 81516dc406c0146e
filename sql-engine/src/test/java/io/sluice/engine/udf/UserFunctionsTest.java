package io.sluice.engine.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.QueryRows;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.StatementResult;
import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CREATE FUNCTION and calls of what it makes. */
class UserFunctionsTest {
    private static final String INPUT =
            """
            CREATE TABLE t (
              id INT, name STRING, v BIGINT, price DECIMAL(8, 2), d DOUBLE, xs ARRAY<INT>, m MAP<STRING, BIGINT>,
              p ROW<x INT, label STRING>, ts TIMESTAMP(3), `day` DATE, b BYTES, tm TIME(0))
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"id":1,"name":"banana","v":7,"price":2.50,"d":0.5,"xs":[1,2],"m":{"a":1},"p":{"x":1,"label":"one"},"ts":"2026-01-01 00:00:00.500","day":"2026-01-31","b":"AQL/","tm":"10:00:00"}
            {"id":3,"name":"é","v":-1,"price":-0.01,"d":-1.5,"xs":[],"m":{},"p":{"x":null,"label":"none"},"ts":"1969-12-31 23:59:59.999","day":"1960-02-29","b":"","tm":"23:30:00"}
            {"id":4}
            """;

    @TempDir
    private Path directory;

    private QueryRows input;

    @BeforeEach
    void writeInput() throws IOException {
        input = new QueryRows(directory, INPUT, ROWS);
    }

    private static String create(String name, Class<?> type) {
        return "CREATE TEMPORARY FUNCTION %s AS '%s';\n".formatted(name, type.getName());
    }

    private List<String> rows(String before, String query) {
        return input.of(before, query);
    }

    private List<String> rows(Class<?> type, String query) {
        return rows(create("f", type), query);
    }

    @Test
    void overloadsAreChosenByTheirArguments() {
        assertThat(rows(SampleFunctions.CountChar.class, "SELECT id, f(name, 'a'), F(name) FROM t"))
                .containsExactly("[1, 3, 6]", "[3, 0, 1]", "[4, -1, -1]");
        assertThat(rows(SampleFunctions.Plus.class, "SELECT id, f(id, id), f(id, 2), f(v, d), f(id) FROM t"))
                .containsExactly("[1, 2, 3, 7.5, 1]", "[3, 6, 5, -2.5, null]", "[4, 8, 6, null, 4]");
        assertThat(SampleFunctions.OPEN).hasValue(0);
    }

    @Test
    void instancesAreClosedWithTheQuery() {
        assertThat(rows(
                        SampleFunctions.Plus.class,
                        "SELECT a.id, f(b.id, 1) FROM t AS a JOIN t AS b ON a.id = b.id AND f(a.id, b.id) > 2"))
                .containsExactly("[3, 4]", "[4, 5]");
        assertThat(SampleFunctions.OPEN).hasValue(0);
    }

    @Test
    void nullsGoToObjectsAndMakeCallsWithPrimitivesNull() {
        assertThat(rows(
                        SampleFunctions.Plus.class,
                        "SELECT f(NULL, 2), f(CAST(NULL AS INT)), f(NULL) FROM t WHERE id = 1"))
                .containsExactly("[null, -1, -1]");
    }

    @Test
    void varargs() {
        assertThat(rows(
                        SampleFunctions.Longest.class,
                        "SELECT f(name, 'abc', NULL), f(), f(id, v, 5), f(id) FROM t WHERE id < 4"))
                .containsExactly("[abc, null, 5, 3]", "[banana, null, 7, 1]");
    }

    @Test
    void typesOfJava() {
        assertThat(rows(SampleFunctions.Money.class, "SELECT f(price), f(id), f(price + 1) FROM t"))
                .containsExactly("[-0.015, 4.500, 1.485]", "[3.750, 1.500, 5.250]", "[null, 6.000, null]");
        assertThat(rows(
                        SampleFunctions.Times.class,
                        "SELECT f(`day`), f(ts), f(CAST(ts AS TIMESTAMP_LTZ(3))), f(tm) FROM t"))
                .containsExactly(
                        "[1960-03-01, 1970-01-01T00:00:00.000234, 1970-01-01T00:00:00.999Z, 00:30]",
                        "[2026-02-01, 2026-01-01T00:00:00.501234, 2026-01-01T00:00:01.500Z, 11:00]",
                        "[null, null, null, null]");
        assertThat(rows(
                        SampleFunctions.Bytes.class,
                        "SELECT CAST(f(b) AS STRING), f(b) = X'FF0201' FROM t WHERE id < 4"))
                .hasSize(2)
                .element(1)
                .asString()
                .endsWith("true]");
        assertThat(rows(
                        SampleFunctions.Nested.class,
                        "SELECT f(xs), f(m), f(p, 10), f(p, 10).label, f(ARRAY[id]) FROM t WHERE id = 1"))
                .containsExactly("[[1, 2, null], {a=1, n=1}, +I[11, one], one, [1, null]]");
    }

    @Test
    void aFunctionIsInConditionsKeysAndAggregates() {
        assertThat(rows(
                        SampleFunctions.CountChar.class,
                        "SELECT f(name, 'a'), COUNT(*), SUM(f(name)) FROM t WHERE f(name) <> 1 GROUP BY f(name, 'a')"))
                .containsExactly("[-1, 1, -1]", "[3, 1, 6]");
    }

    @Test
    void aComputedColumnMayCallIt() {
        String table = create("f", SampleFunctions.Plus.class)
                + "CREATE TABLE c (id INT, more AS f(id, 10)) WITH ('connector' = 'filesystem', 'path' = 'input',"
                + " 'format' = 'json');";
        assertThat(rows(table, "SELECT id, more FROM c WHERE more > 11")).containsExactly("[3, 13]", "[4, 14]");
    }

    @Test
    void whatIsNotDeterministicIsCalledForEachRow() {
        assertThat(rows(SampleFunctions.Counter.class, "SELECT f(2) FROM t")).containsExactly("[2]", "[4]", "[6]");
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThatThrownBy(
                            () -> run(
                                    session,
                                    create("f", SampleFunctions.Counter.class) + INPUT
                                            + "EXPLAIN SELECT f(n) FROM (SELECT COUNT(*) AS n FROM t GROUP BY id) EMIT CHANGELOG;"))
                    .hasMessageContaining("F over a result that changes is not supported yet");
        }
    }

    @Test
    void exceptionsAreErrorsOfTheRow() {
        assertThatThrownBy(() -> rows(SampleFunctions.Failing.class, "SELECT f(id - 2) FROM t"))
                .hasStackTraceContaining(
                        "function F failed: java.lang.IllegalArgumentException: two is too much," + " in F(id - 2)");
        String skip = "SET 'table.exec.row-error' = 'skip';" + create("f", SampleFunctions.Failing.class);
        assertThat(rows(skip, "SELECT id, f(id - 2) FROM t")).containsExactly("[1, -10]", "[3, 10]");
        String nulls = "SET 'table.exec.row-error' = 'null';" + create("f", SampleFunctions.Failing.class);
        assertThat(rows(nulls, "SELECT id, f(name) FROM t WHERE id = 1")).isEmpty();
    }

    @Test
    void tableFunctions() {
        String words = create("words", SampleFunctions.Words.class);
        assertThat(rows(words, "SELECT id, w, n FROM t, LATERAL TABLE(words(name, 'n')) AS r(w, n)"))
                .containsExactly("[1, a, 1]", "[1, a, 1]", "[1, ba, 2]", "[3, é, 1]");
        assertThat(rows(
                        words,
                        "SELECT id, word, length FROM t LEFT JOIN LATERAL TABLE(words(name, 'n')) ON word <> 'a'"))
                .containsExactly("[1, ba, 2]", "[3, é, 1]", "[4, null, null]");
        String range = create("r", SampleFunctions.Range.class);
        assertThat(rows(range, "SELECT id, n FROM t CROSS JOIN LATERAL TABLE(r(1, id)) AS q(n) WHERE n > 1"))
                .containsExactly("[3, 2]", "[4, 2]", "[4, 3]");
        assertThat(rows(range, "SELECT x FROM TABLE(r(5, 8)) AS q(x)")).containsExactly("[5]", "[6]", "[7]");
        assertThat(rows(
                        create("p", SampleFunctions.Pairs.class),
                        "SELECT q.k, q.v FROM t, LATERAL TABLE(p(MAP['a', price])) AS q" + " WHERE id < 4"))
                .containsExactly("[a, 0.0]", "[a, 2.5]");
    }

    @Test
    void functionsAreListedAndDropped() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            run(session, create("count_char", SampleFunctions.CountChar.class));
            assertThat(functions(session)).contains(List.of("COUNT_CHAR"));
            run(session, "CREATE FUNCTION IF NOT EXISTS Count_Char AS 'nothing.of.this.name';");
            assertThatThrownBy(() -> run(session, "CREATE FUNCTION count_char AS 'x';"))
                    .hasMessageContaining("there is already a function COUNT_CHAR");
            assertThatThrownBy(() -> run(session, "CREATE FUNCTION split AS 'x';"))
                    .hasMessageContaining("there is already a function SPLIT");
            run(session, "DROP FUNCTION count_char; DROP TEMPORARY SYSTEM FUNCTION IF EXISTS count_char;");
            assertThat(functions(session)).doesNotContain(List.of("COUNT_CHAR"));
            assertThatThrownBy(() -> run(session, "DROP FUNCTION count_char;"))
                    .hasMessageContaining("there is no function \"count_char\"");
        }
    }

    private static void run(Session session, String statements) {
        session.execute(new Script("test", statements));
    }

    private static List<List<String>> functions(Session session) {
        StatementResult result =
                session.execute(new Script("test", "SHOW FUNCTIONS;")).get(0);
        return ((StatementResult.Rows) result).rows();
    }

    private void refused(String script, String message) {
        assertThatThrownBy(() -> rows(script, "SELECT 1")).hasMessageContaining(message);
    }

    @Test
    void classesThatWillNotDoAreRefused() {
        refused("CREATE FUNCTION f AS 'io.sluice.None';", "class \"io.sluice.None\" of function F is not there");
        refused("CREATE FUNCTION f AS 'x' USING JAR 'none.jar';", "none.jar\" of function F is not there");
        refused("CREATE FUNCTION f AS 'x' LANGUAGE PYTHON;", "functions in PYTHON are not supported");
        refused(create("f", SampleFunctions.NoEval.class), "of function F has no public method eval");
        refused(create("f", SampleFunctions.Odd.class), "function F: what eval gives, java.util.Date, has no SQL type");
        refused(create("f", SampleFunctions.Hidden.class), "of function F cannot be used");
        refused(create("f", SampleFunctions.NoConstructor.class), "has no public constructor without parameters");
    }

    @Test
    void callsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> rows(SampleFunctions.Plus.class, "SELECT f(name, 1) FROM t"))
                .hasMessageContaining("F does not take (STRING, INT)")
                .satisfies(error -> assertThat(((PlanException) error).hint())
                        .contains("It takes F(DOUBLE, DOUBLE) or F(INT, INT) or F(INT)."));
        assertThatThrownBy(() -> rows(SampleFunctions.Ambiguous.class, "SELECT f(1, 1) FROM t"))
                .hasMessageContaining("F(INT, INT) is ambiguous: it may be F(INT, BIGINT) or F(BIGINT, INT)");
        assertThatThrownBy(() -> rows(SampleFunctions.Range.class, "SELECT f(1, 2) FROM t"))
                .hasMessageContaining("table function F stands in an expression");
        assertThatThrownBy(() -> rows(SampleFunctions.Plus.class, "SELECT * FROM t, LATERAL TABLE(f(1, 2))"))
                .hasMessageContaining("F is no table function");
    }

    /** The jar is not on the class path of the process. */
    @Test
    void aClassOfAJar() throws IOException {
        writeJar(
                "shop/Tax",
                "package shop; public class Tax { public double eval(double net) { return net * Rate.of(); } }"
                        + " class Rate { static double of() { return 2; } }");
        String create = "CREATE FUNCTION tax AS 'shop.Tax' LANGUAGE JAVA USING JAR 'lib/functions.jar';\n";
        assertThat(rows(create, "SELECT tax(id) FROM t")).containsExactly("[2.0]", "[6.0]", "[8.0]");
        refused(
                "CREATE FUNCTION tax AS 'Tax' USING JAR 'lib/functions.jar';",
                "class \"Tax\" of function TAX is not there");
    }

    private void writeJar(String name, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(directory.resolve("classes"));
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name + ".java"), javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignore) {
                        return source;
                    }
                };
        assertThat(compiler.getTask(null, null, null, List.of("-d", classes.toString()), null, List.of(file))
                        .call())
                .isTrue();
        Path jar = Files.createDirectories(directory.resolve("lib")).resolve("functions.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                var files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                entries.write(Files.readAllBytes(each));
                entries.closeEntry();
            }
        }
    }
}
