package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that DuckDB wrote, of all types with nulls, are read as DuckDB reads them. */
class DuckDbFilesTest {
    private static final int ROWS = 30_000;

    /** Name, type in our table, how DuckDB makes it, how DuckDB shows it as we do. */
    private record Sample(String name, String type, String make, String show) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("flag", "BOOLEAN", "hash(i) % 3 = 0", "flag"),
            new Sample("tiny", "TINYINT", "(i % 255 - 127)::TINYINT", "tiny"),
            new Sample("small", "SMALLINT", "(hash(i) % 60000)::INT::INT - 30000", "small::SMALLINT"),
            new Sample("number", "INT", "(hash(i + 1) % 4000000000)::BIGINT - 2000000000", "number"),
            new Sample("wide", "BIGINT", "hash(i + 2)::HUGEINT - 9223372036854775808", "wide"),
            new Sample("few", "BIGINT", "(i % 7)::BIGINT", "few"),
            new Sample("rising", "BIGINT", "1700000000000 + i * 1000 + hash(i) % 50", "rising"),
            new Sample("byte", "INT", "(i % 256)::UTINYINT", "byte"),
            new Sample("word", "BIGINT", "(hash(i + 3) % 4294967296)::UINTEGER", "word"),
            new Sample("half", "FLOAT", "(hash(i + 4) % 100000 / 7.0)::FLOAT", "half"),
            new Sample("widened", "DOUBLE", "(hash(i + 5) % 100000 / 7.0)::FLOAT", "widened"),
            new Sample("real", "DOUBLE", "hash(i + 6) / 3.0", "real"),
            new Sample("price", "DECIMAL(4, 2)", "(hash(i + 7) % 9999 / 100.0)::DECIMAL(4, 2)", "price"),
            new Sample("amount", "DECIMAL(15, 3)", "-(hash(i + 8) % 99999999 / 1000.0)::DECIMAL(15, 3)", "amount"),
            new Sample("huge", "DECIMAL(38, 10)", "(hash(i + 9)::DECIMAL(38, 10) * (i % 3 - 1))", "huge"),
            new Sample("more", "DECIMAL(30, 2)", "(hash(i + 7) % 9999 / 100.0)::DECIMAL(4, 2)", "more"),
            new Sample("word_few", "STRING", "'länd ' || i % 11", "word_few"),
            new Sample("word_many", "STRING", "repeat('x', (hash(i) % 9)::INT) || hash(i)", "word_many"),
            new Sample(
                    "day",
                    "DATE",
                    "DATE '1969-01-01' + (hash(i) % 20000)::INT",
                    "datediff('day', DATE '1970-01-01', day)"),
            new Sample(
                    "ts",
                    "TIMESTAMP",
                    "TIMESTAMP '1969-12-31 23:00:00' + INTERVAL (i * 1001) MILLISECOND",
                    "epoch_us(ts)"),
            new Sample(
                    "ms",
                    "TIMESTAMP(3)",
                    "(TIMESTAMP '2024-01-01' + INTERVAL (i) MINUTE)::TIMESTAMP_MS",
                    "epoch_us(ms)"),
            new Sample(
                    "ns",
                    "TIMESTAMP",
                    "(TIMESTAMP '2024-01-01' + INTERVAL (i) MICROSECOND)::TIMESTAMP_NS",
                    "epoch_us(ns::TIMESTAMP)"),
            new Sample(
                    "clock_ns",
                    "TIME",
                    "(TIME '00:00:00' + INTERVAL (i * 2799) MILLISECOND)::TIME_NS",
                    "datediff('us', TIME '00:00:00', clock_ns::TIME)"),
            new Sample(
                    "instant", "TIMESTAMP_LTZ", "make_timestamptz(1700000000000000 + i * 777)", "epoch_us(instant)"));

    private static DuckDb duckDb;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeTable() throws Exception {
        duckDb = new DuckDb();
        duckDb.run("SET TimeZone = 'UTC'");
        duckDb.run("SET preserve_insertion_order = true");
        String columns = SAMPLES.stream()
                .map(sample -> "CASE WHEN hash(i * 31 + length('%s')) %% 10 = 0 THEN NULL ELSE %s END::%s AS %s"
                        .formatted(sample.name(), sample.make(), duckType(sample), sample.name()))
                .collect(Collectors.joining(", "));
        duckDb.run("CREATE TABLE sample AS SELECT i::BIGINT AS id, %s FROM range(%d) r(i)".formatted(columns, ROWS));
    }

    private static String duckType(Sample sample) {
        return switch (sample.name()) {
            case "byte" -> "UTINYINT";
            case "word" -> "UINTEGER";
            case "widened" -> "FLOAT";
            case "more" -> "DECIMAL(4, 2)";
            case "ms" -> "TIMESTAMP_MS";
            case "ns" -> "TIMESTAMP_NS";
            case "clock_ns" -> "TIME_NS";
            case "instant" -> "TIMESTAMPTZ";
            default -> sample.type().equals("STRING") ? "VARCHAR" : sample.type();
        };
    }

    @AfterAll
    static void close() throws Exception {
        duckDb.close();
    }

    @ParameterizedTest
    @CsvSource({
        "uncompressed,V1,20480", "snappy,V1,2048", "gzip,V1,20480", "zstd,V1,100000",
        "uncompressed,V2,2048", "snappy,V2,20480", "gzip,V2,100000", "zstd,V2,20480"
    })
    void allTypesAreReadAsDuckDbReadsThem(String compression, String version, int groupRows) throws Exception {
        Path file = folder.resolve("sample.parquet");
        duckDb.run(
                "COPY (SELECT * FROM sample ORDER BY id) TO '%s' (FORMAT parquet, COMPRESSION %s, PARQUET_VERSION %s, ROW_GROUP_SIZE %d)"
                        .formatted(file, compression, version, groupRows));
        List<String> columns = new ArrayList<>(List.of("id BIGINT NOT NULL"));
        SAMPLES.forEach(sample -> columns.add(sample.name() + " " + sample.type()));
        String shown = SAMPLES.stream()
                .map(sample -> sample.name().equals("more") ? "more::DECIMAL(30, 2)" : sample.show())
                .collect(Collectors.joining(", "));

        List<List<Object>> rows = ParquetFiles.read(file, columns.toArray(String[]::new));

        List<List<Object>> expected =
                duckDb.rows("SELECT id, %s FROM read_parquet('%s') ORDER BY id".formatted(shown, file));
        assertThat(rows).hasSize(ROWS);
        for (int column = 0; column <= SAMPLES.size(); column++) {
            int position = column;
            assertThat(rows.stream().map(row -> row.get(position)).toList())
                    .as("column %s", columns.get(position))
                    .isEqualTo(expected.stream().map(row -> row.get(position)).toList());
        }
    }

    /** The one encoding that the writer of {@link EncodingsTest} does not choose by itself. */
    @Test
    void lengthsOfStringsMayBeDeltaCoded() throws Exception {
        Path file = folder.resolve("lengths.parquet");
        duckDb.run(
                "COPY (SELECT CASE WHEN i %% 9 = 0 THEN NULL ELSE repeat('é', i %% 40) || hash(i) END AS word FROM range(30000) r(i)) TO '%s' (FORMAT parquet, PARQUET_VERSION V2)"
                        .formatted(file));
        Footer footer = Footer.read(ParquetFiles.dataFile(file));
        assertThat(footer.metadata(0, footer.columns().get(0).column()).getEncodings())
                .contains(Encoding.DELTA_LENGTH_BYTE_ARRAY);
        assertThat(ParquetFiles.read(file, "word STRING"))
                .isEqualTo(duckDb.rows("SELECT word FROM '%s'".formatted(file)));
    }

    @Test
    void aFileWithoutRowsHasNone() throws Exception {
        Path file = folder.resolve("empty.parquet");
        duckDb.run("COPY (SELECT * FROM sample LIMIT 0) TO '%s' (FORMAT parquet)".formatted(file));
        assertThat(ParquetFiles.read(file, "id BIGINT", "word_few STRING")).isEmpty();
    }

    @Test
    void aFileOfOneRowHasOne() throws Exception {
        Path file = folder.resolve("one.parquet");
        duckDb.run("COPY (SELECT 7::BIGINT AS id, NULL::VARCHAR AS name) TO '%s' (FORMAT parquet)".formatted(file));
        List<Object> row = new ArrayList<>();
        row.add(7L);
        row.add(null);
        assertThat(ParquetFiles.read(file, "id BIGINT", "name STRING")).containsExactly(row);
    }

    @Test
    void smallRowGroupsAreJoinedToOneSplitAndLargeOnesAreNot() throws Exception {
        SourceTable table = TestTable.of("i BIGINT");
        Path file = folder.resolve("groups.parquet");
        duckDb.run("COPY (SELECT i FROM range(300000) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 100000)"
                .formatted(file));
        assertThat(ParquetFiles.splits(file, table, ScanPredicate.TRUE)).hasSize(3);
        duckDb.run("COPY (SELECT i FROM range(60000) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 10240)"
                .formatted(file));
        assertThat(ParquetFiles.splits(file, table, ScanPredicate.TRUE))
                .singleElement()
                .satisfies(split -> assertThat(split.estimatedRows()).isEqualTo(60_000));
    }
}
