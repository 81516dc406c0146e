package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import org.apache.parquet.format.CompressionCodec;

/**
 * Where the pages of one column of one row group lie.
 *
 * @param rows the rows of the row group; of a column in lists, elements and rows without one
 * @param uncompressed bytes of all pages and their headers when decompressed
 */
record ColumnChunkPlace(long start, long length, long rows, long uncompressed, CompressionCodec codec) {
    ColumnChunkPlace {
        requireNonNull(codec, "codec");
    }
}
