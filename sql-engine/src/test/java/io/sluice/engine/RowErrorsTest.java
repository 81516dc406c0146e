package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows for which an expression fails. */
class RowErrorsTest {
    private static final String INPUT =
            """
            CREATE TABLE t (id INT, s STRING, d INT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    @TempDir
    private Path directory;

    private int queries;
    private long badRows;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(
                directory.resolve("input/a.json"),
                """
                {"id":1,"s":"10","d":2}
                {"id":2,"s":"x","d":1}
                {"id":3,"s":"30","d":0}
                {"id":4,"s":"y","d":0}
                {"id":5,"s":"50","d":5}
                """);
    }

    private List<String> rows(String policy, String query) {
        String name = "result" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery running = session.sql("SET 'table.exec.row-error' = '" + policy + "';" + INPUT
                    + "CREATE TABLE " + name + " WITH ('connector' = 'memory') AS " + query + ";");
            running.awaitTermination();
            badRows = running.recentProgress().stream()
                    .mapToLong(QueryProgress::numBadRows)
                    .sum();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void failIsTheDefault() {
        assertThatThrownBy(() -> rows("fail", "SELECT CAST(s AS INT) AS v FROM t"))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("cannot cast 'x' to INT");
    }

    @Test
    void skipLeavesTheRowOut() {
        assertThat(rows("skip", "SELECT id, CAST(s AS INT) / d AS v FROM t")).containsExactly("[1, 5]", "[5, 10]");
        assertThat(badRows).isEqualTo(3);
        assertThat(rows("skip", "SELECT id FROM t WHERE 100 / d > 20")).containsExactly("[1]", "[2]");
    }

    @Test
    void skipChangesNoGroup() {
        assertThat(rows("skip", "SELECT COUNT(*), SUM(d), SUM(CAST(s AS INT)) FROM t"))
                .containsExactly("[3, 7, 90]");
        assertThat(rows("skip", "SELECT CAST(s AS INT) > 20, COUNT(*) FROM t GROUP BY CAST(s AS INT) > 20"))
                .containsExactly("[false, 1]", "[true, 2]");
    }

    @Test
    void nullStandsForTheColumnThatFails() {
        assertThat(rows("null", "SELECT id, CAST(s AS INT) + 1 AS v, 10 / d AS w FROM t"))
                .containsExactly("[1, 11, 5]", "[2, null, 10]", "[3, 31, null]", "[4, null, null]", "[5, 51, 2]");
    }

    @Test
    void failNamesTheExpression() {
        assertThatThrownBy(() -> rows("fail", "SELECT id, CAST(s AS INT) + 1 AS v FROM t"))
                .hasMessageContaining(
                        "cannot cast 'x' to INT, in CAST(s AS INT) + 1 (column \"v\"), in a row of table \"t\"");
        assertThatThrownBy(() -> rows("fail", "SELECT id, s FROM t WHERE id > 1 AND 10 / d > 1"))
                .hasMessageContaining(
                        "division by zero in 10 / 0, in the condition 10 / d > 1, in a row of table \"t\"");
        assertThatThrownBy(() -> rows("fail", "SELECT d, COUNT(*) AS n FROM t GROUP BY d HAVING 10 / d > 1"))
                .hasMessageContaining("division by zero in 10 / 0, in the condition 10 / d > 1");
    }

    @Test
    void whatFailsAboveAGroupByGoesByThePolicyToo() {
        String query = "SELECT d, 10 / d AS v, 1 AS c FROM (SELECT d, COUNT(*) AS n FROM t GROUP BY d)";
        assertThatThrownBy(() -> rows("fail", query))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("division by zero in 10 / 0, in 10 / d (column \"v\")");
        assertThat(rows("skip", query)).containsExactly("[1, 10, 1]", "[2, 5, 1]", "[5, 2, 1]");
        assertThat(badRows).isEqualTo(1);
        assertThat(rows("null", query)).containsExactly("[0, null, 1]", "[1, 10, 1]", "[2, 5, 1]", "[5, 2, 1]");
        assertThat(badRows).isEqualTo(1);
        assertThat(rows("skip", "SELECT d FROM t GROUP BY d HAVING 10 / d > 2")).containsExactly("[1]", "[2]");
        assertThat(rows("skip", "SELECT COUNT(*), SUM(10 / d) FROM (SELECT DISTINCT d FROM t)"))
                .containsExactly("[3, 17]");
        assertThat(rows(
                        "skip",
                        "SELECT id, 10 / d AS v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY d ORDER BY id) AS rn FROM t)"
                                + " WHERE rn = 1"))
                .containsExactly("[1, 5]", "[2, 10]", "[5, 2]");
        assertThat(
                        rows(
                                "skip",
                                "SELECT a.id, 10 / (a.id - b.d - 1) AS v FROM t AS a JOIN t AS b ON a.id = b.id WHERE a.id < 4"))
                .containsExactly("[1, -5]", "[3, 5]");
    }

    /** The row that fails is the one that the group-by sends. */
    @Test
    void aSumOutOfRangeGoesByThePolicy() {
        String sums =
                "SELECT id > 3 AS k, SUM(CASE WHEN id > 3 THEN 9223372036854775807 ELSE d END) AS v FROM t GROUP BY id > 3";
        assertThatThrownBy(() -> rows("fail", sums))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("the sum 18446744073709551614 in column \"v\" is out of the range of BIGINT");
        assertThat(rows("skip", sums)).containsExactly("[false, 3]");
        assertThat(badRows).isEqualTo(1);
        assertThat(rows("null", sums)).containsExactly("[false, 3]", "[true, null]");
        assertThat(badRows).isEqualTo(1);
        assertThat(rows("skip", "SELECT SUM(9223372036854775807) AS v FROM t")).isEmpty();
        assertThat(rows("null", "SELECT SUM(9223372036854775807) AS v FROM t")).containsExactly("[null]");
    }

    /** What is too large on the way need not be so in the end, in whatever order it comes. */
    @Test
    void sumsAreExactBeyondTheirTypes() {
        String large = "CAST(99999999999999999999999999999999999999 AS DECIMAL(38, 0))";
        String both = "SUM(CASE WHEN id < 4 THEN %1$s ELSE -%1$s END)".formatted(large);
        assertThat(rows("fail", "SELECT " + both + " AS v FROM t"))
                .containsExactly("[99999999999999999999999999999999999999]");
        assertThat(rows("fail", "SELECT AVG(v) AS a FROM (SELECT " + large + " / 1000000 AS v FROM t)"))
                .containsExactly("[99999999999999999999999999999999.999999]");
        assertThat(rows(
                        "fail",
                        "SELECT SUM(n) AS v FROM (SELECT d, SUM(%s) AS n FROM t GROUP BY d HAVING d = 2)"
                                .formatted(large)))
                .containsExactly("[99999999999999999999999999999999999999]");
        assertThat(rows("skip", "SELECT d, SUM(%s) AS v FROM t GROUP BY d".formatted(large)))
                .containsExactly(
                        "[1, 99999999999999999999999999999999999999]",
                        "[2, 99999999999999999999999999999999999999]",
                        "[5, 99999999999999999999999999999999999999]");
        assertThatThrownBy(() -> rows("fail", "SELECT AVG(%s) AS v FROM t".formatted(large)))
                .hasMessageContaining("the average 99999999999999999999999999999999999999.000000 in column \"v\"");
        assertThat(rows("null", "SELECT AVG(%s) AS v FROM t".formatted(large))).containsExactly("[null]");
    }

    @Test
    void aSumOverAWindowOfRowsGoesByThePolicy() {
        String running = "SELECT id, SUM(CASE id WHEN 2 THEN 9223372036854775807 WHEN 4 THEN -10 ELSE id END)"
                + " OVER (ORDER BY id) AS v FROM t";
        assertThatThrownBy(() -> rows("fail", running)).hasMessageContaining("9223372036854775808");
        assertThat(rows("skip", running))
                .containsExactly("[1, 1]", "[4, 9223372036854775801]", "[5, 9223372036854775806]");
        assertThat(badRows).isEqualTo(2);
        assertThat(rows("null", running))
                .containsExactly(
                        "[1, 1]", "[2, null]", "[3, null]", "[4, 9223372036854775801]", "[5, 9223372036854775806]");
        assertThat(rows("fail", "SELECT id, AVG(9223372036854775807) OVER (ORDER BY id) AS v FROM t WHERE id < 3"))
                .containsExactly("[1, 9.223372036854776E18]", "[2, 9.223372036854776E18]");
        String wide =
                "SELECT id, SUM(CASE WHEN id > 0 THEN CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0)) END)"
                        + " OVER (ORDER BY id) AS v FROM t WHERE id < 3";
        assertThatThrownBy(() -> rows("fail", wide))
                .hasMessageContaining("the sum with OVER 199999999999999999999999999999999999998 is out of the range of"
                        + " DECIMAL(38, 0)");
        assertThat(rows("null", wide)).containsExactly("[1, 99999999999999999999999999999999999999]", "[2, null]");
    }

    /** A pair for which the condition fails does not meet it. */
    @Test
    void aConditionOnPairsGoesByThePolicy() {
        String query = "SELECT a.id, b.id AS other FROM t AS a LEFT JOIN t AS b ON a.id = b.id AND 10 / b.d > 2";
        assertThatThrownBy(() -> rows("fail", query))
                .hasMessageContaining("division by zero in 10 / 0, in the condition 10 / d > 2");
        assertThat(rows("skip", query)).containsExactly("[1, 1]", "[2, 2]", "[3, null]", "[4, null]", "[5, null]");
        assertThat(badRows).isEqualTo(2);
        String exists =
                "SELECT id FROM t AS a WHERE NOT EXISTS (SELECT 1 FROM t AS b WHERE a.id = b.id AND a.d / b.d = 1)";
        assertThat(rows("null", exists)).containsExactly("[3]", "[4]");
        assertThat(badRows).isEqualTo(2);
    }

    @Test
    void rowsThatAnOperatorMadeGoToTheDeadLetterTable() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT + BAD.formatted("bad", "bad")
                            + "CREATE TABLE a WITH ('connector' = 'memory') AS"
                            + " SELECT d, 10 / d AS v, n FROM (SELECT d, COUNT(*) AS n FROM t GROUP BY d);")
                    .awaitTermination();
            assertThat(session.memoryTable("bad").orElseThrow().integrated())
                    .extracting(row -> row.values().toString())
                    .containsExactly(
                            "[a, aggregate-1, , division by zero in 10 / 0, in 10 / d (column \"v\"), 0, {\"d\":0,\"n\":2}]");
            assertThat(session.memoryTable("a").orElseThrow().integrated()).hasSize(3);
        }
    }

    private static final String BAD =
            """
            CREATE TABLE %s (query STRING, source STRING, place STRING, error STRING, batch BIGINT, `row` STRING)
            WITH ('connector' = 'memory');
            SET 'table.exec.row-error' = 'dead-letter'; SET 'table.exec.dead-letter-table' = '%s';
            """;

    @Test
    void eachInsertOfAStatementSetReportsItsOwnFailures() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(
                            INPUT + BAD.formatted("bad", "bad")
                                    + """
                            CREATE TABLE a (id INT, v INT) WITH ('connector' = 'memory');
                            CREATE TABLE b (id INT, v INT) WITH ('connector' = 'memory');
                            SET 'pipeline.name' = 'both';
                            EXECUTE STATEMENT SET BEGIN
                              INSERT INTO a SELECT id, 10 / d FROM t WHERE id < 4;
                              INSERT INTO b SELECT id, CAST(s AS INT) FROM t;
                            END;
                            """)
                    .awaitTermination();
            assertThat(letters(session, "bad"))
                    .containsExactly(
                            "row 2: cannot cast 'x' to INT, in CAST(s AS INT) (column \"v\"): {\"id\":2,\"s\":\"x\"}",
                            "row 3: division by zero in 10 / 0, in 10 / d (column \"v\"): {\"id\":3,\"d\":0}",
                            "row 4: cannot cast 'y' to INT, in CAST(s AS INT) (column \"v\"): {\"id\":4,\"s\":\"y\"}");
            assertThat(session.memoryTable("a").orElseThrow().integrated()).hasSize(2);
            assertThat(session.memoryTable("b").orElseThrow().integrated()).hasSize(3);
        }
    }

    /** A batch of columns has 8,192 rows; the number is that of the row in the file. */
    @Test
    void theRowIsCountedFromTheBeginningOfTheFile() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 9000; i++) {
            rows.append("{\"id\":").append(i).append(",\"s\":\"0\",\"d\":1}\n");
        }
        Files.writeString(directory.resolve("input/a.json"), rows);
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(
                            INPUT + BAD.formatted("bad", "bad")
                                    + "CREATE TABLE p WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'parquet') AS SELECT * FROM t;")
                    .awaitTermination();
            session.sql("CREATE TABLE ratios WITH ('connector' = 'memory') AS SELECT 1 / (id - 8999) AS v FROM p;")
                    .awaitTermination();
            assertThat(letters(session, "bad"))
                    .containsExactly(
                            "row 8999: division by zero in 1 / 0, in 1 / (id - 8999) (column \"v\"): {\"id\":8999}");
        }
    }

    private static List<String> letters(Session session, String table) {
        return session.memoryTable(table).orElseThrow().integrated().stream()
                .map(row -> row.values())
                .map(row ->
                        "%s: %s: %s".formatted(row.get(2).toString().replaceAll(".*, ", ""), row.get(3), row.get(5)))
                .sorted()
                .toList();
    }
}
