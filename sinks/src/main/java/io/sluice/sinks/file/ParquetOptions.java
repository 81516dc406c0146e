package io.sluice.sinks.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sinks.parquet.Compression;
import io.sluice.sinks.parquet.ParquetSettings;
import java.util.Optional;

/**
 * How Parquet files are laid out.
 *
 * @param missingColumn the source's, taken without a look
 */
public record ParquetOptions(
        @JsonProperty("parquet.compression") Optional<Compression> compression,
        @JsonProperty("parquet.block.size") Optional<Long> blockBytes,
        @JsonProperty("parquet.page.size") Optional<Long> pageBytes,
        @JsonProperty("parquet.enable.dictionary") Optional<Boolean> dictionary,
        @JsonProperty("parquet.page.write-checksum.enabled") Optional<Boolean> checksums,
        @JsonProperty("parquet.missing-column") Optional<String> missingColumn) {
    static final ParquetOptions DEFAULT = new ParquetOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final long DEFAULT_BLOCK_BYTES = 64L << 20;
    private static final long DEFAULT_PAGE_BYTES = 1L << 20;
    private static final long LEAST_BLOCK_BYTES = 64L << 10;
    private static final long MOST_BLOCK_BYTES = 1L << 30;
    private static final long LEAST_PAGE_BYTES = 1L << 10;
    private static final long MOST_PAGE_BYTES = 64L << 20;

    public ParquetOptions {
        checkRange("parquet.block.size", blockBytes, LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES);
        checkRange("parquet.page.size", pageBytes, LEAST_PAGE_BYTES, MOST_PAGE_BYTES);
    }

    private static void checkRange(String option, Optional<Long> bytes, long least, long most) {
        if (bytes.isPresent() && (bytes.get() < least || bytes.get() > most)) {
            throw new IllegalArgumentException(
                    "option '%s': expected %d to %d bytes, got %d".formatted(option, least, most, bytes.get()));
        }
    }

    ParquetSettings settings() {
        return new ParquetSettings(
                compression.orElse(Compression.ZSTD),
                blockBytes.orElse(DEFAULT_BLOCK_BYTES),
                Math.toIntExact(pageBytes.orElse(DEFAULT_PAGE_BYTES)),
                dictionary.orElse(true),
                checksums.orElse(true));
    }
}
