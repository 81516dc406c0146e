package io.sluice.benchmarks.nexmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** DuckDB over the files of {@link NexmarkFiles}; rows as the texts that {@link CapturedSink} makes of them. */
final class DuckDbAnswers implements AutoCloseable {
    private final Connection connection;

    DuckDbAnswers(Path files) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        for (String table : List.of("person", "auction", "bid")) {
            execute("CREATE VIEW %1$s AS SELECT * FROM '%2$s/%1$s/*.parquet'".formatted(table, files));
        }
        execute(
                "CREATE VIEW side_input AS SELECT * FROM read_csv('%s/side_input/*.csv', columns = {key: 'BIGINT', value: 'VARCHAR'})"
                        .formatted(files));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Puts the rows of a query into the table {@code result}. */
    void run(String query) throws SQLException {
        execute("CREATE OR REPLACE TEMP TABLE result AS " + query);
    }

    String version() throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion();
    }

    Fingerprint fingerprint() throws SQLException {
        long[] rowsAndSum = new long[2];
        forEachRow(row -> {
            rowsAndSum[0]++;
            rowsAndSum[1] += Fingerprint.hash(row);
        });
        return new Fingerprint(rowsAndSum[0], rowsAndSum[1]);
    }

    List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        forEachRow(rows::add);
        return rows;
    }

    private void forEachRow(Consumer<String> action) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT %s FROM result".formatted(text()))) {
            while (result.next()) {
                action.accept(result.getString(1));
            }
        }
    }

    /** An expression for a whole row. */
    private String text() throws SQLException {
        StringJoiner text = new StringJoiner(" || ");
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE result")) {
            while (columns.next()) {
                String column = "\"" + columns.getString(1).replace("\"", "\"\"") + "\"";
                String value = columns.getString(2).startsWith("TIMESTAMP")
                        ? "strftime(%s, '%%Y-%%m-%%d %%H:%%M:%%S.%%g')".formatted(column)
                        : "CAST(%s AS VARCHAR)".formatted(column);
                text.add("COALESCE(%s, 'NULL') || '%s'".formatted(value, Fingerprint.SEPARATOR));
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
