package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
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

/** TIME, BYTES, ARRAY, MAP and ROW from JSON through queries and state to every sink; files are read by DuckDB. */
class NestedTypesTest {
    private static final String INPUT =
            """
            CREATE TABLE t (
              id INT, xs ARRAY<INT>, m MAP<STRING, DOUBLE>, r ROW<name STRING, p ROW<lat DOUBLE, ok BOOLEAN>>,
              tm TIME(3), b BYTES, rs ARRAY<ROW<a INT, s STRING>>, lat2 AS r.p.lat * 2)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"id":1,"xs":[1,2,null],"m":{"a":1.5,"b":null},"r":{"name":"x","p":{"lat":1.5,"ok":true}},"tm":"10:20:30.5","b":"AQL/","rs":[{"a":1,"s":"q"},{"a":2}]}
            {"id":2,"xs":[],"m":{},"r":{"name":null},"tm":null,"b":null,"rs":null}
            {"id":3}
            {"id":4,"xs":[5],"m":{"a":7},"r":{"name":"y","p":{"lat":-0.5,"ok":false}},"tm":"23:59:00","b":"","rs":[]}
            {"id":5,"xs":[1,2,null],"r":{"name":"x","p":{"lat":1.5,"ok":true}},"tm":"10:20:30.500","b":"AQL/"}
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), ROWS);
    }

    private int queries;

    private List<String> rows(String query) {
        return rows(query, "");
    }

    private List<String> rows(String query, String tables) {
        String name = "result" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT + tables + "CREATE TABLE " + name + " WITH ('connector' = 'memory') AS " + query + ";")
                    .awaitTermination();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsInANestedValueIsReadInPlace() {
        assertThat(rows("SELECT id, xs[2], m['a'], r.name, t.r.p.lat, r.p.ok, tm, rs[1].s, lat2 FROM t"))
                .containsExactly(
                        "[1, 2, 1.5, x, 1.5, true, 10:20:30.500, q, 3.0]",
                        "[2, null, null, null, null, null, null, null, null]",
                        "[3, null, null, null, null, null, null, null, null]",
                        "[4, null, 7.0, y, -0.5, false, 23:59, null, -1.0]",
                        "[5, 2, null, x, 1.5, true, 10:20:30.500, null, 3.0]");
    }

    @Test
    void anIndexOrKeyThatIsNotThereGivesNull() {
        assertThat(rows("SELECT xs[0], xs[-1], xs[4], m['zz'], ARRAY[1, 2][3] FROM t WHERE id = 1"))
                .containsExactly("[null, null, null, null, null]");
    }

    @Test
    void nestedValuesAreMadeComparedAndFiltered() {
        assertThat(rows("SELECT id, ARRAY[id, xs[1]], MAP['a', id, 'a', 7, 'b', 0], ROW(id, r.name), xs = ARRAY[5],"
                        + " r.p IS DISTINCT FROM ROW(-0.5E0, FALSE) FROM t WHERE r.p.lat < 0"))
                .containsExactly("[4, [4, 5], {a=7, b=0}, +I[4, y], true, false]");
    }

    @Test
    void textIsAsFlinkPrintsIt() {
        assertThat(rows("SELECT CAST(xs AS STRING), CAST(m AS STRING), CAST(r AS STRING), CAST(rs AS STRING)"
                        + " FROM t WHERE id = 1"))
                .containsExactly("[[1, 2, NULL], {a=1.5, b=NULL}, (x, (1.5, TRUE)), [(1, q), (2, NULL)]]");
    }

    @Test
    void groupsAreByValue() {
        assertThat(rows("SELECT xs, r, tm, b IS NULL, COUNT(*) FROM t GROUP BY xs, r, tm, b"))
                .containsExactlyInAnyOrder(
                        "[[1, 2, null], +I[x, +I[1.5, true]], 10:20:30.500, false, 2]",
                        "[[], +I[null, null], null, true, 1]",
                        "[null, null, null, true, 1]",
                        "[[5], +I[y, +I[-0.5, false]], 23:59, false, 1]");
        assertThat(rows("SELECT MIN(tm), MAX(tm), COUNT(b), MAX(b) = X'0102FF', SUM(r.p.lat), COUNT(xs) FROM t"))
                .containsExactly("[10:20:30.500, 23:59, 3, true, 2.5, 4]");
    }

    @Test
    void aMapHasNoEqualityAndNestedValuesNoOrder() {
        assertThatThrownBy(() -> rows("SELECT m, COUNT(*) FROM t GROUP BY m"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("cannot be grouped by: a MAP has no equality");
        assertThatThrownBy(() -> rows("SELECT id FROM t WHERE m = m"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("cannot be compared");
        assertThatThrownBy(() -> rows("SELECT MAX(xs) FROM t"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("a type with an order");
        assertThatThrownBy(() -> rows("SELECT CAST(xs AS ARRAY<DATE>) FROM t"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("cannot be cast");
    }

    @Test
    void binaryAndTimeAreComparedAndCast() {
        assertThat(rows("SELECT X'80' > X'7F', CAST(X'616263' AS STRING), CAST('ab' AS BYTES) = X'6162',"
                        + " CAST('10:00:00.25' AS TIME(3)), TIME '10:00:00' + INTERVAL '15' HOUR,"
                        + " CAST(tm AS STRING), tm > TIME '10:00:00' FROM t WHERE id = 1"))
                .containsExactly("[true, abc, true, 10:00:00.250, 01:00, 10:20:30.500, true]");
    }

    @Test
    void binaryOfALengthIsFilledUpWithZeros() {
        assertThat(rows(
                        "SELECT CAST(b AS BINARY(4)) = X'0102FF00', CAST(b AS BINARY(2)) = X'0102', CAST(b AS VARBINARY(4)) = b,"
                                + " CAST('a' AS BINARY(3)) = X'610000', TRY_CAST(b AS BINARY(5)) = X'0102FF0000'"
                                + " FROM t WHERE id = 1"))
                .containsExactly("[true, true, true, true, true]");
        assertThat(rows("SELECT id, CAST(b AS BINARY(2)) IS NULL FROM t WHERE id > 2"))
                .containsExactly("[3, true]", "[4, false]", "[5, false]");
    }

    @Test
    void nestedValuesInCsvAreRefusedWhenTheQueryStarts() {
        assertThatThrownBy(() -> rows(
                        "SELECT id FROM c WHERE id > 1",
                        "CREATE TABLE c (id INT, xs ARRAY<INT>)"
                                + " WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'csv');"))
                .hasMessageContaining(
                        "cannot read table \"c\": column \"xs\": expected a type that CSV has, got ARRAY<INT>");
    }

    @Test
    void filesAreReadByDuckDb() throws SQLException {
        for (String format : List.of("json", "parquet")) {
            try (Session session = Sluice.open(SessionConfig.in(directory))) {
                session.sql(INPUT
                                + "CREATE TABLE out_%1$s WITH ('connector' = 'filesystem', 'path' = 'out-%1$s', 'format' = '%1$s') AS SELECT id, xs, m, r, tm, rs FROM t;"
                                        .formatted(format))
                        .awaitTermination();
            }
            assertThat(duckDb("SELECT id, xs, r, rs, CAST(tm AS VARCHAR) FROM '%s/out-%s/*.%s' ORDER BY id"
                            .formatted(directory, format, format)))
                    .as(format)
                    .isEqualTo(duckDb(
                            "SELECT id, xs, r, rs, CAST(CAST(tm AS TIME) AS VARCHAR) FROM read_json('%s/input/*.json', columns = {id: 'INT', xs: 'INT[]', r: 'STRUCT(name VARCHAR, p STRUCT(lat DOUBLE, ok BOOLEAN))', tm: 'VARCHAR', rs: 'STRUCT(a INT, s VARCHAR)[]'}) ORDER BY id"
                                    .formatted(directory)));
        }
    }

    private static List<String> duckDb(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.append(found.getObject(i)).append(" | ");
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
