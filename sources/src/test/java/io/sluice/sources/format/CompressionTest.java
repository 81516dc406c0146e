package io.sluice.sources.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.SourceException;
import io.sluice.sources.format.TextFiles.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    @TempDir
    Path folder;

    static OutputStream stream(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD -> new ZstdOutputStream(out);
            case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
            case NONE, AUTO -> out;
        };
    }

    static byte[] compressed(Compression compression, byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = stream(compression, out)) {
            stream.write(text);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD", "BZIP2"})
    void membersOneAfterTheOtherAreOneTextInAllFormats(Compression compression) throws Exception {
        StringBuilder csv = new StringBuilder();
        StringBuilder json = new StringBuilder();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            csv.append(i).append(",row ").append(i).append('\n');
            json.append("{\"n\":").append(i).append(",\"s\":\"row ").append(i).append("\"}\n");
            rows.add(List.of((long) i, "row " + i));
        }
        TextFiles files = new TextFiles(folder.resolve("t"));
        for (Kind kind : new Kind[] {Kind.CSV, Kind.JSON}) {
            byte[] text = (kind == Kind.CSV ? csv : json).toString().getBytes(StandardCharsets.UTF_8);
            byte[] half = java.util.Arrays.copyOf(text, text.length / 2);
            byte[] rest = java.util.Arrays.copyOfRange(text, text.length / 2, text.length);
            byte[] whole = joined(compressed(compression, half), compressed(compression, rest));
            assertThat(files.read(kind, whole, "n INT", "s STRING")).isEqualTo(rows);
        }
    }

    @Test
    void jsonArraysAndErrorsHaveTheirPlaceInTheText() throws Exception {
        TextFiles files = new TextFiles(folder.resolve("t.json.gz"));
        assertThat(files.read(Kind.JSON, compressed(Compression.GZIP, "[{\"a\":1},\n{\"a\":2}]".getBytes()), "a INT"))
                .hasSize(2);
        String lines = "{\"a\":1}\n".repeat(200_000) + "{\"a\":\"x\"}\n";
        assertThatThrownBy(() -> files.read(Kind.JSON, compressed(Compression.GZIP, lines.getBytes()), "a INT"))
                .hasMessageEndingWith("line 200001, column \"a\": expected INT, got 'x'");
    }

    @Test
    void aNameThatSaysOtherwiseIsAnError() {
        TextFiles files = new TextFiles(folder.resolve("t.csv.zst"));
        assertThatThrownBy(() -> files.read(Kind.CSV, "1,a\n", "n INT", "s STRING"))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("expected zstd, as its name says, got other bytes");
    }

    /** 256 MB of one line, from a few KB: an error by the limit, or left out, in little memory. */
    @Test
    void aBombIsAnErrorByTheLimit() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = new ZstdOutputStream(out)) {
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 256; i++) {
                stream.write(block);
            }
            stream.write("\n1\n".getBytes(StandardCharsets.US_ASCII));
        }
        TextFiles files = new TextFiles(folder.resolve("t.zst"));
        for (Kind kind : Kind.values()) {
            String column = kind == Kind.RAW ? "n STRING" : "n INT";
            assertThatThrownBy(() -> files.read(kind, out.toByteArray(), column))
                    .hasMessageContaining(
                            kind == Kind.JSON ? "line 1, expected" : "expected a row of at most 16777216 bytes");
        }
        files.policy = BadRowPolicy.SKIP;
        assertThat(files.read(Kind.CSV, out.toByteArray(), "n INT")).containsExactly(List.of(1L));
        assertThat(files.badCount).isEqualTo(1);
    }
}
