package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.encode.TimestampStyle;
import io.sluice.sinks.parquet.Compression;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileSinkOptionsTest {
    private static final Path PATH = Path.of("out");

    @Test
    void defaultsAreTheDocumentedOnes() {
        FileSinkOptions options = FileSinkOptions.of(PATH, "Parquet");
        assertThat(options.fileFormat()).isEqualTo(FileFormat.PARQUET);
        assertThat(options.existingOutput()).isEqualTo(ExistingOutput.REFUSE);
        assertThat(options.timestampStyle()).isEqualTo(TimestampStyle.SQL);
        assertThat(options.parquetSettings().compression()).isEqualTo(Compression.ZSTD);
        assertThat(options.parquetSettings().blockBytes()).isEqualTo(64L << 20);
        assertThat(options.parquetSettings().pageBytes()).isEqualTo(1 << 20);
        assertThat(options.parquetSettings().dictionary()).isTrue();
    }

    @Test
    void laterFormatsAreNamedAsSuch() {
        assertThatThrownBy(() -> FileSinkOptions.of(PATH, "orc"))
                .hasMessage(
                        "option 'format': expected one of 'parquet', 'json', 'csv', got 'orc', which comes with a later"
                                + " release");
        assertThatThrownBy(() -> FileSinkOptions.of(PATH, "xml"))
                .hasMessage("option 'format': expected one of 'parquet', 'json', 'csv', got 'xml'");
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> withBlock(1))
                .hasMessage("option 'parquet.block.size': expected 65536 to 1073741824 bytes, got 1");
        assertThatThrownBy(() -> withBlock(2L << 30)).isInstanceOf(IllegalArgumentException.class);
        assertThat(withBlock(1L << 30).parquetSettings().blockBytes()).isEqualTo(1L << 30);
    }

    @Test
    void timestampStyleIsChecked() {
        assertThat(withJson("iso-8601").timestampStyle()).isEqualTo(TimestampStyle.ISO_8601);
        assertThatThrownBy(() -> withJson("RFC"))
                .hasMessage("option 'json.timestamp-format.standard': expected one of 'SQL', 'ISO-8601', got 'RFC'");
    }

    private static FileSinkOptions withBlock(long bytes) {
        return TestOptions.of(PATH, "parquet", "parquet.block.size", Long.toString(bytes));
    }

    private static FileSinkOptions withJson(String style) {
        return TestOptions.of(PATH, "json", "json.timestamp-format.standard", style);
    }
}
