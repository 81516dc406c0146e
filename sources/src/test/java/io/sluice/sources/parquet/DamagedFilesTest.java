package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A damaged file gives an error or rows, and never anything worse. */
@Timeout(60)
class DamagedFilesTest {
    private static final String[] COLUMNS = {
        "flag BOOLEAN",
        "number INT",
        "wide BIGINT",
        "half FLOAT",
        "real DOUBLE",
        "word STRING",
        "path STRING",
        "price DECIMAL(9, 2)",
        "huge DECIMAL(38, 6)",
        "text_decimal DECIMAL(30, 3)",
        "legacy TIMESTAMP"
    };
    private static final int MUTATIONS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void flippedBytesGiveAnErrorOrRows(CompressionCodecName codec) throws Exception {
        for (WriterVersion version : WriterVersion.values()) {
            Path file = folder.resolve("whole.parquet");
            int rows = 600;
            new SampleWriter(file)
                    .codec(codec)
                    .version(version)
                    .dictionary(codec.ordinal() % 2 == 0)
                    .write(rows);
            byte[] whole = Files.readAllBytes(file);
            Random random = new Random(codec.ordinal() * 7L + version.ordinal());
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] damaged = whole.clone();
                for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                    int at = i % 2 == 0 ? random.nextInt(damaged.length) : footerByte(damaged, random);
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                }
                readOrRefuse(damaged);
            }
        }
    }

    private static int footerByte(byte[] file, Random random) {
        int length = (int) Bits.INT.get(file, file.length - 8);
        return length <= 0 || length > file.length - 8
                ? random.nextInt(file.length)
                : file.length - 8 - length + random.nextInt(length + 8);
    }

    private void readOrRefuse(byte[] damaged) throws Exception {
        Path file = folder.resolve("damaged.parquet");
        Files.write(file, damaged);
        try {
            List<List<Object>> rows = ParquetFiles.read(file, COLUMNS);
            assertThat(rows).isNotNull();
        } catch (SourceException e) {
            assertThat(e).hasMessageStartingWith("cannot read filesystem table \"t\" from " + file + ": ");
            assertThat(e.hint()).isNotEmpty();
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        Path file = folder.resolve("whole.parquet");
        new SampleWriter(file).write(300);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < MUTATIONS; i++) {
            Path cut = folder.resolve("cut.parquet");
            Files.write(cut, Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertThatThrownBy(() -> ParquetFiles.read(cut, COLUMNS))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("Parquet file");
        }
    }

    /** Each page has a checksum, so what changes in its bytes is seen. */
    @Test
    void aFlippedBitInAPageIsSeenByItsChecksum() throws Exception {
        Path file = folder.resolve("whole.parquet");
        List<List<Object>> rows = new SampleWriter(file)
                .codec(CompressionCodecName.UNCOMPRESSED)
                .nullRate(0)
                .dictionary(false)
                .write(400);
        byte[] whole = Files.readAllBytes(file);
        Footer footer = Footer.read(ParquetFiles.dataFile(file));
        ColumnChunkPlace place =
                footer.chunk(0, footer.column("wide").orElseThrow().column());
        List<Object> values = rows.stream().map(row -> row.get(2)).toList();
        int end = (int) (place.start() + place.length());
        for (int back = 1; back <= 400; back += 13) {
            byte[] damaged = whole.clone();
            damaged[end - back] ^= 4;
            Path changed = folder.resolve("changed.parquet");
            Files.write(changed, damaged);
            assertThatThrownBy(() -> ParquetFiles.read(changed, "wide BIGINT"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("column \"wide\" of row group 1: expected a page with checksum");
            assertThat(ParquetFiles.read(changed, "real DOUBLE")).hasSameSizeAs(values);
        }
    }
}
