/**
 * Reads Parquet by a page decoder of its own, from the bytes of a column chunk straight into column vectors. Of the
 * Parquet libraries it uses the structures of footer and page headers only. Start with {@link
 * io.sluice.sources.parquet.ParquetFormat}, then {@link io.sluice.sources.parquet.ChunkReader}.
 */
package io.sluice.sources.parquet;
