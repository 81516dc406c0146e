package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.ReadLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a {@code filesystem} table that is read. Those of the sink are accepted and not looked at, since a table
 * may be written and read.
 *
 * @param paths files, folders, and folders with a pattern below them such as {@code 2024-*}{@code /*.json}
 * @param files which of the files are read, and in which order
 * @param rows how rows are taken from a file
 * @param monitorInterval how often to look for new files; absent for a table that ends
 */
public record FileSourceOptions(
        @JsonProperty("path") List<Path> paths,
        @JsonProperty("format") Format format,
        @JsonProperty("source.monitor-interval") Optional<Duration> monitorInterval,
        @JsonProperty("source.file-ready") Optional<FileReady> fileReady,
        @JsonProperty("maxFilesPerTrigger") Optional<Long> maxFilesPerTrigger,
        @JsonProperty("maxBytesPerTrigger") Optional<Long> maxBytesPerTrigger,
        FileChoice files,
        FormatOptions rows,
        @JsonProperty("parquet.*") Map<String, String> parquet,
        @JsonProperty("sink.*") Map<String, String> sink) {
    private static final String MISSING_COLUMN = "parquet.missing-column";

    /** How files are written. */
    public enum Format {
        JSON,
        PARQUET,
        CSV,
        AVRO,
        ORC,
        RAW
    }

    /** When a file is complete. */
    public enum FileReady {
        /** As soon as it has its name: whoever writes it renames it when it is complete. */
        RENAME,
        /** When its size and time of change stayed the same over a monitor interval. */
        STABLE
    }

    public FileSourceOptions {
        paths = List.copyOf(paths);
        requireNonNull(format, "format");
        requireNonNull(rows, "rows");
        requireNonNull(files, "files");
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("'path' names no path");
        }
        parquet = Map.copyOf(parquet);
        sink = Map.copyOf(sink);
        requireKnown(parquet);
        if (format == Format.ORC) {
            throw new IllegalArgumentException(
                    "format '%s' comes with a later release; the formats are 'avro', 'csv', 'json', 'parquet', 'raw'"
                            .formatted(format.name().toLowerCase(Locale.ROOT)));
        }
        if (monitorInterval.isPresent() && monitorInterval.get().compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "'source.monitor-interval' must be 1 ms or more; leave it out to read the files once");
        }
        if (fileReady.equals(Optional.of(FileReady.STABLE)) && monitorInterval.isEmpty()) {
            throw new IllegalArgumentException(
                    "'source.file-ready' = 'stable' needs 'source.monitor-interval', since it looks at files twice");
        }
        if (format == Format.PARQUET && rows.badRow().orElse(BadRowPolicy.FAIL) != BadRowPolicy.FAIL) {
            throw new IllegalArgumentException(
                    "'%s' is 'fail' with format 'parquet', whose files are read column by column"
                            .formatted(BadRowPolicy.OPTION));
        }
        requirePositive("maxFilesPerTrigger", maxFilesPerTrigger);
        requirePositive("maxBytesPerTrigger", maxBytesPerTrigger);
    }

    private static void requirePositive(String option, Optional<Long> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new IllegalArgumentException("'%s' must be 1 or more, got %d".formatted(option, value.get()));
        }
    }

    /** A table of files of a format that is read once, with all else as it is by default. */
    public static FileSourceOptions of(Path path, Format format) {
        return new FileSourceOptions(
                List.of(path),
                format,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FileChoice.DEFAULT,
                FormatOptions.DEFAULT,
                Map.of(),
                Map.of());
    }

    boolean isStableWanted() {
        return fileReady.equals(Optional.of(FileReady.STABLE));
    }

    BadRowPolicy badRows() {
        return rows.badRows(format);
    }

    /** Whether a column that a Parquet file does not have is NULL and no error. */
    boolean isMissingColumnNull() {
        return "null".equals(parquet.get(MISSING_COLUMN));
    }

    private static void requireKnown(Map<String, String> parquet) {
        String missing = parquet.getOrDefault(MISSING_COLUMN, "fail");
        if (!missing.equals("fail") && !missing.equals("null")) {
            throw new IllegalArgumentException(
                    "'parquet.missing-column' must be 'fail' or 'null', got '%s'".formatted(missing));
        }
    }

    ReadLimit readLimit() {
        return new ReadLimit(
                maxFilesPerTrigger.orElse(Long.MAX_VALUE),
                maxBytesPerTrigger.orElse(ReadLimit.DEFAULT_MAX_BYTES),
                files.maxRowsPerTrigger().orElse(Long.MAX_VALUE));
    }
}
