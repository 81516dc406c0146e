package io.sluice.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sinks.Columns;
import io.sluice.sinks.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import java.util.Random;
import java.util.StringJoiner;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetEncoderTest {
    private static final ParquetSettings SMALL = new ParquetSettings(Compression.ZSTD, 1 << 16, 1 << 10, true, true);
    private static final ParquetSettings LARGE = new ParquetSettings(Compression.ZSTD, 64 << 20, 1 << 20, true, true);

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    /** Runs, few values, many values, and NULLs: the ways of the encodings, over several pages and row groups. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void columnsOfEveryShapeComeBack(boolean small) throws IOException {
        Schema schema = new Schema(List.of(
                Columns.integer("id", 64),
                Columns.integer("constant", 32),
                Columns.integer("few", 64),
                Columns.integer("many", 64),
                Columns.string("word"),
                Columns.string("unique"),
                Columns.bool("sometimes"),
                Columns.integer("never", 32)));
        int count = 100_000;
        Random random = new Random(3);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Rows.row(
                    (long) i,
                    7,
                    i % 1000 < 500 ? 1L : (long) random.nextInt(300),
                    random.nextLong(),
                    random.nextInt(4) == 0 ? null : "word " + random.nextInt(20),
                    "unique " + i,
                    i % 3 == 0 ? null : i % 2 == 0,
                    null));
        }
        Path file = write(schema, small ? SMALL : LARGE, rows, 30_000);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT count(*), count(DISTINCT id), sum(constant), sum(few), bit_xor(many),"
                            + " count(word), bool_and(\"unique\" = 'unique ' || id),"
                            + " bool_and(CASE WHEN id % 3 = 0 THEN sometimes IS NULL ELSE sometimes = (id % 2 = 0) END),"
                            + " count(never) FROM '" + file + "'"))
                    .containsExactly(List.of(
                                    count,
                                    count,
                                    7 * count,
                                    rows.stream()
                                            .mapToLong(row -> (long) row[2])
                                            .sum(),
                                    rows.stream()
                                            .mapToLong(row -> (long) row[3])
                                            .reduce(0, (a, b) -> a ^ b),
                                    rows.stream().filter(row -> row[4] != null).count(),
                                    true,
                                    true,
                                    0)
                            .toString());
            assertThat(duckDb.query("SELECT id FROM '" + file + "' WHERE \"unique\" = 'unique 77777'"))
                    .containsExactly("[77777]");
            assertThat(duckDb.query("SELECT count(*) > 1 FROM (SELECT DISTINCT row_group_id FROM parquet_metadata('"
                            + file + "'))"))
                    .containsExactly("[" + small + "]");
        }
    }

    private Path write(Schema schema, ParquetSettings settings, List<Object[]> rows, int batch) throws IOException {
        Path file = directory.resolve("file.parquet");
        try (OutputStream out = Files.newOutputStream(file)) {
            ParquetEncoder encoder = new ParquetEncoder.Pool(schema, settings).open(out);
            for (int from = 0; from < rows.size(); from += batch) {
                List<Object[]> some = rows.subList(from, Math.min(rows.size(), from + batch));
                try (VectorSchemaRoot root = Rows.of(allocator, schema, some.toArray(Object[][]::new))) {
                    encoder.write(root);
                }
            }
            encoder.finish();
        }
        return file;
    }

    /** So a reader can search the pages of a sorted column by halves. */
    @Test
    void theIndexTellsWhichColumnsAreSorted() throws IOException {
        Schema schema =
                new Schema(List.of(Columns.integer("up", 64), Columns.integer("down", 64), Columns.integer("any", 64)));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            rows.add(Rows.row(i / 3L, (long) -i, i * 7919L % 1009));
        }
        byte[] file = Files.readAllBytes(
                write(schema, new ParquetSettings(Compression.ZSTD, 64 << 20, 1 << 10, false, true), rows, 5_000));
        int length = ByteBuffer.wrap(file, file.length - 8, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
        List<BoundaryOrder> orders = new ArrayList<>();
        for (org.apache.parquet.format.ColumnChunk column :
                footer.getRow_groups().get(0).getColumns()) {
            int at = (int) column.getColumn_index_offset();
            orders.add(Util.readColumnIndex(new ByteArrayInputStream(file, at, column.getColumn_index_length()))
                    .getBoundary_order());
        }
        assertThat(orders).containsExactly(BoundaryOrder.ASCENDING, BoundaryOrder.DESCENDING, BoundaryOrder.UNORDERED);
    }

    @Test
    void theSameRowsGiveTheSameBytesAlsoWhenMemoryIsUsedAgain() throws IOException {
        Schema schema = Columns.numberAndText();
        ParquetEncoder.Pool pool = new ParquetEncoder.Pool(schema, LARGE);
        List<byte[]> files = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ParquetEncoder encoder = pool.open(out);
            try (VectorSchemaRoot root =
                    Rows.of(allocator, schema, Rows.row(1L, "a"), Rows.row(null, "b"), Rows.row(1L, null))) {
                encoder.write(root);
                encoder.finish();
            }
            files.add(out.toByteArray());
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(files.get(2)).isEqualTo(files.get(0));
    }

    @Test
    void boundsLeaveOutRowGroupsAndNaNIsNeverLost() throws IOException {
        Schema schema = new Schema(List.of(
                Columns.integer("id", 64),
                Columns.real("d", FloatingPointPrecision.DOUBLE),
                Columns.real("f", FloatingPointPrecision.SINGLE),
                Columns.string("s")));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Double real = i == 5 ? Double.NaN : Double.valueOf(i);
            rows.add(Rows.row((long) i, real, i == 6 ? Float.NaN : (float) -i, "%06d".formatted(i) + "x".repeat(100)));
        }
        Path file = write(schema, SMALL, rows, 5_000);
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT id FROM '" + file + "' WHERE d > 1e9"))
                    .containsExactly("[5]");
            assertThat(duckDb.query("SELECT id FROM '" + file + "' WHERE isnan(f)"))
                    .containsExactly("[6]");
            assertThat(duckDb.query("SELECT id FROM '" + file + "' WHERE d = 12345.0 AND f = -12345"))
                    .containsExactly("[12345]");
            assertThat(duckDb.query("SELECT id FROM '" + file + "' WHERE s >= '019999'"))
                    .containsExactly("[19999]");
            assertThat(duckDb.query(
                            "SELECT min(stats_min_value::BIGINT), max(stats_max_value::BIGINT), sum(stats_null_count)"
                                    + " FROM parquet_metadata('" + file + "') WHERE path_in_schema = 'id'"))
                    .containsExactly("[0, 19999, 0]");
        }
    }

    @Test
    void timeAndBytesComeBack() throws IOException {
        Schema schema = new Schema(List.of(
                Columns.integer("id", 64),
                Columns.column("t", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                Columns.column("b", ArrowType.Binary.INSTANCE)));
        Path file = directory.resolve("file.parquet");
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                OutputStream out = Files.newOutputStream(file)) {
            root.allocateNew();
            for (int i = 0; i < 3; i++) {
                ((BigIntVector) root.getVector(0)).setSafe(i, i);
            }
            ((TimeMicroVector) root.getVector(1)).setSafe(0, 86_399_999_999L);
            ((VarBinaryVector) root.getVector(2)).setSafe(1, new byte[] {0, -1, 10});
            root.setRowCount(3);
            ParquetEncoder encoder = new ParquetEncoder.Pool(schema, LARGE).open(out);
            encoder.write(root);
            encoder.finish();
        }
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT id, t, hex(b), typeof(t), typeof(b) FROM '" + file + "' ORDER BY id"))
                    .containsExactly(
                            "[0, 23:59:59.999999, null, TIME, BLOB]",
                            "[1, null, 00FF0A, TIME, BLOB]",
                            "[2, null, null, TIME, BLOB]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 3_000})
    void nestedColumnsComeBack(int count) throws IOException {
        Field element = Columns.integer("element", 32);
        Field inner = new Field("element", FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
        Field lists = new Field("lists", FieldType.nullable(ArrowType.List.INSTANCE), List.of(inner));
        Field row = new Field(
                "r",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(Columns.integer("a", 64), Columns.notNull(Columns.string("b"))));
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(Columns.notNull(Columns.string("key")), Columns.integer("value", 32)));
        Field map = new Field("m", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        Schema schema = new Schema(List.of(Columns.integer("id", 64), lists, row, map));
        List<String> expected = new ArrayList<>();
        Path file = directory.resolve("file.parquet");
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                OutputStream out = Files.newOutputStream(file)) {
            fill(root, count, expected);
            ParquetEncoder encoder = new ParquetEncoder.Pool(schema, SMALL).open(out);
            encoder.write(root);
            encoder.finish();
        }
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query(
                            "SELECT id, lists::VARCHAR, r::VARCHAR, m::VARCHAR FROM '" + file + "' ORDER BY id"))
                    .isEqualTo(expected);
        }
    }

    /** Values by a fixed seed, and beside them the texts that DuckDB has for them. */
    private static void fill(VectorSchemaRoot root, int count, List<String> expected) {
        Random random = new Random(11);
        BigIntVector ids = (BigIntVector) root.getVector(0);
        ListVector lists = (ListVector) root.getVector(1);
        ListVector inner = (ListVector) lists.getDataVector();
        IntVector elements = (IntVector) inner.getDataVector();
        StructVector rows = (StructVector) root.getVector(2);
        BigIntVector a = (BigIntVector) rows.getChild("a");
        VarCharVector b = (VarCharVector) rows.getChild("b");
        MapVector maps = (MapVector) root.getVector(3);
        StructVector entries = (StructVector) maps.getDataVector();
        VarCharVector keys = (VarCharVector) entries.getChild("key");
        IntVector values = (IntVector) entries.getChild("value");
        for (FieldVector vector : root.getFieldVectors()) {
            vector.allocateNew();
        }
        int innerAt = 0;
        int elementAt = 0;
        int entryAt = 0;
        for (int i = 0; i < count; i++) {
            ids.setSafe(i, i);
            String list = "null";
            if (random.nextInt(4) > 0) {
                StringJoiner outer = new StringJoiner(", ", "[", "]");
                int start = innerAt;
                lists.startNewValue(i);
                for (int n = random.nextInt(4); n > 0; n--) {
                    if (random.nextInt(4) == 0) {
                        inner.setNull(innerAt++);
                        outer.add("NULL");
                        continue;
                    }
                    StringJoiner texts = new StringJoiner(", ", "[", "]");
                    inner.startNewValue(innerAt);
                    int length = random.nextInt(3);
                    for (int e = 0; e < length; e++) {
                        if (random.nextInt(5) == 0) {
                            elements.setNull(elementAt++);
                            texts.add("NULL");
                        } else {
                            elements.setSafe(elementAt++, e + i);
                            texts.add(Integer.toString(e + i));
                        }
                    }
                    inner.endValue(innerAt++, length);
                    outer.add(texts.toString());
                }
                lists.endValue(i, innerAt - start);
                list = outer.toString();
            }
            String row = "null";
            b.setSafe(i, "".getBytes(StandardCharsets.UTF_8));
            if (random.nextInt(3) > 0) {
                rows.setIndexDefined(i);
                b.setSafe(i, ("t" + i).getBytes(StandardCharsets.UTF_8));
                if (random.nextBoolean()) {
                    a.setSafe(i, i);
                    row = "{'a': %d, 'b': t%d}".formatted(i, i);
                } else {
                    row = "{'a': NULL, 'b': t%d}".formatted(i);
                }
            }
            String map = "null";
            if (random.nextInt(3) > 0) {
                StringJoiner pairs = new StringJoiner(", ", "{", "}");
                maps.startNewValue(i);
                int size = random.nextInt(3);
                for (int e = 0; e < size; e++) {
                    entries.setIndexDefined(entryAt);
                    keys.setSafe(entryAt, ("k" + e).getBytes(StandardCharsets.UTF_8));
                    if (random.nextInt(3) == 0) {
                        pairs.add("k" + e + "=NULL");
                    } else {
                        values.setSafe(entryAt, e);
                        pairs.add("k" + e + "=" + e);
                    }
                    entryAt++;
                }
                maps.endValue(i, size);
                map = pairs.toString();
            }
            expected.add(Arrays.asList(Integer.toString(i), list, row, map).toString());
        }
        elements.setValueCount(elementAt);
        inner.setValueCount(innerAt);
        keys.setValueCount(entryAt);
        values.setValueCount(entryAt);
        entries.setValueCount(entryAt);
        root.setRowCount(count);
    }

    /** Rows as texts. */
    private static final class DuckDb implements AutoCloseable {
        private final Connection connection;

        DuckDb() {
            try {
                connection = DriverManager.getConnection("jdbc:duckdb:");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        List<String> query(String sql) {
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row.toString());
                }
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
            return rows;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
