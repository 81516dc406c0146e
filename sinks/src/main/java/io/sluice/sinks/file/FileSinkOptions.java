package io.sluice.sinks.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sinks.encode.CsvStyle;
import io.sluice.sinks.encode.TimestampStyle;
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
 * @param csv those of {@link CsvStyle} count
 */
public record FileSinkOptions(
        @JsonProperty("path") Path path,
        @JsonProperty("format") String format,
        @JsonProperty("sink.existing") Optional<ExistingOutput> existing,
        ParquetOptions parquet,
        RollingOptions rolling,
        PartitionOptions partition,
        @JsonProperty("sink.spark-metadata") Optional<Boolean> sparkMetadata,
        @JsonProperty("json.*") Map<String, String> json,
        @JsonProperty("csv.*") Map<String, String> csv,
        @JsonProperty("source.*") Map<String, String> source,
        @JsonProperty("maxFilesPerTrigger") Optional<String> maxFilesPerTrigger,
        @JsonProperty("maxBytesPerTrigger") Optional<String> maxBytesPerTrigger,
        @JsonProperty("timestamp.nanos") Optional<String> nanos) {
    private static final String TIMESTAMP_STYLE = "json.timestamp-format.standard";

    public FileSinkOptions {
        requireNonNull(path, "path");
        requireNonNull(format, "format");
        FileFormat.of(format);
        json = Map.copyOf(json);
        csv = Map.copyOf(csv);
        source = Map.copyOf(source);
        style(json);
        CsvStyle.of(csv);
    }

    /** Only what must be said; the rest by default. */
    public static FileSinkOptions of(Path path, String format) {
        return new FileSinkOptions(
                path,
                format,
                Optional.empty(),
                ParquetOptions.DEFAULT,
                RollingOptions.DEFAULT,
                PartitionOptions.DEFAULT,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with another rolling policy. */
    public FileSinkOptions with(RollingOptions other) {
        return new FileSinkOptions(
                path,
                format,
                existing,
                parquet,
                other,
                partition,
                sparkMetadata,
                json,
                csv,
                source,
                maxFilesPerTrigger,
                maxBytesPerTrigger,
                nanos);
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

    CsvStyle csvStyle() {
        return CsvStyle.of(csv);
    }

    ParquetSettings parquetSettings() {
        return parquet.settings();
    }

    boolean hasSparkMetadata() {
        return sparkMetadata.orElse(false);
    }
}
