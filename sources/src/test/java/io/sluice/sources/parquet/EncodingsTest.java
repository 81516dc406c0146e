package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.column.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each encoding, in pages so small that a batch has many, with and without nulls. */
class EncodingsTest {
    private static final String[] COLUMNS = {
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
        "short_text_decimal DECIMAL(12, 3)",
        "legacy TIMESTAMP"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, false, 0.1", "PARQUET_1_0, false, false, 0.1", "PARQUET_1_0, false, false, 0",
        "PARQUET_2_0, true, false, 0.1", "PARQUET_2_0, false, false, 0.1", "PARQUET_2_0, false, false, 0",
        "PARQUET_2_0, false, true, 0.3", "PARQUET_1_0, true, false, 1"
    })
    void rowsComeBackAsTheyWereWritten(WriterVersion version, boolean dictionary, boolean splitStream, double nullRate)
            throws Exception {
        Path file = folder.resolve("rows.parquet");
        List<List<Object>> written = new SampleWriter(file)
                .version(version)
                .dictionary(dictionary)
                .splitStream(splitStream)
                .nullRate(nullRate)
                .rowsPerGroup(8_500)
                .write(9_000);
        assertThat(ParquetFiles.read(file, COLUMNS)).isEqualTo(written);
    }

    @Test
    void theFilesOfTheseTestsHaveAllEncodings() throws Exception {
        Set<Encoding> seen = new TreeSet<>();
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean splitStream : new boolean[] {false, true}) {
                Path file = folder.resolve("encodings-%s-%s.parquet".formatted(version, splitStream));
                new SampleWriter(file)
                        .version(version)
                        .dictionary(false)
                        .splitStream(splitStream)
                        .write(2_000);
                seen.addAll(encodings(file));
                Path coded = folder.resolve("dictionary-%s-%s.parquet".formatted(version, splitStream));
                new SampleWriter(coded).version(version).dictionary(true).write(2_000);
                seen.addAll(encodings(coded));
            }
        }
        assertThat(seen)
                .contains(
                        Encoding.PLAIN,
                        Encoding.PLAIN_DICTIONARY,
                        Encoding.RLE_DICTIONARY,
                        Encoding.RLE,
                        Encoding.DELTA_BINARY_PACKED,
                        Encoding.DELTA_BYTE_ARRAY,
                        Encoding.BYTE_STREAM_SPLIT);
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
    @ValueSource(booleans = {true, false})
    void aColumnThatIsAskedForNowAndThenHasTheRightRows(boolean dictionary) throws Exception {
        Path file = folder.resolve("sparse.parquet");
        List<List<Object>> written = new SampleWriter(file)
                .version(WriterVersion.PARQUET_2_0)
                .dictionary(dictionary)
                .rowsPerGroup(17_500)
                .nullRate(0.2)
                .write(18_000);
        SourceTable table = TestTable.of(COLUMNS);
        List<ColumnType> columns = ColumnType.of(table);
        for (int column = 0; column < columns.size(); column++) {
            int start = 0;
            int batch = column;
            for (Split split : ParquetFiles.splits(file, table, ScanPredicate.TRUE)) {
                try (SplitReader reader = split.open()) {
                    for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
                        if (batch++ % 2 == 0) {
                            assertThat(values(reader, column, columns.get(column), rows))
                                    .isEqualTo(column(written, column, start, start + rows));
                        }
                        start += rows;
                    }
                }
            }
            assertThat(start).isEqualTo(18_000);
        }
    }

    @Test
    void pagesAreNotReadWhenNoBatchOfThemIsAskedFor() throws Exception {
        Path file = folder.resolve("pages.parquet");
        writeWords(file, 50_000);
        SourceTable table = TestTable.of("word STRING");
        Split split = ParquetFiles.splits(file, table, ScanPredicate.TRUE).get(0);
        assertThat(bytesRead(split, Set.of())).isZero();
        long all = bytesRead(split, Set.of(0, 1, 2, 3, 4, 5, 6));
        assertThat(all).isEqualTo(wordChunk(split).length()).isGreaterThan(5_000_000);
        assertThat(bytesRead(split, Set.of(0, 6))).isPositive().isLessThan(all / 2);
    }

    private static ColumnChunkPlace wordChunk(Split split) {
        Footer footer = ((ParquetSplit) split).footer();
        return footer.chunk(0, footer.columns().get(0).column());
    }

    private static void writeWords(Path file, int rows) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { required binary word (STRING); }");
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withDictionaryEncoding(false)
                .withPageRowCountLimit(1_000)
                .build()) {
            for (int row = 0; row < rows; row++) {
                writer.write(groups.newGroup().append("word", "%0100d".formatted(row)));
            }
        }
    }

    private static long bytesRead(Split split, Set<Integer> batches) {
        try (SplitReader reader = split.open()) {
            for (int batch = 0; reader.next() >= 0; batch++) {
                if (batches.contains(batch)) {
                    reader.column(0);
                }
            }
            return reader.bytesRead();
        }
    }

    private static List<Object> values(SplitReader reader, int index, ColumnType type, int rows) {
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(TestRows.value(reader.column(index), row, type));
        }
        return values;
    }

    private static List<Object> column(List<List<Object>> rows, int column, int from, int to) {
        List<Object> values = new ArrayList<>();
        rows.subList(from, to).forEach(row -> values.add(row.get(column)));
        return values;
    }
}
