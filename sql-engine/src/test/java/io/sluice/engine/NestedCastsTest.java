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

/** CAST to ROW, ARRAY and MAP, written to Parquet, against DuckDB's CAST to STRUCT, lists and MAP. */
class NestedCastsTest {
    private static final String INPUT =
            """
            CREATE TABLE t (id INT, r ROW<a INT, b STRING>, n ROW<s STRING, p ROW<x BIGINT, y DOUBLE>>, xs ARRAY<STRING>,
              rs ARRAY<ROW<a INT, b STRING>>, m MAP<STRING, INT>)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String ROWS =
            """
            {"id":1,"r":{"a":7,"b":"8"},"n":{"s":"2024-02-29","p":{"x":3,"y":2.5}},"xs":["1","-2",null],"rs":[{"a":1,"b":"2"},null,{"a":null,"b":"4"}],"m":{"k":1,"l":null}}
            {"id":2,"r":{"a":null,"b":null},"n":{"s":null,"p":null},"xs":[],"rs":[],"m":{}}
            {"id":3}
            {"id":4,"r":{"a":0,"b":"-1"},"n":{"s":"1969-12-31","p":{"x":null,"y":-1.5}},"xs":["0"],"rs":[{"a":9,"b":"9"}],"m":{"z":-5}}
            """;

    private static final List<String> COLUMNS = List.of(
            "CAST(r AS ROW<a STRING, b BIGINT>) AS c1",
            "CAST(r AS ROW(a DOUBLE, b DECIMAL(5, 2))) AS c2",
            "CAST(n AS ROW<s DATE, p ROW<x INT, y FLOAT>>) AS c3",
            "CAST(xs AS ARRAY<INT>) AS c4",
            "CAST(xs AS TINYINT ARRAY) AS c5",
            "CAST(rs AS ARRAY<ROW<a STRING, b SMALLINT>>) AS c6",
            "TRY_CAST(ARRAY[ROW(r, xs)] AS ARRAY<ROW<q ROW<a BIGINT, b INT>, ys ARRAY<BIGINT>>>) AS c7",
            "CAST(NULL AS ROW<a INT, b ROW<c DATE>>) AS c8");

    private static final String EXPECTED =
            """
            SELECT id, CAST(r AS STRUCT(a VARCHAR, b BIGINT)), CAST(r AS STRUCT(a DOUBLE, b DECIMAL(5, 2))),
              CAST(n AS STRUCT(s DATE, p STRUCT(x INT, y FLOAT))), CAST(xs AS INT[]), CAST(xs AS TINYINT[]),
              CAST(rs AS STRUCT(a VARCHAR, b SMALLINT)[]),
              [{q: CAST(r AS STRUCT(a BIGINT, b INT)), ys: CAST(xs AS BIGINT[])}],
              CAST(NULL AS STRUCT(a INT, b STRUCT(c DATE)))
            FROM read_json('%s/input/*.json', columns = {id: 'INT', r: 'STRUCT(a INT, b VARCHAR)',
              n: 'STRUCT(s VARCHAR, p STRUCT(x BIGINT, y DOUBLE))', xs: 'VARCHAR[]', rs: 'STRUCT(a INT, b VARCHAR)[]'})
            ORDER BY id
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), ROWS);
    }

    @Test
    void whatIsInsideIsCastByPlaceAsDuckDbCastsIt() throws SQLException {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT
                            + "CREATE TABLE o WITH ('connector' = 'filesystem', 'path' = 'o', 'format' = 'parquet') AS SELECT id, "
                            + String.join(", ", COLUMNS) + " FROM t;")
                    .awaitTermination();
        }
        List<String> expected = duckDb(EXPECTED.formatted(directory));
        assertThat(expected).hasSize(4);
        assertThat(duckDb("SELECT * FROM '%s/o/*.parquet' ORDER BY id".formatted(directory)))
                .isEqualTo(expected);
    }

    @Test
    void fieldsOfACastAreReadAndItsNamesAreFree() {
        assertThat(values("CAST(r AS ROW<`e f` STRING, `row` INT>).`row` + 1, CAST(m AS MAP<STRING, STRING>)['k'],"
                        + " CAST(ROW(id, ROW(2, 'x')) AS ROW<date BIGINT, v ROW<t INT, value STRING>>).v.`value`"))
                .containsExactly("[9, 1, x]");
    }

    @Test
    void keysThatBecomeEqualAreOneKey() {
        assertThat(values("CAST(MAP['1', 1, '01', 2] AS MAP<INT, STRING>)")).containsExactly("[{1=2}]");
    }

    @Test
    void whatCannotBeCastInsideIsNullOrAnErrorOfTheRow() {
        assertThat(values("TRY_CAST(ROW('x', 1) AS ROW<a INT, b INT>), TRY_CAST(ARRAY['1', 'x'] AS ARRAY<INT>)"))
                .containsExactly("[null, null]");
        assertThatThrownBy(() -> values("CAST(ROW(n.s, 1) AS ROW<a INT, b INT>)"))
                .rootCause()
                .hasMessageContaining("cannot cast '2024-02-29' to INT");
        assertThatThrownBy(() -> values("CAST(r AS ROW<a INT>)"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("cannot be cast to ROW<`a` INT>");
    }

    private int queries;

    private List<String> values(String columns) {
        String name = "o" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(INPUT + "CREATE TABLE " + name + " WITH ('connector' = 'memory') AS SELECT " + columns
                            + " FROM t WHERE id = 1;")
                    .awaitTermination();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .toList();
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
