package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UNNEST of collections that a source gives as columns, and of those that were packed since. */
class UnnestTest {
    private static final String INPUT =
            """
            CREATE TABLE t (
              id INT, xs ARRAY<INT>, ds ARRAY<DECIMAL(30, 2)>, m MAP<STRING, DOUBLE>, deep ARRAY<ARRAY<STRING>>,
              rs ARRAY<ROW<a INT, s STRING, f BOOLEAN, tags ARRAY<STRING>>>, r ROW<xs ARRAY<BIGINT>>)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"id":1,"xs":[1,2,null],"ds":[1.25,null],"m":{"a":1.5,"b":null},"deep":[["p","q"],null,[]],"rs":[{"a":1,"s":"q","f":true,"tags":["t","u"]},null,{"s":"r"}],"r":{"xs":[7,8]}}
            {"id":2,"xs":[],"ds":[],"m":{},"deep":[],"rs":[],"r":{"xs":[]}}
            {"id":3}
            {"id":4,"xs":[5],"ds":[12345678901234567890.5],"m":{"c":7},"deep":[["z"]],"rs":[{"a":4,"s":"é","f":false,"tags":[]}],"r":{"xs":null}}
            """;

    @TempDir
    private Path directory;

    private QueryRows input;

    @BeforeEach
    void writeInput() throws IOException {
        input = new QueryRows(directory, INPUT, ROWS);
    }

    private List<String> rows(String query) {
        return rows("", query);
    }

    private List<String> rows(String settings, String query) {
        return input.of(settings, query);
    }

    /** The same rows when the collections went through a join, which packs them. */
    private void check(String from, String columns, String... expected) {
        assertThat(rows("SELECT id, %s FROM t %s".formatted(columns, from))).containsExactly(expected);
        assertThat(rows("SELECT id, %s FROM (SELECT t.* FROM t JOIN (SELECT id AS i FROM t) AS u ON t.id = u.i) AS t %s"
                        .formatted(columns, from)))
                .containsExactly(expected);
    }

    @Test
    void elementsOfAnArray() {
        check("CROSS JOIN UNNEST(xs) AS u(x)", "x", "[1, 1]", "[1, 2]", "[1, null]", "[4, 5]");
        check("CROSS JOIN UNNEST(ds) AS u(x)", "x", "[1, 1.25]", "[1, null]", "[4, 12345678901234567890.50]");
        check("CROSS JOIN UNNEST(t.r.xs) AS u(x)", "x", "[1, 7]", "[1, 8]");
    }

    @Test
    void aRowWithoutElementsStaysOnTheLeft() {
        check(
                "LEFT JOIN UNNEST(xs) WITH ORDINALITY AS u(x, o) ON TRUE",
                "x, o",
                "[1, 1, 1]",
                "[1, 2, 2]",
                "[1, null, 3]",
                "[2, null, null]",
                "[3, null, null]",
                "[4, 5, 1]");
        check(
                "LEFT JOIN UNNEST(xs) WITH ORDINALITY AS u(x, o) ON u.x > 1",
                "x, o",
                "[1, 2, 2]",
                "[2, null, null]",
                "[3, null, null]",
                "[4, 5, 1]");
    }

    @Test
    void entriesOfAMap() {
        check("CROSS JOIN UNNEST(m) AS u(k, v)", "k, v", "[1, a, 1.5]", "[1, b, null]", "[4, c, 7.0]");
    }

    @Test
    void fieldsOfTheRowsInAnArray() {
        check(
                "CROSS JOIN UNNEST(rs) AS u(a, s, f, tags)",
                "a, s, f, tags",
                "[1, 1, q, true, [t, u]]",
                "[1, null, null, null, null]",
                "[1, null, r, null, null]",
                "[4, 4, é, false, []]");
        check(
                "CROSS JOIN UNNEST(rs) AS u(a, s, f, tags) CROSS JOIN UNNEST(u.tags) AS v(tag)",
                "tag",
                "[1, t]",
                "[1, u]");
    }

    @Test
    void arraysInAnArray() {
        check("CROSS JOIN UNNEST(deep) AS u(d)", "d", "[1, []]", "[1, [p, q]]", "[1, null]", "[4, [z]]");
        check(
                "CROSS JOIN UNNEST(deep) AS u(d) LEFT JOIN UNNEST(u.d) AS v(e) ON TRUE",
                "e",
                "[1, null]",
                "[1, null]",
                "[1, p]",
                "[1, q]",
                "[4, z]");
    }

    @Test
    void collectionsSideBySide() {
        check(
                "CROSS JOIN UNNEST(xs, m, r.xs) WITH ORDINALITY AS u(x, k, v, y, o)",
                "x, k, v, y, o",
                "[1, 1, a, 1.5, 7, 1]",
                "[1, 2, b, null, 8, 2]",
                "[1, null, null, null, null, 3]",
                "[4, 5, c, 7.0, null, 1]");
    }

    /** It is computed once for a row, not once for each element. */
    @Test
    void whatIsComputedOfTheRowIsTheSameForItsElements() {
        assertThat(rows("SELECT COUNT(DISTINCT z) FROM (SELECT xs, RAND() AS z FROM t WHERE id = 1) AS t"
                        + " CROSS JOIN UNNEST(xs) AS u(x)"))
                .containsExactly("[1]");
    }

    @Test
    void onlyTheElementThatFailsIsLeftOut() {
        String skip = "SET 'table.exec.row-error' = 'skip';";
        assertThat(rows(skip, "SELECT id, o, 10 / (x - 1) FROM t CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u(x, o)"))
                .containsExactly("[1, 2, 10]", "[1, 3, null]", "[4, 1, 2]");
        assertThat(rows(skip, "SELECT id, x FROM t LEFT JOIN UNNEST(xs) AS u(x) ON 10 / (u.x - 1) > 5"))
                .containsExactly("[1, 2]", "[2, null]", "[3, null]", "[4, null]");
    }

    @Test
    void aLongCollectionIsMoreThanABatch() {
        assertThat(rows("SELECT COUNT(*), COUNT(DISTINCT x), SUM(o) FROM t CROSS JOIN UNNEST("
                        + "SPLIT(REPEAT('a,', 100000), ',')) WITH ORDINALITY AS u(x, o)"))
                .containsExactly(
                        "[400004, 2, 20000600004]".replace("20000600004", Long.toString(4L * 100001 * 100002 / 2)));
    }

    @Test
    void whatIsNoCollectionIsRefused() {
        assertThatThrownBy(() -> rows("SELECT x FROM t CROSS JOIN UNNEST(id) AS u(x)"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("UNNEST");
    }

    @Test
    void lambdasOverColumns() {
        check(
                "",
                "TRANSFORM(xs, x -> x * id), EXISTS(ds, d -> d > 2), TRANSFORM(rs, r -> r.s), FORALL(deep, s -> CARDINALITY(s) < 3)",
                "[1, [1, 2, null], null, [q, null, r], null]",
                "[2, [], false, [], true]",
                "[3, null, null, null, null]",
                "[4, [20], true, [é], true]");
        check(
                "WHERE id < 3",
                "MAP_FILTER(m, (k, v) -> v > id), AGGREGATE(deep, '', (s, d) -> s || ARRAY_JOIN(d, s)), ARRAY_SORT(xs, (x, y) -> COALESCE(y, 9) - COALESCE(x, 9))",
                "[1, {a=1.5}, null, [null, 2, 1]]",
                "[2, {}, , []]");
    }
}
