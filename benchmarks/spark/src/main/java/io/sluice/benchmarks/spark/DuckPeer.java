package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** DuckDB in this process, in UTC. */
final class DuckPeer implements AutoCloseable {
    private final Connection connection;

    DuckPeer() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
    }

    String version() throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion();
    }

    /** The rows of a query as sorted canonical text. */
    List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            List<Object> values = new ArrayList<>();
            while (result.next()) {
                values.clear();
                for (int column = 1; column <= columns; column++) {
                    values.add(value(result, column));
                }
                rows.add(Canonical.row(values));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    /** The query that reads a folder of JSON or CSV with the types of a sample; bytes are there in base 64. */
    static String text(String format, SampleType type, Path folder, char escape) {
        boolean bytes = type.name().equals("binary");
        String columns = "columns = {id: 'INTEGER', v: '%s'}".formatted(bytes ? "VARCHAR" : type.duckdb());
        String files = format.equals("json")
                ? "read_json('%s/part-*.json*', format = 'newline_delimited', maximum_object_size = 100000000, %s)"
                        .formatted(folder, columns)
                : "read_csv('%s/part-*.csv*', header = true, quote = '\"', escape = '%s', nullstr = 'NULL', allow_quoted_nulls = false, %s)"
                        .formatted(folder, escape, columns);
        return "SELECT id, %s FROM %s".formatted(bytes ? "from_base64(v)" : "v", files);
    }

    /** Days and timestamps without the calendar of {@code java.sql}, which is the Julian one before 1582. */
    private static Object value(ResultSet result, int column) throws SQLException {
        return switch (result.getMetaData().getColumnType(column)) {
            case Types.DATE -> result.getObject(column, LocalDate.class);
            case Types.TIMESTAMP -> result.getObject(column, LocalDateTime.class);
            default -> result.getObject(column);
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
