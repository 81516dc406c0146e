package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.parquet.Compression;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the files hold, as DuckDB reads it. */
class FileSinkTypesTest {
    private static final Schema ALL_TYPES = new Schema(List.of(
            Columns.notNull(Columns.integer("id", 64)),
            Columns.bool("b"),
            Columns.integer("i8", 8),
            Columns.integer("i16", 16),
            Columns.integer("i32", 32),
            Columns.integer("i64", 64),
            Columns.real("f32", FloatingPointPrecision.SINGLE),
            Columns.real("f64", FloatingPointPrecision.DOUBLE),
            Columns.decimal("d9", 9, 2),
            Columns.decimal("d18", 18, 4),
            Columns.decimal("d38", 38, 10),
            Columns.string("a text"),
            Columns.date("day"),
            Columns.timestamp("at", 6),
            Columns.instant("instant", 6)));
    private static final String COMPARED =
            "id, b, i8::INT, i16::INT, i32, i64, f32::DOUBLE, f64, d9, d18, d38, \"a text\","
                    + " datediff('day', DATE '1970-01-01', \"day\"), epoch_us(\"at\"), epoch_us(instant)";

    private static final int FIRST_DECIMAL = 8;

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void parquetHoldsEveryTypeInEveryCompression(Compression compression) {
        List<Object[]> values = random(500);
        write(options("parquet", Optional.of(compression), Map.of()), ALL_TYPES, values);
        try (DuckDb duckDb = new DuckDb()) {
            String files = "read_parquet('" + directory + "/*.parquet')";
            assertThat(duckDb.query("SELECT %s FROM %s ORDER BY id".formatted(COMPARED, files)))
                    .isEqualTo(expected(values));
            assertThat(duckDb.query(
                            """
                            SELECT DISTINCT compression FROM parquet_metadata('%s/*.parquet')
                            WHERE total_uncompressed_size > 1000"""
                                    .formatted(directory)))
                    .isEqualTo(List.of(List.of(compression.name())));
        }
    }

    @Test
    void parquetDeclaresTheTypesOfTheTable() {
        write(options("parquet", Optional.empty(), Map.of()), ALL_TYPES, random(3));
        try (DuckDb duckDb = new DuckDb()) {
            List<List<Object>> columns = duckDb.query(
                    "SELECT column_type FROM (DESCRIBE SELECT * FROM read_parquet('%s/*'))".formatted(directory));
            assertThat(columns)
                    .flatExtracting(column -> column)
                    .containsExactly(
                            "BIGINT",
                            "BOOLEAN",
                            "TINYINT",
                            "SMALLINT",
                            "INTEGER",
                            "BIGINT",
                            "FLOAT",
                            "DOUBLE",
                            "DECIMAL(9,2)",
                            "DECIMAL(18,4)",
                            "DECIMAL(38,10)",
                            "VARCHAR",
                            "DATE",
                            "TIMESTAMP",
                            "TIMESTAMP WITH TIME ZONE");
            List<List<Object>> repetitions =
                    duckDb.query("SELECT repetition_type FROM parquet_schema('%s/*') WHERE name IN ('id', 'b')"
                            .formatted(directory));
            assertThat(repetitions).isEqualTo(List.of(List.of("REQUIRED"), List.of("OPTIONAL")));
        }
    }

    /** But DECIMAL: DuckDB reads numbers in JSON as doubles. */
    @Test
    void jsonHoldsEveryType() {
        List<Object[]> values = random(500);
        write(options("json", Optional.empty(), Map.of()), ALL_TYPES, values);
        String types = "{id: 'BIGINT', b: 'BOOLEAN', i8: 'TINYINT', i16: 'SMALLINT', i32: 'INT', i64: 'BIGINT',"
                + " f32: 'FLOAT', f64: 'DOUBLE', 'a text': 'VARCHAR',"
                + " 'day': 'DATE', 'at': 'TIMESTAMP', instant: 'TIMESTAMPTZ'}";
        try (DuckDb duckDb = new DuckDb()) {
            String files = "read_json('%s/*', format = 'newline_delimited', columns = %s)".formatted(directory, types);
            String compared = COMPARED.replace("d9, d18, d38,", "NULL, NULL, NULL,");
            values.forEach(row -> Arrays.fill(row, FIRST_DECIMAL, FIRST_DECIMAL + 3, null));
            assertThat(duckDb.query("SELECT %s FROM %s ORDER BY id".formatted(compared, files)))
                    .isEqualTo(expected(values));
        }
    }

    @Test
    void jsonHoldsAllDigitsOfDecimals() throws IOException {
        List<Object[]> values = random(500);
        write(options("json", Optional.empty(), Map.of()), ALL_TYPES, values);
        ObjectReader json = new ObjectMapper()
                .reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
        List<String> lines = Files.readAllLines(OutputFolder.visible(directory).get(0));
        for (int row = 0; row < lines.size(); row++) {
            JsonNode object = json.readTree(lines.get(row));
            for (int column = FIRST_DECIMAL; column < FIRST_DECIMAL + 3; column++) {
                JsonNode cell = object.get(ALL_TYPES.getFields().get(column).getName());
                assertThat(cell.isNull() ? null : cell.decimalValue()).isEqualTo(values.get(row)[column]);
            }
        }
    }

    @Test
    void jsonTimesAreWrittenInTheStyleOfTheTable() {
        Schema schema = new Schema(List.of(Columns.timestamp("at", 3)));
        write(
                options("json", Optional.empty(), Map.of("json.timestamp-format.standard", "ISO-8601")),
                schema,
                List.<Object[]>of(Rows.row(0L)));
        assertThat(OutputFolder.visible(directory)).singleElement().satisfies(file -> assertThat(file)
                .hasContent("{\"at\":\"1970-01-01T00:00:00.000\"}\n"));
    }

    @Test
    void manyRowsMakeSeveralRowGroups() {
        FileSinkOptions options = TestOptions.of(
                directory,
                "parquet",
                "parquet.block.size",
                "65536",
                "parquet.page.size",
                "4096",
                "parquet.enable.dictionary",
                "false");
        List<Object[]> values = random(20_000);
        write(options, ALL_TYPES, values);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT count(DISTINCT row_group_id) > 10 FROM parquet_metadata('%s/*')"
                            .formatted(directory)))
                    .isEqualTo(List.of(List.of(true)));
            assertThat(duckDb.query("SELECT %s FROM read_parquet('%s/*') ORDER BY id".formatted(COMPARED, directory)))
                    .isEqualTo(expected(values));
        }
    }

    private FileSinkOptions options(String format, Optional<Compression> compression, Map<String, String> json) {
        List<String> options = new ArrayList<>();
        compression.ifPresent(codec -> options.addAll(List.of("parquet.compression", codec.toString())));
        json.forEach((name, value) -> options.addAll(List.of(name, value)));
        return TestOptions.of(directory, format, options.toArray(String[]::new));
    }

    /** In one batch, in three pieces of different sizes. */
    private void write(FileSinkOptions options, Schema schema, List<Object[]> values) {
        SinkTable table = Columns.table(schema, OutputMode.APPEND);
        try (Sink sink = OpenSink.of(table, options)) {
            try (SinkWriter writer = sink.begin(0, 0)) {
                int third = values.size() / 3;
                for (List<Object[]> piece : List.of(
                        values.subList(0, third), values.subList(third, third), values.subList(third, values.size()))) {
                    try (VectorSchemaRoot rows = Rows.of(allocator, schema, piece.toArray(Object[][]::new))) {
                        writer.write(rows, null);
                    }
                }
                writer.finish();
            }
            sink.publish(0, sink.stage(0));
        }
    }

    private static List<List<Object>> expected(List<Object[]> rows) {
        List<List<Object>> expected = new ArrayList<>();
        for (Object[] row : rows) {
            List<Object> values = new ArrayList<>(Arrays.asList(row));
            values.replaceAll(value -> value instanceof LocalDate date ? (Object) date.toEpochDay() : value);
            values.set(6, values.get(6) == null ? null : (double) (float) values.get(6));
            expected.add(values);
        }
        return expected;
    }

    private static List<Object[]> random(int count) {
        Random random = new Random(7);
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            Object[] values = new Object[ALL_TYPES.getFields().size()];
            for (int column = 1; column < values.length; column++) {
                values[column] = random.nextInt(5) == 0
                        ? null
                        : random(random, ALL_TYPES.getFields().get(column));
            }
            values[0] = (long) row;
            rows.add(values);
        }
        return rows;
    }

    private static Object random(Random random, Field column) {
        return switch (column.getName()) {
            case "b" -> random.nextBoolean();
            case "i8" -> (int) (byte) random.nextInt();
            case "i16" -> (int) (short) random.nextInt();
            case "i32" -> random.nextInt();
            case "i64" -> random.nextLong();
            case "f32" -> random.nextInt(20) == 0 ? Float.NaN : Float.intBitsToFloat(random.nextInt(0x7f800000));
            case "f64" -> random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e9;
            case "d9" -> decimal(random, 9, 2);
            case "d18" -> decimal(random, 18, 4);
            case "d38" -> decimal(random, 38, 10);
            case "a text" -> List.of("", "a", "čaj 茶 \"\\\n", "same", Integer.toString(random.nextInt()))
                    .get(random.nextInt(5));
            case "day" -> LocalDate.ofEpochDay(random.nextInt(2_900_000) - 719_000);
            default -> random.nextLong() >> 9;
        };
    }

    private static BigDecimal decimal(Random random, int precision, int scale) {
        BigInteger limit = BigInteger.TEN.pow(precision);
        BigInteger unscaled = new BigInteger(limit.bitLength() + 8, random).mod(limit);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }
}
