package io.sluice.samples;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Compares files through DuckDB. */
final class Answers {
    private Answers() {}

    /** How many rows one of two queries has that the other has not; {@code %s} in them is the folder. */
    static long differences(Path folder, String expected, String got) throws SQLException {
        String first = expected.replace("%s", folder.toString());
        String second = got.replace("%s", folder.toString());
        return number("SELECT (SELECT COUNT(*) FROM (%s EXCEPT ALL %s)) + (SELECT COUNT(*) FROM (%s EXCEPT ALL %s))"
                .formatted(first, second, second, first));
    }

    static long number(String query) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
