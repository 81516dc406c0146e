package io.sluice.benchmarks.shapes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Rows of all kinds of types in Parquet files as DuckDB writes them: {@code t}, in four files by the time, with skewed keys, texts that
 * all differ and NULLs, and {@code dim}, with a row for each key. The same for the same number of rows.
 */
final class ShapeFiles {
    private static final int FILES = 4;

    /** Rows for each key that there may be. */
    private static final int ROWS_OF_KEY = 40;

    private ShapeFiles() {}

    static void write(Connection duckdb, Path folder, long rows) throws SQLException, IOException {
        Files.createDirectories(folder.resolve("t"));
        Files.createDirectories(folder.resolve("dim"));
        long keys = Math.max(100, rows / ROWS_OF_KEY);
        try (Statement statement = duckdb.createStatement()) {
            for (int file = 0; file < FILES; file++) {
                statement.execute("COPY (SELECT %s FROM range(%d, %d) AS r(i)) TO '%s' (FORMAT parquet, CODEC zstd)"
                        .formatted(
                                columns(keys),
                                rows * file / FILES,
                                rows * (file + 1) / FILES,
                                folder.resolve("t/" + file + ".parquet")));
            }
            statement.execute(
                    "COPY (SELECT %s AS ks, 'name of ' || i AS name, 'region-' || (i %% 50) AS region FROM range(%d) AS r(i)) TO '%s' (FORMAT parquet)"
                            .formatted(user("i"), keys, folder.resolve("dim/0.parquet")));
            for (String table : List.of("t", "dim")) {
                statement.execute("CREATE VIEW %1$s AS SELECT * FROM '%2$s/%1$s/*.parquet'".formatted(table, folder));
            }
        }
    }

    private static String columns(long keys) {
        return """
            i AS id,
            floor(pow(%s, 3) * %d)::INTEGER AS k,
            %s AS ks,
            md5(i::VARCHAR) AS u,
            (floor(%s * 1000000) / 100)::DECIMAL(12, 2) AS d,
            %s * 1000 AS f,
            make_timestamp(1704067200000000 + i * 10000) AS ts,
            CASE WHEN %s >= 0.3 THEN floor(%s * 1000)::BIGINT END AS n,
            %s < 0.5 AS b,
            DATE '2024-01-01' + floor(%s * 300)::INTEGER AS dt,
            'GET /api/v' || floor(%s * 5)::INTEGER || '/items/' || floor(%s * %d)::INTEGER AS path"""
                .formatted(
                        random(1),
                        keys,
                        user("floor(pow(%s, 2) * %d)::BIGINT".formatted(random(2), keys)),
                        random(3),
                        random(4),
                        random(5),
                        random(6),
                        random(7),
                        random(8),
                        random(9),
                        random(10),
                        keys);
    }

    private static String user(String number) {
        return "'user-' || lpad((%s)::VARCHAR, 6, '0')".formatted(number);
    }

    /** From 0 to 1, another one for each row and column. */
    private static String random(int column) {
        return "(hash(i * 16 + %d) %% 1000000007 / 1000000007.0)".formatted(column);
    }
}
