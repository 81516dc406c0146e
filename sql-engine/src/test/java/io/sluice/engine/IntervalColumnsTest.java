package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals as columns of declared tables: from files, through state, to files. */
class IntervalColumnsTest {
    private static final String TABLE =
            """
            CREATE TABLE t (
              id INT, t INTERVAL DAY TO SECOND(6), m INTERVAL YEAR TO MONTH,
              n ROW<a ARRAY<INTERVAL HOUR>, m MAP<STRING, INTERVAL MONTH NOT NULL>>)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'scan.bad-row' = '${POLICY}');
            """;

    private static final String ROWS =
            """
            {"id":1,"t":"+1 02:03:04.000005","m":"+1-02","n":{"a":["PT1H",null],"m":{"x":"P1Y"}}}
            {"id":2,"t":"-P1DT2H3M4.000005S","m":"P-14M","n":{"a":[],"m":{}}}
            {"id":3,"t":"INTERVAL '0 00:00:01' DAY TO SECOND","m":"INTERVAL '-0-1' YEAR TO MONTH","n":null}
            {"id":4}
            {"id":5,"t":"+1 02:03:04.000005","m":"+178956970-07","n":{"a":["PT0.001S"]}}
            """;

    private static final List<String> SHOWN = List.of(
            "1 +1 02:03:04.000005 +1-02 ([+0 01:00:00.000, NULL], {x=+1-00})",
            "2 -1 02:03:04.000005 -1-02 ([], {})",
            "3 +0 00:00:01.000 -0-01 NULL",
            "4 NULL NULL NULL",
            "5 +1 02:03:04.000005 +178956970-07 ([+0 00:00:00.001], NULL)");

    private static final String TEXTS =
            "SELECT CAST(id AS STRING) || ' ' || COALESCE(CAST(t AS STRING), 'NULL') || ' ' || COALESCE(CAST(m AS STRING), 'NULL')"
                    + " || ' ' || COALESCE(CAST(n AS STRING), 'NULL') AS s FROM ";

    @TempDir
    private Path directory;

    private int queries;

    @BeforeEach
    void writeInput() throws IOException {
        write("input/a.json", ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "parquet"})
    void eachFormatKeepsThem(String format) {
        run(
                """
                CREATE TABLE u WITH ('connector' = 'filesystem', 'path' = 'u', 'format' = '%s') AS SELECT * FROM t;
                """
                        .formatted(format));
        assertThat(shown("CREATE TABLE u WITH ('path' = 'u', 'format' = '%s') LIKE t;".formatted(format), TEXTS + "u"))
                .containsExactlyInAnyOrderElementsOf(SHOWN);
    }

    @Test
    void csvKeepsThem() {
        String table =
                "CREATE TABLE u (id INT, t INTERVAL DAY TO SECOND, m INTERVAL YEAR) WITH ('connector' = 'filesystem', 'path' = 'u', 'format' = 'csv');";
        run(table + "INSERT INTO u SELECT id, t, m FROM t;");
        assertThat(shown(table, "SELECT CAST(t AS STRING) || CAST(m AS STRING) AS s FROM u WHERE id < 4"))
                .containsExactlyInAnyOrder(
                        "+1 02:03:04.000005+1-02", "-1 02:03:04.000005-1-02", "+0 00:00:01.000-0-01");
    }

    @Test
    void parquetHasNumbersThatSparkKnowsByTheFooter() throws SQLException {
        run(
                "CREATE TABLE u WITH ('connector' = 'filesystem', 'path' = 'u', 'format' = 'parquet') AS SELECT id, t, m, n FROM t;");
        assertThat(duckDb(
                        "SELECT to_microseconds(t) = INTERVAL '1 day 02:03:04.000005', to_months(m) = INTERVAL '14 months',"
                                + " typeof(t), typeof(m) FROM '%s/u/*.parquet' WHERE id = 1"))
                .containsExactly("true | true | BIGINT | INTEGER | ");
        assertThat(duckDb("SELECT DISTINCT decode(value) FROM parquet_kv_metadata('%s/u/*.parquet') WHERE decode(key) ="
                        + " 'org.apache.spark.sql.parquet.row.metadata'"))
                .singleElement()
                .asString()
                .contains(
                        "{\"name\":\"t\",\"type\":\"interval day to second\",\"nullable\":true,\"metadata\":{}}",
                        "\"elementType\":\"interval day to second\",\"containsNull\":true",
                        "\"valueType\":\"interval year to month\",\"valueContainsNull\":false");
    }

    @Test
    void parquetsIntervalIsReadWhereItFits() throws SQLException, IOException {
        Files.createDirectories(directory.resolve("d"));
        duckDb("COPY (SELECT 1 AS id, INTERVAL '3 days 02:00:00.250' AS t, INTERVAL '14 months' AS m UNION ALL"
                + " SELECT 2, NULL, INTERVAL '0 months') TO '%s/d/a.parquet'");
        String table =
                """
                CREATE TABLE d (id INT, t INTERVAL DAY, m INTERVAL MONTH)
                WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet');
                """;
        assertThat(
                        shown(
                                table.formatted("d"),
                                "SELECT COALESCE(CAST(t AS STRING), '') || CAST(m AS STRING) AS s FROM d WHERE t IS NULL OR t > INTERVAL '3' DAY"))
                .containsExactlyInAnyOrder("+3 02:00:00.250+1-02", "+0-00");
        Files.createDirectories(directory.resolve("e"));
        duckDb("COPY (SELECT 1 AS id, INTERVAL '3 days 1 month' AS t, INTERVAL '14 months' AS m) TO '%s/e/a.parquet'");
        assertThatThrownBy(() -> shown(table.formatted("e"), "SELECT CAST(t AS STRING) AS s FROM d"))
                .rootCause()
                .hasMessageContaining("expected INTERVAL DAY TO SECOND, got 1 months 3 days 0 ms");
        assertThatThrownBy(() -> shown(
                        "CREATE TABLE d (t BIGINT) WITH ('connector' = 'filesystem', 'path' = 'd', 'format' = 'parquet');",
                        "SELECT CAST(t AS STRING) AS s FROM d"))
                .hasStackTraceContaining("column \"t\": expected BIGINT, got INTERVAL");
    }

    /** As pyarrow and Polars write durations, whose unit only their own schema tells. */
    @ParameterizedTest
    @EnumSource(
            value = TimeUnit.class,
            names = {"MICROSECOND", "NANOSECOND"})
    void numbersInAnotherUnitAreRefused(TimeUnit unit) throws Exception {
        Schema schema = new Schema(List.of(new Field("t", FieldType.nullable(new ArrowType.Duration(unit)), null)));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        MessageSerializer.serialize(new WriteChannel(Channels.newChannel(message)), schema);
        Files.createDirectories(directory.resolve("p"));
        duckDb("COPY (SELECT 5000::BIGINT AS t) TO '%s/p/a.parquet' (KV_METADATA {'ARROW:schema': '"
                + Base64.getEncoder().encodeToString(message.toByteArray()) + "'})");
        String table =
                "CREATE TABLE p (t INTERVAL SECOND) WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'parquet');";
        String query = "SELECT CAST(t AS STRING) AS s FROM p";
        if (unit == TimeUnit.MICROSECOND) {
            assertThat(shown(table, query)).containsExactly("+0 00:00:00.005");
        } else {
            assertThatThrownBy(() -> shown(table, query))
                    .hasStackTraceContaining("column \"t\": expected durations in microseconds, got nanoseconds");
        }
    }

    @Test
    void theyAreKeysOfStateOfJoinsAndOfOrders() {
        assertThat(
                        shown(
                                "",
                                "SELECT CAST(t AS STRING) || ' ' || CAST(COUNT(*) AS STRING) AS s FROM t WHERE t IS NOT NULL GROUP BY t"))
                .containsExactlyInAnyOrder("+1 02:03:04.000005 2", "-1 02:03:04.000005 1", "+0 00:00:01.000 1");
        assertThat(shown(
                        "",
                        "SELECT CAST(MIN(t) AS STRING) || ' ' || CAST(MAX(t) AS STRING) || ' ' || CAST(MIN(m) AS STRING) || ' '"
                                + " || CAST(MAX(m) AS STRING) AS s FROM t"))
                .containsExactly("-1 02:03:04.000005 +1 02:03:04.000005 -1-02 +178956970-07");
        assertThat(
                        shown(
                                "",
                                "SELECT CAST(a.id AS STRING) || CAST(b.id AS STRING) AS s FROM t AS a JOIN t AS b ON a.t = b.t AND a.id <= b.id"))
                .containsExactlyInAnyOrder("11", "15", "22", "33", "55");
        assertThat(shown("", "SELECT CAST(id AS STRING) AS s FROM t WHERE m IS NOT NULL ORDER BY m DESC, id"))
                .containsExactly("5", "1", "3", "2");
        assertThat(shown("", "SELECT CAST(id AS STRING) AS s FROM t WHERE n.a[1] = INTERVAL '1' HOUR"))
                .containsExactly("1");
    }

    @Test
    void textIsCastToThem() {
        assertThat(
                        shown(
                                "",
                                "SELECT CAST(CAST(CAST(t AS STRING) AS INTERVAL DAY TO SECOND) = t AND CAST(CAST(m AS STRING) AS INTERVAL YEAR) = m"
                                        + " AS STRING) || CAST(CAST('PT90M' AS INTERVAL HOUR TO MINUTE) AS STRING)"
                                        + " || COALESCE(CAST(TRY_CAST('x' AS INTERVAL MONTH) AS STRING), '!')"
                                        + " || CAST(CAST(ARRAY['P1Y'] AS ARRAY<INTERVAL YEAR>) AS STRING) AS s FROM t WHERE id = 2"))
                .containsExactly("TRUE+0 01:30:00.000![+1-00]");
        assertThatThrownBy(() -> shown("", "SELECT CAST(CAST(id AS INTERVAL DAY) AS STRING) AS s FROM t"))
                .hasMessageContaining("INT cannot be cast to INTERVAL DAY TO SECOND");
    }

    @Test
    void whatIsNoneIsABadRow() throws IOException {
        write("input/a.json", "{\"id\":1,\"t\":\"1 hour\"}\n{\"id\":2,\"t\":5}\n{\"id\":3,\"t\":\"PT1H\"}\n");
        assertThatThrownBy(() -> shown("", "SELECT CAST(t AS STRING) AS s FROM t"))
                .rootCause()
                .hasMessageContaining("column \"t\": expected INTERVAL DAY TO SECOND, got '1 hour'");
        assertThat(shown("SKIP", "", "SELECT CAST(t AS STRING) AS s FROM t")).containsExactly("+0 01:00:00.000");
    }

    @Test
    void monthsStayInTheirRange() {
        assertThatThrownBy(() -> shown("", "SELECT CAST(m + m AS STRING) AS s FROM t WHERE id = 5"))
                .rootCause()
                .hasMessageContaining("is out of the range of intervals");
        for (String constant : List.of(
                "INTERVAL '999999' YEAR(6) * 100000",
                "INTERVAL '178956970' YEAR(9) + INTERVAL '178956970' YEAR(9)",
                "INTERVAL '99999999' DAY(8) * 1000000000")) {
            assertThatThrownBy(() -> shown("", "SELECT CAST(%s AS STRING) AS s FROM t".formatted(constant)))
                    .as(constant)
                    .hasMessageContaining("is out of the range of intervals");
        }
    }

    @Test
    void foldersAndFineSecondsAreRefusedByName() {
        assertThatThrownBy(
                        () -> run(
                                """
                        CREATE TABLE u (id INT, t INTERVAL DAY) PARTITIONED BY (t)
                        WITH ('connector' = 'filesystem', 'path' = 'u', 'format' = 'json');
                        INSERT INTO u SELECT id, t FROM t;
                        """))
                .hasMessageContaining("column \"t\" of PARTITIONED BY has the type INTERVAL DAY TO SECOND");
        assertThatThrownBy(() -> run("CREATE TABLE u (t INTERVAL DAY TO SECOND(9)) WITH ('connector' = 'blackhole');"))
                .hasMessageContaining("INTERVAL of column \"t\" has 9 digits of a second: expected 0 to 6");
    }

    @Test
    void rowsWithThemAreMadeUp() {
        assertThat(shown(
                        """
                        CREATE TABLE g (t INTERVAL DAY TO SECOND, m INTERVAL YEAR TO MONTH) WITH ('connector' = 'datagen',
                          'number-of-rows' = '100', 'rows-per-second' = '1000000', 'fields.m.min' = 'P1Y', 'fields.m.max' = '+1-01');
                        """,
                        "SELECT CAST(COUNT(DISTINCT t) > 90 AND MIN(t) >= INTERVAL '0' DAY AND MAX(t) <= INTERVAL '1' DAY AS STRING)"
                                + " || CAST(MIN(m) AS STRING) || CAST(MAX(m) AS STRING) AS s FROM g"))
                .containsExactly("TRUE+1-00+1-01");
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void run(String script) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLE.replace("${POLICY}", "FAIL") + script).awaitTermination();
        }
    }

    private List<String> shown(String tables, String query) {
        return shown("FAIL", tables, query);
    }

    private List<String> shown(String policy, String tables, String query) {
        String name = "o" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLE.replace("${POLICY}", policy) + tables
                            + "SET 'execution.runtime-mode' = 'batch'; CREATE TABLE " + name
                            + " WITH ('connector' = 'memory') AS " + query + ";")
                    .awaitTermination();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().get(0).toString())
                    .toList();
        }
    }

    /** The directory stands for {@code %s}. */
    private List<String> duckDb(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql.formatted(directory))) {
                ResultSet found = statement.getResultSet();
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= columns; i++) {
                        row.append(found.getObject(i)).append(columns == 1 ? "" : " | ");
                    }
                    rows.add(row.toString());
                }
            }
        }
        return rows;
    }
}
