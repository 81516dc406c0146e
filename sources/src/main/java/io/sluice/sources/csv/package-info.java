/**
 * CSV: records are found in a window of bytes, then decoded column by column. Start with {@link
 * io.sluice.sources.csv.CsvFormat}, then {@code CsvReader}.
 */
package io.sluice.sources.csv;
