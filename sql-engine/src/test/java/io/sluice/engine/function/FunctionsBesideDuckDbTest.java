package io.sluice.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that DuckDB has with the same meaning: {@code ours == DuckDB's}, or one call for both, in duckdb.txt. */
class FunctionsBesideDuckDbTest {
    @Test
    void bothGiveTheSame(@TempDir Path directory) throws IOException, SQLException {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        try (var in = FunctionsBesideDuckDbTest.class.getResourceAsStream("/functions/duckdb.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] sides = line.split(" == ");
                    ours.add(sides[0]);
                    theirs.add(sides[sides.length - 1]);
                }
            }
        }
        List<String> expected = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < ours.size(); i++) {
                expected.add(ours.get(i) + " => " + value(statement, theirs.get(i)));
            }
        }
        List<String> got = new ArrayList<>();
        try (SqlValues values = SqlValues.open(directory, Map.of())) {
            List<String> results = values.of(ours);
            for (int i = 0; i < ours.size(); i++) {
                got.add(ours.get(i) + " => " + results.get(i).toLowerCase(Locale.ROOT));
            }
        }
        assertThat(got).containsExactlyElementsOf(expected);
    }

    private static String value(Statement statement, String expression) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT CAST(" + expression + " AS VARCHAR)")) {
            rows.next();
            String value = rows.getString(1);
            return value == null ? "null" : value.toLowerCase(Locale.ROOT);
        }
    }
}
