package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.sluice.sources.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few bytes that stand for gigabytes are refused before memory is taken for them. */
class BombsTest {
    private static final int HUGE = 2_000_000_000;

    @TempDir
    Path folder;

    /** A page as it lies in the file. */
    private record Page(PageHeader header, byte[] body) {}

    private static Page data(Encoding encoding, int values, int uncompressed, byte[] body) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, body.length);
        header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
        return new Page(header, body);
    }

    private static Page dictionary(int values, byte[] body) {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, body.length);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
        return new Page(header, body);
    }

    /** A file of one column {@code c} in one row group. */
    private Path write(
            Type type, FieldRepetitionType repetition, CompressionCodec codec, long rows, long values, Page... pages)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        for (Page page : pages) {
            Util.writePageHeader(page.header, file);
            file.write(page.body);
        }
        ColumnMetaData data = new ColumnMetaData(
                type, List.of(Encoding.PLAIN), List.of("c"), codec, values, 4L * HUGE, file.size() - 4L, 4);
        ColumnChunk chunk = new ColumnChunk(0);
        chunk.setMeta_data(data);
        SchemaElement root = new SchemaElement("root");
        root.setNum_children(1);
        SchemaElement column = new SchemaElement("c");
        column.setType(type);
        column.setRepetition_type(repetition);
        FileMetaData meta = new FileMetaData(
                1, List.of(root, column), rows, new ArrayList<>(List.of(new RowGroup(List.of(chunk), 0, rows))));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(meta, footer);
        footer.writeTo(file);
        file.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.size())
                .array());
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        Path path = folder.resolve("bomb.parquet");
        Files.write(path, file.toByteArray());
        return path;
    }

    private static void assertRefused(Path file, String column, String message) {
        assertThatThrownBy(() -> ParquetFiles.read(file, column))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("cannot read filesystem table \"t\" from " + file + ": column \"c\"")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4", "LZ4_RAW"})
    void aPageThatClaimsGigabytes(CompressionCodec codec) throws Exception {
        Page page = data(Encoding.PLAIN, 10, HUGE, new byte[100]);
        Path file = write(Type.INT64, FieldRepetitionType.REQUIRED, codec, 10, 10, page);
        assertRefused(file, "c BIGINT", "a page of 2000000000 bytes, of which there are at most 268435456");
    }

    @ParameterizedTest
    @CsvSource({"SNAPPY", "GZIP", "LZ4", "LZ4_RAW"})
    void aPageThatClaimsMoreThanItsCodecCan(CompressionCodec codec) throws Exception {
        Page page = data(Encoding.PLAIN, 10, 200 << 20, new byte[100]);
        Path file = write(Type.INT64, FieldRepetitionType.REQUIRED, codec, 10, 10, page);
        assertRefused(file, "c BIGINT", "expected a page that %s can compress to 100 bytes".formatted(codec));
    }

    @Test
    void aPageThatHoldsMoreThanItClaims() throws Exception {
        byte[] zeros = Zstd.compress(new byte[64 << 20]);
        Path file = write(
                Type.INT64,
                FieldRepetitionType.REQUIRED,
                CompressionCodec.ZSTD,
                10,
                10,
                data(Encoding.PLAIN, 10, 80, zeros));
        assertRefused(file, "c BIGINT", "expected zstd data");
    }

    @Test
    void fewBytesThatStandForVeryManyDeltas() throws Exception {
        // Blocks of 2^20 values in one miniblock of width 0; two billion values in all.
        byte[] deltas = new byte[4000];
        byte[] head = {(byte) 0x80, (byte) 0x80, 0x40, 1, (byte) 0x80, (byte) 0xA8, (byte) 0xD6, (byte) 0xB9, 7, 0};
        System.arraycopy(head, 0, deltas, 0, head.length);
        Path file = write(
                Type.INT64,
                FieldRepetitionType.REQUIRED,
                CompressionCodec.UNCOMPRESSED,
                HUGE,
                HUGE,
                data(Encoding.DELTA_BINARY_PACKED, HUGE, deltas.length, deltas));
        assertRefused(file, "c BIGINT", "delta-coded values, of which there are at most 16777216");
    }

    @Test
    void oneRowWithVeryManyElements() throws Exception {
        // Repetition levels: one 0, then 1s; definition levels: all 1; values: id 0 of a dictionary, again and again.
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] repetitions = {2, 0, (byte) 0x80, (byte) 0xD0, (byte) 0xAC, (byte) 0xF3, 0xE, 1};
        byte[] definitions = {(byte) 0x80, (byte) 0xD0, (byte) 0xAC, (byte) 0xF3, 0xE, 1};
        body.write(new byte[] {(byte) repetitions.length, 0, 0, 0});
        body.write(repetitions);
        body.write(new byte[] {(byte) definitions.length, 0, 0, 0});
        body.write(definitions);
        body.write(new byte[] {0});
        Path file = write(
                Type.INT64,
                FieldRepetitionType.REPEATED,
                CompressionCodec.UNCOMPRESSED,
                1,
                HUGE,
                dictionary(1, new byte[8]),
                data(Encoding.RLE_DICTIONARY, HUGE, body.size(), body.toByteArray()));
        assertRefused(file, "c ARRAY<BIGINT>", "more than 16777216 elements in one batch of rows");
    }

    @Test
    void oneLongTextForManyRowsOfTwoPages() throws Exception {
        byte[] entry = new byte[4 + (1 << 20)];
        Arrays.fill(entry, 4, entry.length, (byte) 'x');
        ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putInt(1 << 20);
        byte[] plain = {1, 0, 0, 0, 'y'};
        byte[] ids = {0, 0};
        Path file = write(
                Type.BYTE_ARRAY,
                FieldRepetitionType.REQUIRED,
                CompressionCodec.UNCOMPRESSED,
                5001,
                5001,
                dictionary(1, entry),
                data(Encoding.RLE_DICTIONARY, 5000, ids.length, ids),
                data(Encoding.PLAIN, 1, plain.length, plain));
        assertRefused(file, "c BINARY", "texts of more than 536870912 bytes in one batch");
    }

    @Test
    void rowsThatNoColumnHas() throws Exception {
        Path file = write(
                Type.INT64,
                FieldRepetitionType.REQUIRED,
                CompressionCodec.UNCOMPRESSED,
                1L << 50,
                1,
                data(Encoding.PLAIN, 1, 8, new byte[8]));
        assertRefused(file, "c BIGINT", "expected 1125899906842624 values, got 1");
        assertThat(Files.size(file)).isLessThan(1000);
    }
}
