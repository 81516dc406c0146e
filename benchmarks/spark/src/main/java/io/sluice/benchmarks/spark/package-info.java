/**
 * Files between Sluice, Spark and DuckDB: what one writes, the others read, row by row. Spark is 300 MB, so this module is
 * built with the profile {@code peers} only. No parameter and no return value is null, but for values of rows.
 */
package io.sluice.benchmarks.spark;
