package io.sluice.engine.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.QueryRows;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What aggregate functions give and where they are refused; that they obey the law is in {@code law/user-functions.sql}. */
class UserAggregatesTest {
    private static final String INPUT =
            """
            CREATE TABLE t (k INT, name STRING, v BIGINT, d DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"k":1,"name":"a","v":10,"d":1.5,"ts":"2026-01-01 00:00:00"}
            {"k":1,"name":"b","v":20,"d":-2.5,"ts":"2026-01-01 00:10:00"}
            {"k":2,"name":null,"v":null,"d":null,"ts":"2026-01-01 00:20:00"}
            """;

    @TempDir
    private Path directory;

    private QueryRows input;

    @BeforeEach
    void writeInput() throws IOException {
        input = new QueryRows(directory, INPUT, ROWS);
    }

    private static String create(Class<?> type) {
        return "CREATE TEMPORARY FUNCTION f AS '%s';\n".formatted(type.getName());
    }

    private List<String> rows(String before, String query) {
        return input.of(before, query);
    }

    private List<String> rows(Class<?> type, String query) {
        return rows(create(type), query);
    }

    private void refused(Class<?> type, String query, String message) {
        assertThatThrownBy(() -> rows(type, query)).hasMessageContaining(message);
    }

    /** @param query with EMIT */
    private void refusedInsert(Class<?> type, String columns, String query, String message) {
        String script = "%s%sCREATE TABLE o (%s) WITH ('connector' = 'print'); INSERT INTO o %s;"
                .formatted(create(type), INPUT, columns, query);
        assertThatThrownBy(() -> {
                    try (Session session = Sluice.open(SessionConfig.in(directory))) {
                        session.sql(script);
                    }
                })
                .hasMessageContaining(message);
    }

    @Test
    void argumentsChooseTheMethodAndAreConverted() {
        assertThat(rows(SampleAggregates.WeightedAverage.class, "SELECT k, f(v, k), f(k, 2) FROM t GROUP BY k"))
                .containsExactly("[1, 15, 1]", "[2, null, 2]");
        assertThat(rows(SampleAggregates.BigSum.class, "SELECT f(v, v, k), f() FROM t"))
                .containsExactly("[62, 0]");
        assertThat(SampleAggregates.OPEN).hasValue(0);
    }

    @Test
    void anExceptionForAResultGoesByThePolicy() {
        String query = "SELECT k, f(v) FROM t GROUP BY k";
        refused(SampleAggregates.Share.class, query, "function F, in getValue(…), failed");
        String create = create(SampleAggregates.Share.class);
        assertThat(rows("SET 'table.exec.row-error' = 'skip';" + create, query)).containsExactly("[1, 3]");
        assertThat(rows("SET 'table.exec.row-error' = 'null';" + create, query)).containsExactly("[1, 3]", "[2, null]");
    }

    @Test
    void aResultMayHaveFields() {
        assertThat(
                        rows(
                                SampleAggregates.Spread.class,
                                "SELECT k, f(v, CAST(v AS DECIMAL(5, 1))).spread, f(v, CAST(NULL AS DECIMAL(5, 1))).prices FROM t GROUP BY k"))
                .containsExactly("[1, 10, 0.00]", "[2, null, null]");
    }

    @Test
    void classesThatWillNotDoAreRefused() {
        refused(
                SampleAggregates.NoValue.class,
                "SELECT 1",
                "of aggregate function F has no public method getValue(long[])");
        refused(
                SampleAggregates.Opaque.class,
                "SELECT 1",
                "the accumulator io.sluice.engine.udf.SampleAggregates$Opaque$Accumulator of function F cannot be stored");
    }

    @Test
    void framesWithARowForWhichTheClassFailsHaveNoValue() {
        refused(SampleAggregates.Failing.class, "SELECT v, f(d) OVER (ORDER BY ts) FROM t", "less than nothing: -2.5");
        String skip = "SET 'table.exec.row-error' = 'skip';" + create(SampleAggregates.Failing.class);
        assertThat(rows(skip, "SELECT v, f(d) OVER (ORDER BY ts ROWS BETWEEN CURRENT ROW AND CURRENT ROW) FROM t"))
                .containsExactly("[10, 1.5]", "[null, null]");
        assertThat(rows(skip, "SELECT v, f(d) OVER (ORDER BY ts) FROM t")).containsExactly("[10, 1.5]");
        assertThat(rows(
                        skip,
                        "SELECT v, f(d) OVER (ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM t"))
                .containsExactly("[10, null]", "[20, 1.5]");
    }

    @Test
    void callsThatCannotBeAreRefused() {
        refused(SampleAggregates.BigSum.class, "SELECT f(name) FROM t", "F does not take (STRING)");
        refused(SampleAggregates.BigSum.class, "SELECT v FROM t WHERE f(v) > '1'", "an aggregate stands in WHERE");
        refused(
                SampleAggregates.BigSum.class,
                "SELECT f(v) FILTER (WHERE k) OVER (ORDER BY ts) FROM t",
                "FILTER does not take INT: expected a condition");
        refusedInsert(
                SampleAggregates.Sample.class,
                "f DOUBLE",
                "SELECT f(v) OVER (ORDER BY d) FROM t EMIT CHANGELOG",
                "aggregate function F is not deterministic: a value with OVER could not be taken back as it was sent");
        refusedInsert(
                SampleAggregates.Highest.class,
                "n BIGINT, f DOUBLE",
                "SELECT n, f(s) FROM (SELECT k, COUNT(*) AS n, SUM(d) AS s FROM t GROUP BY k) GROUP BY n EMIT CHANGELOG",
                "aggregate function F cannot take rows back, and those below it may be taken back");
        refused(
                SampleAggregates.Joined.class,
                "SELECT window_start, f(name) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '2' MINUTE))"
                        + " GROUP BY window_start",
                "aggregate function F cannot merge, and rows are in several windows, or windows become one");
        refusedInsert(
                SampleAggregates.Sample.class,
                "k INT, f DOUBLE",
                "SELECT k, f(v) FROM t GROUP BY k EMIT CHANGELOG",
                "aggregate function F is not deterministic: a result could not be taken back as it was sent");
        assertThat(rows(
                        SampleAggregates.Sample.class,
                        "SELECT window_start, f(v) >= 0 FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' DAY))"
                                + " GROUP BY window_start"))
                .hasSize(1);
    }

    @Test
    void exceptionsAreErrorsOfTheRow() {
        assertThatThrownBy(() -> rows(SampleAggregates.Failing.class, "SELECT f(d) FROM t"))
                .hasStackTraceContaining(
                        "function F failed: java.lang.IllegalArgumentException: less than nothing: -2.5");
        assertThat(rows(
                        "SET 'table.exec.row-error' = 'skip';" + create(SampleAggregates.Failing.class),
                        "SELECT f(d) FROM t"))
                .containsExactly("[1.5]");
    }
}
