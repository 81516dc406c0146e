package io.sluice.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.SourceException;
import io.sluice.sources.avro.AvroFiles;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.TextFiles.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files give rows or an error that names the file, whatever the policy: they never hang, never end otherwise, and what
 * is checked by sums never gives another row. {@code -Dmutations=1000} is the long form.
 */
class MutatedFilesTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 100);
    private static final int ROWS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static byte[] text(Kind kind) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            String word = "wörd " + i * 7919L % 1000;
            switch (kind) {
                case CSV -> text.append(i)
                        .append(",\"")
                        .append(word)
                        .append(i % 5 == 0 ? ",\"\"q\"\"\n" : "")
                        .append("\",")
                        .append(i / 8.0);
                case JSON -> text.append("{\"n\":%d,\"s\":\"%s\",\"x\":[{}],\"d\":%s}".formatted(i, word, i / 8.0));
                case RAW -> text.append(word);
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Flips, cuts, doubles, removes and overwrites pieces. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int left = random.nextInt(1, 4); left > 0 && bytes.length > 1; left--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
            switch (random.nextInt(6)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt(256));
                case 4 -> bytes = joined(bytes, at + length, at);
                default -> bytes = joined(bytes, at, at + length);
            }
        }
        return bytes;
    }

    /** What stands before {@code end}, then what stands from {@code from} on: a piece twice, or not at all. */
    private static byte[] joined(byte[] bytes, int end, int from) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, joined, end, bytes.length - from);
        return joined;
    }

    /** Reads a file; false if that is an error. Another failure, or a hang, is thrown. */
    private interface Reading {
        List<List<Object>> read(byte[] bytes) throws Exception;
    }

    private static void check(byte[] whole, int seed, boolean summed, List<List<Object>> right, Reading reading) {
        Random random = new Random(seed);
        Set<List<Object>> known = new HashSet<>(right);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(whole, random);
            int number = i;
            List<List<Object>> rows = Assertions.assertTimeout(
                    PATIENCE,
                    () -> {
                        try {
                            return reading.read(bytes);
                        } catch (SourceException e) {
                            assertThat(e).hasMessageStartingWith("cannot read filesystem table \"t\" from ");
                            return null;
                        }
                    },
                    () -> "mutation " + number);
            refused += rows == null ? 1 : 0;
            if (rows != null && summed) {
                assertThat(known).as("mutation %d", i).containsAll(rows);
            }
        }
        assertThat(refused).as("refused of %d", MUTATIONS).isLessThanOrEqualTo(MUTATIONS);
    }

    private TextFiles files(String name, int seed) {
        TextFiles files = new TextFiles(folder.resolve(name));
        files.policy = BadRowPolicy.values()[seed % 3];
        files.splitBytes = seed % 2 == 0 ? 500 : 1 << 20;
        return files;
    }

    private static String[] columns(Kind kind) {
        return kind == Kind.RAW ? new String[] {"s STRING"} : new String[] {"n INT", "s STRING", "d DOUBLE"};
    }

    @ParameterizedTest
    @CsvSource({
        "CSV,NONE",
        "JSON,NONE",
        "RAW,NONE",
        "CSV,GZIP",
        "JSON,ZSTD",
        "RAW,BZIP2",
        "RAW,GZIP",
        "CSV,ZSTD",
        "JSON,BZIP2"
    })
    void damagedTextGivesRowsOrAnError(Kind kind, Compression compression) throws Exception {
        byte[] text = text(kind);
        byte[] whole = CompressionTest.compressed(compression, text);
        List<List<Object>> right = files("right", 1).read(kind, text, columns(kind));
        int[] seed = {0};
        // With its name a file that has lost its first bytes is an error, and not taken for plain text.
        String name = compression == Compression.GZIP ? "t.gz" : compression == Compression.BZIP2 ? "t.bz2" : "t";
        boolean summed = compression == Compression.GZIP || compression == Compression.BZIP2;
        Random random = new Random(9);
        check(whole, kind.ordinal() * 10 + compression.ordinal(), summed, right, bytes -> {
            TextFiles files = files(name, seed[0]++);
            files.maxRow = random.nextInt(4) == 0 ? 100 : TextRules.DEFAULT_MAX_ROW;
            return files.read(kind, bytes, columns(kind));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2"})
    void damagedAvroGivesRowsOrAnError(String codec) throws Exception {
        Schema schema = new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "r", "fields": [
                          {"name": "skipped", "type": {"type": "array", "items": {"type": "map", "values": ["null", "string"]}}},
                          {"name": "n", "type": ["null", "long"]}, {"name": "s", "type": "string"},
                          {"name": "xs", "type": {"type": "array", "items": "double"}}]}""");
        List<GenericRecord> records = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            records.add(new GenericRecordBuilder(schema)
                    .set("skipped", List.of(java.util.Map.of("k", "v" + i)))
                    .set("n", i % 3 == 0 ? null : (long) i)
                    .set("s", "wörd " + i)
                    .set("xs", List.of(i / 8.0, 1.0))
                    .build());
        }
        ColumnType element = new ColumnType("element", ColumnType.Kind.DOUBLE, 0, 0, true);
        ColumnType[] columns = {
            new ColumnType("n", ColumnType.Kind.BIGINT, 0, 0, true),
            new ColumnType("s", ColumnType.Kind.STRING, ColumnType.UNBOUNDED, 0, true),
            new ColumnType("xs", ColumnType.Kind.ARRAY, 0, 0, true, List.of(element))
        };
        byte[] whole = AvroFiles.write(schema, codec, 2_000, records);
        Path file = folder.resolve("t.avro");
        check(whole, codec.hashCode(), false, List.of(), bytes -> AvroFiles.read(file, bytes, 3_000, columns));
    }

    @Test
    void aBombInABlockOfAvroIsAnError() throws Exception {
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"s\", \"type\": \"string\"}]}");
        List<GenericRecord> records = List.of(
                new GenericRecordBuilder(schema).set("s", "x".repeat(300 << 20)).build());
        byte[] whole = AvroFiles.write(schema, "zstandard", 2_000, records);
        ColumnType column = new ColumnType("s", ColumnType.Kind.STRING, ColumnType.UNBOUNDED, 0, true);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> AvroFiles.read(folder.resolve("t.avro"), whole, 1 << 24, column))
                .hasMessageContaining("expected a block of at most 268435456 bytes, got a larger one");
    }
}
