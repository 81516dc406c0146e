/**
 * Arrow rows as Parquet, without a Hadoop file system. The only package of this module that imports Parquet. Start with
 * {@link io.sluice.sinks.parquet.ParquetEncoder}.
 */
package io.sluice.sinks.parquet;
