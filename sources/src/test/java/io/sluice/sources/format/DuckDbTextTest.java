package io.sluice.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.format.TextFiles.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB writes are read as DuckDB reads them. */
class DuckDbTextTest {
    private static final int ROWS = 30_000;
    private static final String[] COLUMNS = {
        "id BIGINT",
        "small SMALLINT",
        "price DECIMAL(12, 3)",
        "wide DECIMAL(38, 5)",
        "ratio DOUBLE",
        "single FLOAT",
        "ok BOOLEAN",
        "day DATE",
        "moment TIMESTAMP(6)",
        "word STRING"
    };
    private static final String SELECT = "SELECT id, small, price, wide, ratio, single, ok,"
            + " epoch_us(day::TIMESTAMP) // 86400000000, epoch_us(moment), word FROM %s ORDER BY id";

    @TempDir
    Path folder;

    private static void generate(Statement duck) throws SQLException {
        duck.execute(
                """
                CREATE TABLE t AS SELECT
                  i::BIGINT AS id,
                  CASE WHEN i %% 7 = 0 THEN NULL ELSE ((hash(i) %% 60000)::INT - 30000)::SMALLINT END AS small,
                  CASE WHEN i %% 11 = 0 THEN NULL ELSE ((hash(i) %% 2000000000)::BIGINT - 1000000000)::DECIMAL(18, 3) / 1000 END::DECIMAL(12, 3) AS price,
                  ((hash(i) %% 1000000000000000)::HUGEINT * 1000000000 + i)::DECIMAL(33, 0)::DECIMAL(38, 5) + 0.12345 AS wide,
                  CASE i %% 9 WHEN 0 THEN NULL WHEN 1 THEN 1e300 / (i + 1) WHEN 2 THEN -1e-300 * i ELSE i / 7.0 END::DOUBLE AS ratio,
                  (i / 3.0)::FLOAT AS single,
                  CASE WHEN i %% 5 = 0 THEN NULL ELSE i %% 2 = 0 END AS ok,
                  CASE WHEN i %% 13 = 0 THEN NULL ELSE DATE '1900-01-01' + (i * 7 %% 70000)::INT END AS day,
                  CASE WHEN i %% 8 = 0 THEN NULL ELSE TIMESTAMP '1950-01-01' + to_microseconds(i * 123456789123) END AS moment,
                  CASE i %% 10 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'a,"b"' WHEN 3 THEN 'line' || chr(10) || 'end'
                    WHEN 4 THEN 'ünï € 😀' WHEN 5 THEN '  blanks  ' WHEN 6 THEN 'back\\slash' || chr(13) || chr(9) ELSE 'word ' || i END AS word
                FROM range(%d) r(i)"""
                        .formatted(ROWS));
    }

    private static List<List<Object>> rows(Statement duck, String from) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (ResultSet result = duck.executeQuery(SELECT.formatted(from))) {
            while (result.next()) {
                Object[] row = new Object[COLUMNS.length];
                for (int i = 0; i < row.length; i++) {
                    Object value = result.getObject(i + 1);
                    boolean whole = value instanceof Integer || value instanceof Short;
                    row[i] = whole
                            ? ((Number) value).longValue()
                            : value instanceof Float f ? (Double) (double) f : value;
                }
                rows.add(Arrays.asList(row));
            }
        }
        return rows;
    }

    private static String types() {
        return "{'id': 'BIGINT', 'small': 'SMALLINT', 'price': 'DECIMAL(12,3)', 'wide': 'DECIMAL(38,5)', 'ratio': 'DOUBLE',"
                + " 'single': 'FLOAT', 'ok': 'BOOLEAN', 'day': 'DATE', 'moment': 'TIMESTAMP', 'word': 'VARCHAR'}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEADER, DELIMITER ','",
                "HEADER, DELIMITER '|', QUOTE ''''",
                "HEADER, FORCE_QUOTE *, DELIMITER ';'"
            })
    void csvIsReadAsDuckDbReadsIt(String options) throws Exception {
        Path file = folder.resolve("t.csv");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duck = connection.createStatement()) {
            generate(duck);
            duck.execute("COPY t TO '%s' (FORMAT csv, %s)".formatted(file, options));
            TextFiles csv = new TextFiles(folder.resolve("copy.csv"));
            csv.header = true;
            csv.nullText = Optional.of("");
            csv.delimiter = options.contains("'|'") ? '|' : options.contains("';'") ? ';' : ',';
            csv.quote = options.contains("QUOTE ''''") ? '\'' : '"';
            String quote = csv.quote == '"' ? "\"" : "''";
            List<List<Object>> theirs = rows(
                    duck,
                    "read_csv('%s', header = true, delim = '%s', quote = '%s', escape = '%s', columns = %s, allow_quoted_nulls = false)"
                            .formatted(file, csv.delimiter, quote, quote, types()));
            assertThat(csv.read(Kind.CSV, Files.readAllBytes(file), COLUMNS)).isEqualTo(theirs);
        }
    }

    /** DuckDB reads numbers of JSON as doubles first, so long decimals are not what they were. */
    private static List<List<Object>> withoutWide(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> {
                    List<Object> rest = new ArrayList<>(row);
                    rest.remove(3);
                    return rest;
                })
                .collect(Collectors.toList());
    }

    @Test
    void jsonIsReadAsDuckDbReadsIt() throws Exception {
        Path file = folder.resolve("t.json");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duck = connection.createStatement()) {
            generate(duck);
            for (String array : new String[] {"false", "true"}) {
                duck.execute("COPY t TO '%s' (FORMAT json, ARRAY %s)".formatted(file, array));
                TextFiles json = new TextFiles(folder.resolve("copy.json"));
                List<List<Object>> theirs = rows(duck, "read_json('%s', columns = %s)".formatted(file, types()));
                List<List<Object>> ours = json.read(Kind.JSON, Files.readAllBytes(file), COLUMNS);
                assertThat(withoutWide(ours)).isEqualTo(withoutWide(theirs));
            }
        }
    }
}
