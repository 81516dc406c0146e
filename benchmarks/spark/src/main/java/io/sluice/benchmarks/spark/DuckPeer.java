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
import java.util.Map;

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

    private static final String SECONDS =
            "(CASE WHEN contains(v, '-') THEN -1 ELSE 1 END) * (86400000000 * CAST(regexp_extract(v, '(\\d+) ', 1) AS BIGINT)"
                    + " + epoch_us(CAST(regexp_extract(v, '\\d+:\\d+:[\\d.]+') AS INTERVAL)))";
    private static final String MONTHS = "(CASE WHEN regexp_matches(v, '(^|'')-') THEN -1 ELSE 1 END)"
            + " * (12 * CAST(regexp_extract(v, '(\\d+)-', 1) AS INTEGER) + CAST(regexp_extract(v, '\\d+-(\\d+)', 1) AS INTEGER))";

    /** What makes the value of a text that DuckDB does not read as one: bytes in base 64, intervals. */
    private static final Map<String, String> BY_TEXT = Map.of(
            "binary",
            "from_base64(v)",
            "interval of seconds",
            SECONDS,
            "interval of months",
            MONTHS,
            "array of intervals",
            "list_transform(v, lambda v: " + SECONDS + ")");

    /** The query that reads a folder of JSON or CSV with the types of a sample. */
    static String text(String format, SampleType type, Path folder, char escape) {
        String value = BY_TEXT.getOrDefault(type.name(), "v");
        String stored = value.equals("v") ? type.duckdb() : value.startsWith("list") ? "VARCHAR[]" : "VARCHAR";
        String columns = "columns = {id: 'INTEGER', v: '%s'}".formatted(stored);
        String files = format.equals("json")
                ? "read_json('%s/part-*.json*', format = 'newline_delimited', maximum_object_size = 100000000, %s)"
                        .formatted(folder, columns)
                : "read_csv('%s/part-*.csv*', header = true, quote = '\"', escape = '%s', nullstr = 'NULL', allow_quoted_nulls = false, %s)"
                        .formatted(folder, escape, columns);
        return "SELECT id, %s FROM %s".formatted(value, files);
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
