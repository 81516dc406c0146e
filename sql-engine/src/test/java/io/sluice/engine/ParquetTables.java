package io.sluice.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Folders of Parquet files, each a table, that DuckDB writes. */
final class ParquetTables {
    private ParquetTables() {}

    /**
     * Writes the n-th file of a table.
     *
     * @param columns over {@code i}, the numbers from {@code from} to {@code to}, without the last
     */
    static void write(Path table, int file, String columns, int from, int to) throws SQLException, IOException {
        Path target = Files.createDirectories(table).resolve(file + ".parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (SELECT %s FROM range(%d, %d) AS r(i)) TO '%s' (FORMAT parquet)"
                    .formatted(columns, from, to, target));
        }
    }
}
