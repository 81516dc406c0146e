package io.sluice.sources.parquet;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another engine that writes and reads Parquet files. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of values as {@link io.sluice.sources.TestRows} has them. */
    List<List<Object>> rows(String sql) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = plain(result.getObject(i + 1));
                }
                rows.add(Arrays.asList(row));
            }
        }
        return rows;
    }

    private static Object plain(Object value) throws SQLException {
        if (value instanceof Array array) {
            return plain(Arrays.asList((Object[]) array.getArray()));
        }
        if (value instanceof Struct struct) {
            return plain(Arrays.asList(struct.getAttributes()));
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object each : list) {
                plain.add(plain(each));
            }
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                plain.put(plain(each.getKey()), plain(each.getValue()));
            }
            return plain;
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        return value instanceof Number number && !(value instanceof BigDecimal) && !(value instanceof Double)
                ? (Object) number.longValue()
                : value;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
