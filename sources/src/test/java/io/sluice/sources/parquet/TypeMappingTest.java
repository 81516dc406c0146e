package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which file types are read as which table types, and what is said when they are not. */
class TypeMappingTest {
    @TempDir
    Path folder;

    private DuckDb duckDb;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        duckDb = new DuckDb();
        duckDb.run("SET TimeZone = 'UTC'");
        file = folder.resolve("t.parquet");
    }

    @AfterEach
    void close() throws Exception {
        duckDb.close();
    }

    private void write(String select) throws Exception {
        duckDb.run("COPY (%s) TO '%s' (FORMAT parquet)".formatted(select, file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIGINT        | INT           | BIGINT",
                "INTEGER       | SMALLINT      | INT",
                "SMALLINT      | TINYINT       | SMALLINT",
                "BIGINT        | DOUBLE        | BIGINT",
                "INTEGER       | DECIMAL(9, 0) | INT",
                "DOUBLE        | FLOAT         | DOUBLE",
                "INTEGER       | STRING        | INT",
                "VARCHAR       | INT           | STRING",
                "TIMESTAMP     | DATE          | TIMESTAMP(6)",
                "TIMESTAMPTZ   | STRING        | TIMESTAMP_LTZ(6)",
                "DATE          | TIMESTAMP     | DATE",
                "DECIMAL(9, 2) | DECIMAL(8, 2) | DECIMAL(9, 2)",
                "DECIMAL(9, 2) | DECIMAL(9, 3) | DECIMAL(9, 2)",
                "DECIMAL(9, 2) | DOUBLE        | DECIMAL(9, 2)",
                "BOOLEAN       | INT           | BOOLEAN"
            })
    void anotherTypeIsRefused(String stored, String declared, String shown) throws Exception {
        write("SELECT NULL::%s AS c".formatted(stored));
        SourceException refused =
                catchThrowableOfType(SourceException.class, () -> ParquetFiles.read(file, "c " + declared));
        String expected = declared.equals("TIMESTAMP") ? "TIMESTAMP(6)" : declared;
        assertThat(refused)
                .hasMessage("cannot read filesystem table \"t\" from %s: column \"c\": expected %s, got %s"
                        .formatted(file, expected, shown));
        assertThat(refused.hint()).isEqualTo("Declare the column as %s and CAST it in the query.".formatted(shown));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[1, 2]                  | ARRAY<INT>",
                "[{'a': [1], 'b': 'x'}]  | ARRAY<ROW<a ARRAY<INT>, b STRING>>",
                "MAP {'x': 1::BIGINT}    | MAP<STRING, BIGINT>",
                "{'a': 1}                | ROW<a INT>",
                "TIME '12:00:00'         | TIME(6)",
                "'x'::BLOB               | BYTES",
                "INTERVAL 1 MONTH        | INTERVAL"
            })
    void anotherKindIsNamed(String value, String shown) throws Exception {
        write("SELECT %s AS c".formatted(value));
        assertThatThrownBy(() -> ParquetFiles.read(file, "c STRING"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("column \"c\": expected STRING, got " + shown);
    }

    @Test
    void anUnsignedIntegerNeedsAWiderType() throws Exception {
        write("SELECT 4000000000::UINTEGER AS c, 255::UTINYINT AS d, 1::UBIGINT AS e");
        assertThat(ParquetFiles.read(file, "c BIGINT", "d SMALLINT")).containsExactly(List.of(4_000_000_000L, 255L));
        assertThatThrownBy(() -> ParquetFiles.read(file, "c INT"))
                .hasMessageContaining("expected INT, got an unsigned integer of 32 bits");
        assertThatThrownBy(() -> ParquetFiles.read(file, "e BIGINT"))
                .hasMessageContaining("expected BIGINT, got an unsigned integer of 64 bits");
    }

    @Test
    void columnsBesideNestedOnesAreFound() throws Exception {
        write("SELECT 1::BIGINT AS a, {'x': 1, 'y': {'z': [1, 2]}} AS s, 'b' AS b, [[1]] AS l, 3::BIGINT AS c");
        assertThat(ParquetFiles.read(file, "c BIGINT", "b STRING", "a BIGINT")).containsExactly(List.of(3L, "b", 1L));
    }

    @Test
    void aMissingColumnIsRefusedWithThoseThatAreThere() throws Exception {
        write("SELECT 1 AS Delay, 'x' AS origin");
        SourceException refused =
                catchThrowableOfType(SourceException.class, () -> ParquetFiles.read(file, "delay INT"));
        assertThat(refused)
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: expected a column \"delay\", got the columns \"Delay\", \"origin\""
                                .formatted(file));
        assertThat(refused.hint())
                .isEqualTo(
                        "Names are case-sensitive: declare the column by its name in the file, or set 'parquet.missing-column' = 'null'.");
    }

    @Test
    void aNullInANotNullColumnIsAnErrorAtItsRow() throws Exception {
        duckDb.run(
                "COPY (SELECT CASE WHEN i = 20000 THEN NULL ELSE i END AS c FROM range(30000) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
                        .formatted(file));
        assertThatThrownBy(() -> ParquetFiles.read(file, "c BIGINT NOT NULL"))
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: row 20001, column \"c\": expected a value, got NULL"
                                .formatted(file));
    }

    @Test
    void digitsBelowAMicrosecondAreAnErrorUnlessTheyMayBeCut() throws Exception {
        write("SELECT TIMESTAMP_NS '2024-01-01 00:00:00.000001001' AS c");
        SourceTable table = TestTable.of("c TIMESTAMP");
        assertThatThrownBy(() -> ParquetFiles.read(file, table))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: column \"c\" of row group 1: expected a time of whole microseconds, got 1704067200000001001 nanoseconds"
                                .formatted(file))
                .extracting(failure -> ((SourceException) failure).hint())
                .isEqualTo("Set the option 'timestamp.nanos' = 'truncate' to cut the digits below a microsecond.");
        assertThat(TestRows.of(
                        ParquetFiles.format(table, true).splits(ParquetFiles.dataFile(file), TestTable.scan(table)),
                        table))
                .containsExactly(List.of(1_704_067_200_000_001L));
    }

    @Test
    void timestampsAreCutToTheDigitsOfTheColumn() throws Exception {
        write("SELECT TIMESTAMP '1969-12-31 23:59:59.123456' AS c");
        assertThat(ParquetFiles.read(file, "c TIMESTAMP(3)")).containsExactly(List.of(-877_000L));
        assertThat(ParquetFiles.read(file, "c TIMESTAMP(0)")).containsExactly(List.of(-1_000_000L));
    }

    @Test
    void wallClockAndInstantMeetInTheZoneOfTheSession() throws Exception {
        write("SELECT TIMESTAMP '2024-07-01 12:00:00' AS wall, TIMESTAMPTZ '2024-01-01 12:00:00+00' AS instant");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(ParquetFiles.read(file, TestTable.in(berlin, "wall TIMESTAMP_LTZ", "instant TIMESTAMP")))
                .containsExactly(List.of(micros("2024-07-01T10:00:00Z"), micros("2024-01-01T13:00:00Z")));
        assertThat(ParquetFiles.read(
                        file, TestTable.in(ZoneOffset.ofHours(-5), "wall TIMESTAMP_LTZ", "instant TIMESTAMP")))
                .containsExactly(List.of(micros("2024-07-01T17:00:00Z"), micros("2024-01-01T07:00:00Z")));
        assertThat(ParquetFiles.read(file, TestTable.in(berlin, "wall TIMESTAMP", "instant TIMESTAMP_LTZ")))
                .containsExactly(List.of(micros("2024-07-01T12:00:00Z"), micros("2024-01-01T12:00:00Z")));
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    @Test
    void numbersWidenWhereNothingIsLost() throws Exception {
        write("SELECT -7::TINYINT AS i, 4000000000::UINTEGER AS u, 18446744073709551615::UBIGINT AS b,"
                + " -12.34::DECIMAL(4, 2) AS d, -99999999999999999.9::DECIMAL(18, 1) AS e");
        assertThat(ParquetFiles.read(
                        file,
                        "i DOUBLE",
                        "i DECIMAL(5, 2)",
                        "i DECIMAL(38, 20)",
                        "u DOUBLE",
                        "u DECIMAL(12, 1)",
                        "b DECIMAL(20, 0)",
                        "d DECIMAL(6, 4)",
                        "d DECIMAL(38, 36)",
                        "e DECIMAL(38, 21)"))
                .containsExactly(List.of(
                        -7.0,
                        new BigDecimal("-7.00"),
                        new BigDecimal("-7.00000000000000000000"),
                        4e9,
                        new BigDecimal("4000000000.0"),
                        new BigDecimal("18446744073709551615"),
                        new BigDecimal("-12.3400"),
                        new BigDecimal("-12.34").setScale(36),
                        new BigDecimal("-99999999999999999.9").setScale(21)));
    }

    @Test
    void aMissingColumnIsNullIfAllowed() throws Exception {
        write("SELECT 1::BIGINT AS a, {'x': 1} AS r");
        SourceTable table = TestTable.of(
                "a BIGINT",
                "b STRING",
                "c DECIMAL(30, 2)",
                "d ARRAY<ROW<x INT>>",
                "r ROW<y DOUBLE, x INT, z ARRAY<INT>>");
        ParquetFormat format = new ParquetFormat(ColumnType.of(table), table.zone(), false, true);
        List<Object> row = new ArrayList<>(List.of(1L));
        row.addAll(Arrays.asList(null, null, null, Arrays.asList(null, 1L, null)));
        assertThat(TestRows.of(format.splits(ParquetFiles.dataFile(file), TestTable.scan(table)), table))
                .containsExactly(row);
        assertThatThrownBy(() -> ParquetFiles.read(file, "a BIGINT", "r ROW<y DOUBLE, x INT>"))
                .hasMessageContaining("expected a column \"r.y\", got the columns \"x\"");
        SourceTable never = TestTable.of("b STRING NOT NULL");
        assertThatThrownBy(() -> new ParquetFormat(ColumnType.of(never), never.zone(), false, true)
                        .splits(ParquetFiles.dataFile(file), TestTable.scan(never)))
                .hasMessageContaining("expected a column \"b\"");
    }

    @Test
    void aFileThatIsNoParquetFileIsRefused() throws Exception {
        Files.writeString(file, "{\"a\": 1}\n{\"a\": 2}\n");
        assertThatThrownBy(() -> ParquetFiles.read(file, "c INT"))
                .hasMessage(
                        "cannot read filesystem table \"t\" from %s: expected a Parquet file that ends with its footer, got other bytes"
                                .formatted(file));
        Files.writeString(file, "x");
        assertThatThrownBy(() -> ParquetFiles.read(file, "c INT"))
                .hasMessageContaining("expected a Parquet file, got one of 1 bytes");
    }
}
