package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.SourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of each type × required, optional, repeated × plain, dictionary, delta, split streams × codec × version of pages,
 * which the writer of the Parquet project makes: read as DuckDB reads them, value by value.
 */
class CorpusTest {
    private static final int ROWS = 700;

    /** Type in the file, type in our table, how DuckDB shows the column {@code %s} as our tests do. */
    private record Kind(String stored, String declared, String shown) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("boolean %s", "BOOLEAN", "%s"),
            new Kind("int32 %s", "INT", "%s"),
            new Kind("int32 %s (INTEGER(8,true))", "TINYINT", "%s"),
            new Kind("int32 %s (INTEGER(16,false))", "INT", "%s"),
            new Kind("int32 %s (INTEGER(32,false))", "BIGINT", "%s"),
            new Kind("int64 %s", "BIGINT", "%s"),
            new Kind("int64 %s (INTEGER(64,false))", "DECIMAL(20, 0)", "%s::DECIMAL(20, 0)"),
            new Kind("float %s", "FLOAT", "%s"),
            new Kind("double %s", "DOUBLE", "%s"),
            new Kind("fixed_len_byte_array(2) %s (FLOAT16)", "FLOAT", "%s"),
            new Kind("int32 %s (DATE)", "DATE", "datediff('day', DATE '1970-01-01', %s)"),
            new Kind("int32 %s (TIME(MILLIS,false))", "TIME(3)", "datediff('us', TIME '00:00:00', %s)"),
            new Kind("int64 %s (TIME(MICROS,false))", "TIME", "datediff('us', TIME '00:00:00', %s)"),
            new Kind("int64 %s (TIMESTAMP(MILLIS,false))", "TIMESTAMP", "epoch_us(%s)"),
            new Kind("int64 %s (TIMESTAMP(MICROS,true))", "TIMESTAMP_LTZ", "epoch_us(%s)"),
            new Kind("int96 %s", "TIMESTAMP", "epoch_us(%s)"),
            new Kind("int32 %s (DECIMAL(9,2))", "DECIMAL(9, 2)", "%s"),
            new Kind("int64 %s (DECIMAL(18,3))", "DECIMAL(20, 5)", "%s::DECIMAL(20, 5)"),
            new Kind("fixed_len_byte_array(5) %s (DECIMAL(11,3))", "DECIMAL(11, 3)", "%s"),
            new Kind("fixed_len_byte_array(16) %s (DECIMAL(38,4))", "DECIMAL(38, 4)", "%s"),
            new Kind("binary %s (DECIMAL(22,1))", "DECIMAL(22, 1)", "%s"),
            new Kind("binary %s (STRING)", "STRING", "%s"),
            new Kind("binary %s (ENUM)", "STRING", "%s"),
            new Kind("binary %s (JSON)", "STRING", "%s::VARCHAR"),
            new Kind("fixed_len_byte_array(16) %s (UUID)", "STRING", "%s::VARCHAR"));

    private static DuckDb duckDb;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws Exception {
        duckDb = new DuckDb();
        duckDb.run("SET TimeZone = 'UTC'");
    }

    @AfterAll
    static void close() throws Exception {
        duckDb.close();
    }

    private static MessageType schema() {
        StringBuilder schema = new StringBuilder("message corpus {");
        for (int i = 0; i < KINDS.size(); i++) {
            for (String repetition : List.of("required", "optional", "repeated")) {
                schema.append(' ')
                        .append(repetition)
                        .append(' ')
                        .append(KINDS.get(i).stored().formatted(name(repetition, i)))
                        .append(';');
            }
        }
        return MessageTypeParser.parseMessageType(schema.append(" }").toString());
    }

    private static String name(String repetition, int kind) {
        return repetition.charAt(2) + "" + kind;
    }

    /** Values that repeat, rise, and are of no order, one after the other. */
    private static void add(Group group, String name, int kind, int row, Random random) {
        int phase = row / 200 % 3;
        long number = phase == 0 ? random.nextInt(5) : phase == 1 ? row : random.nextInt(100_000);
        String stored = KINDS.get(kind).stored();
        if (stored.startsWith("boolean")) {
            group.append(name, number % 2 == 0);
        } else if (stored.startsWith("int32")) {
            group.append(name, (int) (stored.contains("8,true") ? number % 100 - 50 : number % 60_000));
        } else if (stored.startsWith("int64")) {
            group.append(name, number * (stored.contains("TIMESTAMP") ? 1_000_003 : 1_001));
        } else if (stored.startsWith("float")) {
            group.append(name, number / 7f);
        } else if (stored.startsWith("double")) {
            group.append(name, -number / 7.0);
        } else if (stored.startsWith("int96")) {
            ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(number * 86_399_000).putInt((int) (2_440_588 + number % 20_000));
            group.append(name, Binary.fromConstantByteArray(bytes.array()));
        } else if (stored.startsWith("binary") && !stored.contains("DECIMAL")) {
            group.append(name, stored.contains("JSON") ? "{\"a\": " + number + "}" : "wört " + number);
        } else {
            int length = stored.startsWith("binary") ? 3 : Integer.parseInt(stored.replaceAll("\\D+(\\d+).*", "$1"));
            byte[] bytes = new byte[length];
            bytes[length - 1] = (byte) number;
            bytes[length - 2] = (byte) (number >> 8 & 0x3F);
            if (length == 16 && stored.contains("DECIMAL") && number % 2 == 0) {
                bytes[0] = 0x10;
            }
            group.append(name, Binary.fromConstantByteArray(bytes));
        }
    }

    private static void write(
            Path file, WriterVersion version, CompressionCodecName codec, boolean dictionary, boolean split)
            throws Exception {
        MessageType schema = schema();
        Random random = new Random(11);
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withWriterVersion(version)
                .withCompressionCodec(codec)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withDictionaryPageSize(600)
                .withPageRowCountLimit(130)
                .withRowGroupRowCountLimit(450)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                Group group = new SimpleGroup(schema);
                for (int kind = 0; kind < KINDS.size(); kind++) {
                    add(group, name("required", kind), kind, row, random);
                    if (random.nextInt(4) > 0) {
                        add(group, name("optional", kind), kind, row, random);
                    }
                    for (int n = random.nextInt(3); n > 0; n--) {
                        add(group, name("repeated", kind), kind, row, random);
                    }
                }
                writer.write(group);
            }
        }
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            String type = KINDS.get(kind).declared();
            columns.add(name("required", kind) + " " + type + " NOT NULL");
            columns.add(name("optional", kind) + " " + type);
            columns.add(name("repeated", kind) + " ARRAY<" + type + ">");
        }
        return columns;
    }

    private static List<List<Object>> readByDuckDb(Path file) throws Exception {
        List<String> shown = new ArrayList<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            String show = KINDS.get(kind).shown();
            shown.add(show.formatted(name("required", kind)));
            shown.add(show.formatted(name("optional", kind)));
            shown.add("list_transform(%s, lambda x: %s)".formatted(name("repeated", kind), show.formatted("x")));
        }
        return duckDb.rows("SELECT %s FROM '%s'".formatted(String.join(", ", shown), file));
    }

    private static void compare(Path file, List<List<Object>> expected) throws Exception {
        List<String> columns = columns();
        List<List<Object>> rows = ParquetFiles.read(file, columns.toArray(String[]::new));
        assertThat(rows).hasSize(ROWS);
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < ROWS; row++) {
                Object value = rows.get(row).get(column);
                if (!Objects.equals(value, expected.get(row).get(column))) {
                    assertThat(value)
                            .as("column %s, row %d", columns.get(column), row)
                            .isEqualTo(expected.get(row).get(column));
                }
            }
        }
    }

    private static Set<Encoding> encodings(Path file) throws Exception {
        Footer footer = Footer.read(ParquetFiles.dataFile(file));
        Set<Encoding> encodings = new TreeSet<>();
        footer.columns()
                .forEach(column ->
                        encodings.addAll(footer.metadata(0, column.column()).getEncodings()));
        return encodings;
    }

    @ParameterizedTest
    @EnumSource
    void allTypesInAllEncodings(WriterVersion version) throws Exception {
        Path file = folder.resolve("corpus.parquet");
        Set<Encoding> seen = new TreeSet<>();
        CompressionCodecName[] codecs = {
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW
        };
        List<List<Object>> expected = List.of();
        for (int i = 0; i < codecs.length; i++) {
            write(file, version, codecs[i], i != 3, i == 1 || i == 4);
            seen.addAll(encodings(file));
            // All files have the same values; DuckDB reads the first, and one of dictionaries and split streams.
            expected = i > 1 ? expected : readByDuckDb(file);
            compare(file, expected);
        }
        assertThat(seen)
                .contains(Encoding.PLAIN, Encoding.RLE, Encoding.BYTE_STREAM_SPLIT)
                .containsAll(
                        version == WriterVersion.PARQUET_1_0
                                ? List.of(Encoding.PLAIN_DICTIONARY)
                                : List.of(
                                        Encoding.RLE_DICTIONARY,
                                        Encoding.DELTA_BINARY_PACKED,
                                        Encoding.DELTA_BYTE_ARRAY));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD", "LZ4_RAW", "BROTLI"})
    void duckDbsFilesInEachCodec(CompressionCodecName codec) throws Exception {
        for (String version : List.of("V1", "V2")) {
            Path file = folder.resolve("duck.parquet");
            duckDb.run(
                    """
                    COPY (SELECT i, 'w' || i %% 30 AS w, hash(i) / 3.0 AS d, [i, i + 1] AS l, 'b' || i AS b,
                            TIME '01:02:03' + INTERVAL (i) MILLISECOND AS t, 'x'::BLOB AS z
                        FROM range(2500) r(i)) TO '%s' (FORMAT parquet, COMPRESSION %s, PARQUET_VERSION %s)"""
                            .formatted(file, codec, version));
            assertThat(ParquetFiles.read(
                            file, "i BIGINT", "w STRING", "d DOUBLE", "l ARRAY<BIGINT>", "b STRING", "t TIME"))
                    .isEqualTo(duckDb.rows(
                            "SELECT i, w, d, l, b, datediff('us', TIME '00:00:00', t) FROM '%s'".formatted(file)));
            assertThat(ParquetFiles.read(file, "z BINARY").get(0)).containsExactly(new byte[] {'x'});
        }
    }

    /** As Hadoop's codec writes them: blocks, and in a block more than one chunk if it is large. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7})
    void pagesOfTheOlderLz4AreInHadoopsFrames(int chunks) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { required int64 i; optional binary s (STRING); required int64 t (TIME(NANOS,true)); }");
        Path file = folder.resolve("lz4.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCodecFactory(new HadoopLz4(chunks))
                .withCompressionCodec(CompressionCodecName.LZ4)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                Group group = new SimpleGroup(schema).append("i", (long) i).append("t", i * 17_000_000_000L + 999_000);
                if (i % 5 > 0) {
                    group.append("s", "text " + i * 7919);
                }
                writer.write(group);
            }
        }
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            expected.add(Arrays.asList((long) i, i % 5 > 0 ? "text " + i * 7919 : null, i * 17_000_000L + 999));
        }
        assertThat(ParquetFiles.read(file, "i BIGINT", "s STRING", "t TIME")).isEqualTo(expected);
    }

    @Test
    void bytesAreReadAsTheyAre() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { optional binary a; required fixed_len_byte_array(3) b; optional binary c (BSON); required fixed_len_byte_array(16) u (UUID); }");
        Path file = folder.resolve("bytes.parquet");
        byte[] three = {1, -2, 3};
        byte[] uuid = new byte[16];
        Arrays.fill(uuid, (byte) -2);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroup(schema)
                    .append("a", Binary.fromConstantByteArray(new byte[0]))
                    .append("b", Binary.fromConstantByteArray(three))
                    .append("c", Binary.fromConstantByteArray(three))
                    .append("u", Binary.fromConstantByteArray(uuid)));
        }
        List<Object> row = ParquetFiles.read(file, "a BINARY", "b BINARY", "c BINARY", "u BINARY")
                .get(0);
        assertThat(row).containsExactly(new byte[0], three, three, uuid);
        assertThat(ParquetFiles.read(file, "u STRING"))
                .containsExactly(List.of("fefefefe-fefe-fefe-fefe-fefefefefefe"));
    }

    /** A codec that needs a library which is not there is refused by name, whatever wrote it. */
    @Test
    void lzoIsRefusedByName() throws Exception {
        Path file = folder.resolve("lzo.parquet");
        duckDb.run("COPY (SELECT 1 AS c) TO '%s' (FORMAT parquet, COMPRESSION gzip)".formatted(file));
        byte[] bytes = Files.readAllBytes(file);
        Footer footer = Footer.read(ParquetFiles.dataFile(file));
        footer.metadata(0, footer.columns().get(0).column()).setCodec(org.apache.parquet.format.CompressionCodec.LZO);
        assertThat(bytes).isNotEmpty();
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                        SourceException.class,
                        () -> footer.chunk(0, footer.columns().get(0).column())))
                .hasMessageContaining(
                        "column \"c\": expected compression by ZSTD, SNAPPY, GZIP, LZ4, BROTLI or none, got LZO");
    }
}
