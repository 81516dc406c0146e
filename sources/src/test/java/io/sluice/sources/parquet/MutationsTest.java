package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.sources.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files give an error that names the file, or rows; and the right rows where the damage is covered by checksums.
 * {@code -Dparquet.mutations=1000} runs so many mutations instead of a few.
 */
class MutationsTest {
    private static final int MUTATIONS = Integer.getInteger("parquet.mutations", 100);

    private static final String[] FLAT = {
        "flag BOOLEAN",
        "number INT",
        "wide BIGINT",
        "half FLOAT",
        "real DOUBLE",
        "word STRING",
        "path STRING",
        "price DECIMAL(9, 2)",
        "amount DECIMAL(18, 4)",
        "huge DECIMAL(38, 6)",
        "text_decimal DECIMAL(30, 3)",
        "legacy TIMESTAMP"
    };

    private static final String[] NESTED = {
        "i BIGINT",
        "l ARRAY<BIGINT>",
        "w ARRAY<ARRAY<STRING>>",
        "m MAP<STRING, DOUBLE>",
        "r ROW<a INT, b ARRAY<STRING>>"
    };

    @TempDir
    Path folder;

    private record Original(byte[] bytes, String[] columns, List<List<Object>> rows, BitSet covered) {}

    @Test
    void damageIsSeenOrHarmless() throws Exception {
        List<Original> originals = originals();
        Random random = new Random(2026);
        Path file = folder.resolve("damaged.parquet");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Original original = originals.get(i % originals.size());
            byte[] damaged = original.bytes.clone();
            boolean covered = true;
            switch (random.nextInt(5)) {
                case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
                case 1 -> covered = overwrite(damaged, original, random);
                case 2 -> {
                    damaged = shift(damaged, random);
                    covered = false;
                }
                default -> {
                    for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                        int at = random.nextInt(3) == 0 ? footerByte(damaged, random) : random.nextInt(damaged.length);
                        damaged[at] ^= (byte) (1 << random.nextInt(8));
                        covered &= original.covered.get(at);
                    }
                }
            }
            Files.write(file, damaged);
            refused += readOrRefuse(file, original, covered, i) ? 0 : 1;
        }
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
    }

    /** Overwrites a few bytes with ones or zeros, as counts and lengths like least. */
    private static boolean overwrite(byte[] damaged, Original original, Random random) {
        int length = random.nextInt(1, 9);
        int at = random.nextBoolean() ? footerByte(damaged, random) : random.nextInt(damaged.length);
        byte value = (byte) (random.nextBoolean() ? 0xFF : random.nextBoolean() ? 0x7F : 0);
        boolean covered = true;
        for (int i = at; i < Math.min(damaged.length, at + length); i++) {
            damaged[i] = value;
            covered &= original.covered.get(i);
        }
        return covered;
    }

    /** Leaves out bytes, or repeats some. */
    private static byte[] shift(byte[] whole, Random random) {
        int at = random.nextInt(whole.length);
        int length = random.nextInt(1, 40);
        int from = random.nextBoolean() ? Math.max(0, at - length) : Math.min(whole.length, at + length);
        byte[] damaged = Arrays.copyOf(whole, at + whole.length - from);
        System.arraycopy(whole, from, damaged, at, whole.length - from);
        return damaged;
    }

    private static int footerByte(byte[] file, Random random) {
        int length = (int) Bits.INT.get(file, file.length - 8);
        return length <= 0 || length > file.length - 8
                ? random.nextInt(file.length)
                : file.length - 8 - length + random.nextInt(length + 8);
    }

    private static boolean readOrRefuse(Path file, Original original, boolean covered, int mutation)
            throws IOException {
        List<List<Object>> rows;
        try {
            rows = ParquetFiles.read(file, original.columns);
        } catch (SourceException e) {
            assertThat(e).hasMessageStartingWith("cannot read filesystem table \"t\" from " + file + ": ");
            assertThat(e.hint()).isNotEmpty();
            return false;
        } catch (RuntimeException | Error e) {
            return fail("mutation " + mutation, e);
        }
        if (covered) {
            assertThat(rows).as("mutation %d", mutation).isEqualTo(original.rows);
        }
        return true;
    }

    private List<Original> originals() throws Exception {
        List<Original> originals = new ArrayList<>();
        CompressionCodecName[] codecs = {
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD,
            CompressionCodecName.LZ4_RAW
        };
        Path file = folder.resolve("whole.parquet");
        for (CompressionCodecName codec : codecs) {
            for (WriterVersion version : WriterVersion.values()) {
                new SampleWriter(file)
                        .codec(codec)
                        .version(version)
                        .dictionary((codec.ordinal() + version.ordinal()) % 2 == 0)
                        .splitStream(codec == CompressionCodecName.ZSTD)
                        .write(150);
                originals.add(original(file, FLAT));
            }
        }
        try (DuckDb duckDb = new DuckDb()) {
            for (String codec : List.of("uncompressed", "brotli", "zstd")) {
                duckDb.run(
                        """
                        COPY (SELECT i, [i, NULL, i * 7] AS l, [['a' || i], [], NULL, ['b', 'c']] AS w,
                                MAP {'k' || i: i / 3.0} AS m, {'a': i::INT, 'b': ['x' || i %% 9]} AS r
                            FROM range(150) t(i)) TO '%s' (FORMAT parquet, COMPRESSION %s)"""
                                .formatted(file, codec));
                originals.add(original(file, NESTED));
            }
        }
        return originals;
    }

    private static Original original(Path file, String[] columns) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        return new Original(bytes, columns, ParquetFiles.read(file, columns), covered(file, bytes));
    }

    /** The bytes of pages with a checksum. */
    private static BitSet covered(Path file, byte[] bytes) throws Exception {
        BitSet covered = new BitSet();
        Footer footer = Footer.read(ParquetFiles.dataFile(file));
        List<SchemaNode> leaves = new ArrayList<>();
        footer.columns().forEach(column -> addLeaves(column, leaves));
        for (int group = 0; group < footer.groupCount(); group++) {
            for (SchemaNode leaf : leaves) {
                ColumnChunkPlace place = footer.chunk(group, leaf.column());
                int at = (int) place.start();
                while (at < place.start() + place.length()) {
                    ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, bytes.length - at);
                    PageHeader header = Util.readPageHeader(in);
                    int body = bytes.length - in.available();
                    at = body + header.getCompressed_page_size();
                    covered.set(body, at, header.isSetCrc());
                }
            }
        }
        return covered;
    }

    private static void addLeaves(SchemaNode node, List<SchemaNode> leaves) {
        if (node.isLeaf()) {
            leaves.add(node);
        }
        node.children().forEach(child -> addLeaves(child, leaves));
    }
}
