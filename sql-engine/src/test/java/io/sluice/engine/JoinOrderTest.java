package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.Script;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins in an order by the sizes of Parquet tables: DuckDB's answers, and the order of the first start however these grow. */
class JoinOrderTest {
    private static final Pattern SCAN = Pattern.compile("Scan (\\w+)");
    private static final String BY_REGION =
            "SELECT s.id, i.name AS item, r.name AS region FROM sales s JOIN items i ON s.item = i.id"
                    + " JOIN shops h ON s.shop = h.id JOIN regions r ON h.region = r.id WHERE r.name = 'north'";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTables() throws SQLException, IOException {
        for (int file = 0; file < 3; file++) {
            write(
                    "sales",
                    file,
                    "i + %d AS id, CASE WHEN i %% 17 > 0 THEN i * 7 %% 70 END AS item, i %% 11 AS shop",
                    400);
        }
        write("items", 0, "i AS id, 'item ' || i %% 9 AS name", 60);
        write("shops", 0, "i AS id, i %% 3 AS region", 10);
        write("regions", 0, "i AS id, ['north', 'south', 'east'][i + 1] AS name", 3);
    }

    private void write(String table, int file, String columns, int rows) throws SQLException, IOException {
        ParquetTables.write(directory.resolve(table), file, columns.formatted(file * 1000), 0, rows);
    }

    private static String script(String query) {
        return """
            CREATE TABLE sales (id BIGINT, item BIGINT, shop BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'sales', 'format' = 'parquet', 'maxFilesPerTrigger' = '1');
            CREATE TABLE items (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'items', 'format' = 'parquet');
            CREATE TABLE shops (id BIGINT, region BIGINT) WITH ('connector' = 'filesystem', 'path' = 'shops', 'format' = 'parquet');
            CREATE TABLE regions (id BIGINT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'regions', 'format' = 'parquet');
            CREATE TABLE result WITH ('connector' = 'filesystem', 'path' = 'result', 'format' = 'csv') AS %s;
            """
                .formatted(query);
    }

    private void run(String script, StepListener steps) {
        try (Session session = Sluice.open(SessionConfig.in(directory).withSteps(steps))) {
            session.sql(script).awaitTermination();
        }
    }

    private String plan(String script) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            return session.explain(new Script("job.sql", script), true);
        }
    }

    /** The tables in the order in which they are joined. */
    private List<String> order(String script) {
        return SCAN.matcher(plan(script))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private List<String> ours(int columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add("'c%d': 'VARCHAR'".formatted(i));
        }
        return rows("SELECT * FROM read_csv('%s/*.csv', header = false, columns = {%s})"
                .formatted(directory.resolve("result"), String.join(", ", names)));
    }

    private List<String> expected(String query) throws SQLException {
        return rows(query);
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String table : List.of("sales", "items", "shops", "regions")) {
                statement.execute("CREATE VIEW %1$s AS SELECT * FROM read_parquet('%2$s/%1$s/*.parquet')"
                        .formatted(table, directory));
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.append(result.getString(i)).append('|');
                    }
                    rows.add(row.toString());
                }
            }
            rows.sort(null);
            return rows;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BY_REGION,
                "SELECT a.id, b.id, h.region FROM sales a JOIN sales b ON a.item = b.item AND a.id < b.id"
                        + " JOIN shops h ON b.shop = h.id WHERE h.id = 3 AND a.item IN (7, 14)",
                "SELECT t.id, t.name, r.name FROM (SELECT s.id, s.shop, i.name FROM sales s JOIN items i"
                        + " ON s.item IS NOT DISTINCT FROM i.id - 1) t, regions r, shops h"
                        + " WHERE h.id = t.shop AND h.region = r.id AND r.name <> 'east' AND t.id % 3 = 0",
                "SELECT r.name, g.n, h.id FROM (SELECT shop, COUNT(*) AS n FROM sales GROUP BY shop) g"
                        + " JOIN shops h ON g.shop = h.id JOIN regions r ON r.id = h.region AND r.id < g.n"
            })
    void ordersGiveWhatDuckDbGives(String query) throws SQLException {
        run(script(query), StepListener.NONE);
        assertThat(ours(3)).isNotEmpty().isEqualTo(expected(query));
    }

    @Test
    void smallTablesComeFirst() {
        assertThat(order(script(BY_REGION))).containsExactly("regions", "shops", "sales", "items");
        assertThat(plan(script(BY_REGION))).contains("about 1,200 rows", "about 10 rows");
        assertThat(order("SET 'table.optimizer.join-reorder-enabled' = 'false';" + script(BY_REGION)))
                .containsExactly("sales", "items", "shops", "regions");
    }

    @Test
    void someOfManyFilesAreAsked() throws IOException {
        Path file = directory.resolve("shops/0.parquet");
        for (int copy = 1; copy < 40; copy++) {
            Files.copy(file, directory.resolve("shops/%d.parquet".formatted(copy)));
        }
        assertThat(plan(script(BY_REGION))).contains("about 400 rows");
    }

    @Test
    void whatIsWrongWithATableIsToldByTheStart() throws IOException {
        Files.writeString(directory.resolve("shops/0.parquet"), "not Parquet at all");
        assertThat(order(script(BY_REGION))).startsWith("sales");
        assertThatThrownBy(() -> run(script(BY_REGION), StepListener.NONE))
                .hasMessageContaining("expected a Parquet file");
    }

    @ParameterizedTest
    @CsvSource({"0,own", "1,own", "0,memory://grown-0", "1,memory://grown-1"})
    void queryGoesOnInItsOrderWhenTablesHaveGrown(long batch, String checkpoint) throws SQLException, IOException {
        String script = "SET 'execution.checkpointing.dir' = '%s';".formatted(checkpoint) + script(BY_REGION);
        List<String> order = order(script);
        assertThatThrownBy(() -> run(script, failingIn(batch))).isInstanceOf(QueryFailedException.class);
        write("regions", 1, "i + 10 AS id, 'south' AS name", 50_000);
        assertThat(order(script)).isEqualTo(order);
        assertThat(plan(script)).contains(batch == 0 ? "nothing is committed there" : "fits");
        run(script, StepListener.NONE);
        assertThat(ours(3)).isNotEmpty().isEqualTo(expected(BY_REGION));
        assertThat(order(script.replace("result", "other"))).startsWith("sales");
    }

    /** A checkpoint that says nothing of sizes is of a query whose order is the written one. */
    @Test
    void queryThatBeganWithoutSizesGoesOnWithout() {
        String script = script(BY_REGION);
        String written = "SET 'table.optimizer.join-reorder-enabled' = 'false';" + script;
        assertThatThrownBy(() -> run(written, failingIn(1))).isInstanceOf(QueryFailedException.class);
        assertThat(order(script)).containsExactly("sales", "items", "shops", "regions");
        assertThat(plan(script)).contains("fits");
    }

    private static StepListener failingIn(long batch) {
        return new StepListener() {
            @Override
            public void before(Step step, long inBatch) {
                if (step == Step.COMMIT && inBatch == batch) {
                    throw new IllegalStateException("as if it were killed");
                }
            }
        };
    }
}
