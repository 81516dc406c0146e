package io.sluice.sinks.parquet;

import static java.util.Objects.requireNonNull;

/**
 * How a Parquet file is laid out.
 *
 * @param blockBytes size of a row group in memory at which it is written; each open file holds one
 * @param pageBytes size of a page before compression
 * @param dictionary whether columns with few values are written as numbers of a dictionary
 * @param checksums whether each page has a CRC
 */
public record ParquetSettings(
        Compression compression, long blockBytes, int pageBytes, boolean dictionary, boolean checksums) {
    public ParquetSettings {
        requireNonNull(compression, "compression");
    }
}
