package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arithmetic of intervals, alone and as columns of queries below others, against DuckDB. */
class IntervalsTest {
    private static final String INPUT =
            """
            CREATE TABLE t (id INT, n INT, x DOUBLE, d DATE, a TIMESTAMP(3), b TIMESTAMP(6))
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"id":1,"n":3,"x":1.5,"d":"2024-01-31","a":"2024-02-28 23:30:00.250","b":"2024-02-27 10:00:00.123456"}
            {"id":2,"n":-2,"x":-0.25,"d":"1969-12-31","a":"1969-12-31 00:00:00.000","b":"1970-01-01 00:00:00.000001"}
            {"id":3,"n":null,"x":null,"d":null,"a":null,"b":null}
            {"id":4,"n":7,"x":100.0,"d":"2023-12-15","a":"2023-12-15 12:00:00.000","b":"2023-11-14 12:00:00.500000"}
            {"id":5,"n":1,"x":0.5,"d":"2024-02-29","a":"2024-02-29 00:00:00.000","b":null}
            """;

    /** Ours, and DuckDB's where it is written in another way: its {@code a - b} are days and a time, as ours are. */
    private static final List<String[]> PAIRS = List.of(
            same("a + (INTERVAL '2' DAY * n + INTERVAL '90' MINUTE)"),
            same("b - (INTERVAL '1' HOUR - n * INTERVAL '10' SECOND)"),
            same("a + INTERVAL '1' DAY * 1.5"),
            pair("a + INTERVAL '1' DAY * x", "a + to_microseconds(CAST(86400000000 * x AS BIGINT))"),
            pair("b - INTERVAL '1' HOUR * x", "b - to_microseconds(CAST(3600000000 * x AS BIGINT))"),
            pair("b + INTERVAL '1' HOUR / n", "b + to_microseconds(CAST(trunc(3600000000 / n) AS BIGINT))"),
            pair("b + INTERVAL '1' HOUR / x", "b + to_microseconds(CAST(trunc(3600000000 / x) AS BIGINT))"),
            pair("a + INTERVAL '1' HOUR / 2.5", "a + INTERVAL '24' MINUTE"),
            same("d + (INTERVAL '1' MONTH * n + INTERVAL '1' YEAR)"),
            pair("d - INTERVAL '5' MONTH * n / 2", "d - to_months(CAST(trunc(5 * n / 2) AS INT))"),
            same("d + INTERVAL '1' DAY * n * 2"),
            pair("d + (INTERVAL '1' DAY * n - INTERVAL '48' HOUR)", "d + n - 2"),
            same("a + CASE WHEN n > 0 THEN INTERVAL '1' MINUTE ELSE -INTERVAL '1' DAY END"),
            same("a + CASE WHEN n > 0 THEN INTERVAL '1' MONTH ELSE INTERVAL '1' YEAR END"),
            pair("b + (a - b) DAY TO SECOND", "b + (a - b)"),
            pair(
                    "b + (a - b) SECOND / 2",
                    "b + to_microseconds(CAST(trunc(date_diff('microsecond', b, a) / 2) AS BIGINT))"),
            pair("b + (-(a - b) MINUTE)", "b - (a - b)"),
            pair("(a - b) HOUR > INTERVAL '1' DAY", "a - b > INTERVAL '1' DAY"),
            pair(
                    "(a - b) HOUR + INTERVAL '1' DAY BETWEEN INTERVAL '0' DAY AND INTERVAL '2' DAY",
                    "a - b + INTERVAL '1' DAY BETWEEN INTERVAL '0' DAY AND INTERVAL '2' DAY"),
            pair("EXTRACT(MINUTE FROM INTERVAL '1' HOUR * n / 7)", "CAST(trunc(60 * n / 7) AS BIGINT) % 60"));

    private static String[] same(String expression) {
        return pair(expression, expression);
    }

    private static String[] pair(String ours, String theirs) {
        return new String[] {ours, theirs};
    }

    @TempDir
    private Path directory;

    private int queries;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), ROWS);
    }

    @Test
    void arithmeticIsThatOfDuckDb() throws SQLException {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (String[] pair : PAIRS) {
            ours.add(pair[0] + " AS c" + ours.size());
            theirs.add(pair[1]);
        }
        same(
                "SELECT id, " + String.join(", ", ours) + " FROM t",
                "SELECT id, " + String.join(", ", theirs) + " FROM t");
    }

    @Test
    void intervalsAreColumnsOfQueriesBelow() throws SQLException {
        same(
                "SELECT MOD(id, 2) AS k, TIMESTAMP '2020-01-01 00:00:00' + MAX(gap) AS mx, COUNT(*) AS c"
                        + " FROM (SELECT id, (a - b) SECOND AS gap FROM t) GROUP BY MOD(id, 2)",
                "SELECT id % 2 AS k, TIMESTAMP '2020-01-01 00:00:00' + MAX(a - b), COUNT(*) FROM t GROUP BY id % 2");
        same(
                "SELECT DATE '2020-01-01' + i AS d, COUNT(*) AS c FROM (SELECT INTERVAL '1' MONTH * MOD(id, 2) AS i FROM t) GROUP BY i",
                "SELECT DATE '2020-01-01' + to_months(id % 2), COUNT(*) FROM t GROUP BY id % 2");
        same(
                "SELECT l.id, r.d + l.i AS d FROM (SELECT id, INTERVAL '1' DAY * id AS i FROM t) AS l JOIN t AS r ON l.id = r.id",
                "SELECT id, CAST(d + id AS DATE) FROM t");
        same(
                "SELECT id, a FROM (SELECT id, a, ROW_NUMBER() OVER (ORDER BY INTERVAL '1' HOUR * n DESC) AS rn FROM t) WHERE rn <= 2",
                "SELECT id, a FROM t ORDER BY n DESC NULLS LAST LIMIT 2");
    }

    @Test
    void aTimeKeepsItsDigits() {
        assertThat(shown("CAST('2020-01-01 00:00:00' AS TIMESTAMP(0)) + INTERVAL '1' SECOND / id,"
                        + " TIME '10:00:00' + INTERVAL '0.5' SECOND = TIME '10:00:00',"
                        + " CAST('2020-01-01 00:00:00' AS TIMESTAMP(0)) + INTERVAL '0.5' SECOND"))
                .containsExactly("[2020-01-01T00:00, true, 2020-01-01T00:00:00.500]");
    }

    @Test
    void intervalsAreShown() {
        assertThat(shown("(a - b) SECOND, -INTERVAL '3' MONTH * id, CAST((b - a) SECOND AS STRING),"
                        + " ARRAY[INTERVAL '1' DAY * n, NULL], CAST(ARRAY[INTERVAL '1' DAY * n] AS STRING)"))
                .containsExactly("[PT-24H-0.000001S, P-6M, +1 00:00:00.000001, [PT-48H, null], [-2 00:00:00.000]]");
    }

    @Test
    void whatIsTooLongOrNotOfWholeDaysIsAnErrorOfTheRow() {
        assertThatThrownBy(() -> shown("a + INTERVAL '1' DAY * 1E12 * x"))
                .rootCause()
                .hasMessageContaining("out of the range");
        assertThatThrownBy(() -> shown("a + INTERVAL '1' DAY / (n - n)"))
                .rootCause()
                .hasMessageContaining("division by zero");
        assertThatThrownBy(() -> shown("d + INTERVAL '1' DAY / n + INTERVAL '1' DAY / (n * 3)"))
                .rootCause()
                .hasMessageContaining("an interval with a part of a day cannot be added to a DATE");
        assertThatThrownBy(() -> shown("INTERVAL '1' DAY + INTERVAL '1' MONTH"))
                .hasMessageContaining("does not go with INTERVAL DAY TO SECOND and INTERVAL YEAR TO MONTH");
    }

    private List<String> shown(String columns) {
        String name = "o" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT + "CREATE TABLE " + name + " WITH ('connector' = 'memory') AS SELECT " + columns
                            + " FROM t WHERE id = 2;")
                    .awaitTermination();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .toList();
        }
    }

    private void same(String ours, String theirs) throws SQLException {
        String name = "o" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT
                            + "CREATE TABLE %1$s WITH ('connector' = 'filesystem', 'path' = '%1$s', 'format' = 'parquet') AS %2$s;"
                                    .formatted(name, ours))
                    .awaitTermination();
        }
        String input =
                "WITH t AS (SELECT * FROM read_json('%s/input/*.json', columns = {id: 'INT', n: 'INT', x: 'DOUBLE', d: 'DATE', a: 'TIMESTAMP', b: 'TIMESTAMP'})) "
                        .formatted(directory);
        assertThat(duckDb("SELECT * FROM '%s/%s/*.parquet'".formatted(directory, name)))
                .as(ours)
                .containsExactlyInAnyOrderElementsOf(duckDb(input + theirs));
    }

    private static List<String> duckDb(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    Object value = found.getObject(i);
                    row.append(
                                    value instanceof java.time.LocalDate date
                                            ? date.atStartOfDay()
                                            : value instanceof java.sql.Timestamp time ? time.toLocalDateTime() : value)
                            .append(" | ");
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
