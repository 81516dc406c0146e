/** Queries of many shapes beside DuckDB. */
package io.sluice.benchmarks.shapes;
