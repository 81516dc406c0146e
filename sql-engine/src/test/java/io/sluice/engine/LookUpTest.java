package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lookups with more rows than go through the engine at once, all tables in one batch or in several: DuckDB's answers. */
class LookUpTest {
    private static final String TABLES =
            """
            SET 'trigger' = 'available-now'; SET 'parallelism.default' = '%d';
            CREATE TABLE bids (k BIGINT, name STRING, v BIGINT) WITH (
              'connector' = 'filesystem', 'path' = 'bids', 'format' = 'parquet', 'source.monitor-interval' = '1 s', 'maxFilesPerTrigger' = '%d');
            CREATE TABLE names (k BIGINT, name STRING, PRIMARY KEY (k) NOT ENFORCED) WITH (
              'connector' = 'filesystem', 'path' = 'names', 'format' = 'parquet', 'source.monitor-interval' = '1 s', 'maxFilesPerTrigger' = '%2$d');
            CREATE TABLE cities (k BIGINT, city STRING, PRIMARY KEY (k) NOT ENFORCED) WITH (
              'connector' = 'filesystem', 'path' = 'cities', 'format' = 'parquet', 'source.monitor-interval' = '1 s', 'maxFilesPerTrigger' = '%2$d');
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTables() throws SQLException, IOException {
        for (int file = 0; file < 3; file++) {
            write(
                    "bids",
                    file,
                    "CASE WHEN i % 13 > 0 THEN i * 7 % 900 END AS k, 'n' || i % 50 AS name, i AS v",
                    30_000);
        }
        write("names", 0, "i AS k, 'n' || i % 50 AS name", 700);
        write("cities", 0, "i * 3 AS k, 'city ' || i AS city", 300);
    }

    private void write(String table, int file, String columns, int rows) throws SQLException, IOException {
        ParquetTables.write(directory.resolve(table), file, columns, file * rows, (file + 1) * rows);
    }

    private static String asOf(String table, String alias) {
        return table + " FOR SYSTEM_TIME AS OF p AS " + alias;
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "3, 3", "2, 1"})
    void rowsOfOneBatchFindThoseThatCameWithThem(int threads, int files) throws SQLException, IOException {
        String query =
                """
                SELECT b.k, b.v, n.name || '!' AS a, c.city AS c
                FROM bids AS b JOIN %s ON b.k = n.k LEFT JOIN %s ON n.k = c.k
                UNION ALL SELECT n.k, -1, n.name, c.city FROM names AS n LEFT JOIN %3$s ON n.k = c.k WHERE n.name <> 'n7'
                UNION ALL SELECT b.k, -2, b.name, CAST(NULL AS VARCHAR) FROM bids AS b WHERE b.v %% 7 = 0
                """;
        String asked = query.formatted(asOf("names", "n"), asOf("cities", "c"), asOf("cities", "c"))
                .replace("bids AS b", "(SELECT *, PROCTIME() AS p FROM bids) AS b")
                .replace("FROM names AS n", "FROM (SELECT *, PROCTIME() AS p FROM names) AS n");
        run(TABLES.formatted(threads, files)
                + "CREATE TABLE result WITH ('connector' = 'filesystem', 'path' = 'result', 'format' = 'parquet') AS "
                + asked + ";");
        assertThat(rows("SELECT * FROM read_parquet('%s/result/*.parquet')".formatted(directory)))
                .isEqualTo(rows(query.formatted("names AS n", "cities AS c", "cities AS c")));
    }

    private void run(String script) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(script).awaitTermination();
        }
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String table : List.of("bids", "names", "cities")) {
                statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/*.parquet')"
                        .formatted(table, directory.resolve(table)));
            }
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.add(String.join(
                            "|", Stream.of(1, 2, 3, 4).map(i -> text(result, i)).toList()));
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String text(ResultSet result, int column) {
        try {
            return String.valueOf(result.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
