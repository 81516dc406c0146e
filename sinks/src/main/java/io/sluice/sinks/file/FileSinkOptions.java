package io.sluice.sinks.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sinks.encode.TimestampStyle;
import io.sluice.sinks.parquet.Compression;
import io.sluice.sinks.parquet.ParquetSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * {@code WITH ('connector' = 'filesystem', …)} as far as writing goes. A table may be read, too: what concerns only its
 * source is taken here without a look.
 *
 * @param path the folder; created when it is missing
 * @param json {@code json.timestamp-format.standard} counts
 */
public record FileSinkOptions(
        @JsonProperty("path") Path path,
        @JsonProperty("format") String format,
        @JsonProperty("sink.existing") Optional<ExistingOutput> existing,
        @JsonProperty("parquet.compression") Optional<Compression> compression,
        @JsonProperty("parquet.block.size") Optional<Long> blockBytes,
        @JsonProperty("parquet.page.size") Optional<Long> pageBytes,
        @JsonProperty("parquet.enable.dictionary") Optional<Boolean> dictionary,
        @JsonProperty("json.*") Map<String, String> json,
        @JsonProperty("source.*") Map<String, String> source,
        @JsonProperty("maxFilesPerTrigger") Optional<String> maxFilesPerTrigger,
        @JsonProperty("maxBytesPerTrigger") Optional<String> maxBytesPerTrigger,
        @JsonProperty("timestamp.nanos") Optional<String> nanos) {
    private static final String TIMESTAMP_STYLE = "json.timestamp-format.standard";
    private static final long DEFAULT_BLOCK_BYTES = 64L << 20;
    private static final long DEFAULT_PAGE_BYTES = 1L << 20;
    private static final long LEAST_BLOCK_BYTES = 64L << 10;
    private static final long MOST_BLOCK_BYTES = 1L << 30;
    private static final long LEAST_PAGE_BYTES = 1L << 10;
    private static final long MOST_PAGE_BYTES = 64L << 20;

    public FileSinkOptions {
        requireNonNull(path, "path");
        requireNonNull(format, "format");
        FileFormat.of(format);
        json = Map.copyOf(json);
        source = Map.copyOf(source);
        checkRange("parquet.block.size", blockBytes, LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES);
        checkRange("parquet.page.size", pageBytes, LEAST_PAGE_BYTES, MOST_PAGE_BYTES);
        style(json);
    }

    /** Only what must be said; the rest by default. */
    public static FileSinkOptions of(Path path, String format) {
        return new FileSinkOptions(
                path,
                format,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void checkRange(String option, Optional<Long> bytes, long least, long most) {
        if (bytes.isPresent() && (bytes.get() < least || bytes.get() > most)) {
            throw new IllegalArgumentException(
                    "option '%s': expected %d to %d bytes, got %d".formatted(option, least, most, bytes.get()));
        }
    }

    private static TimestampStyle style(Map<String, String> json) {
        String text = json.get(TIMESTAMP_STYLE);
        if (text == null) {
            return TimestampStyle.SQL;
        }
        return Arrays.stream(TimestampStyle.values())
                .filter(style -> style.toString().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "option '%s': expected one of 'SQL', 'ISO-8601', got '%s'".formatted(TIMESTAMP_STYLE, text)));
    }

    FileFormat fileFormat() {
        return FileFormat.of(format);
    }

    ExistingOutput existingOutput() {
        return existing.orElse(ExistingOutput.REFUSE);
    }

    TimestampStyle timestampStyle() {
        return style(json);
    }

    ParquetSettings parquetSettings() {
        return new ParquetSettings(
                compression.orElse(Compression.ZSTD),
                blockBytes.orElse(DEFAULT_BLOCK_BYTES),
                Math.toIntExact(pageBytes.orElse(DEFAULT_PAGE_BYTES)),
                dictionary.orElse(true));
    }
}
