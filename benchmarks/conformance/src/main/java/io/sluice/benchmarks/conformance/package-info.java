/**
 * Public suites of SQL, run by this engine: each query bounded, and again over rows that come two by two, as changes that are
 * added up. The suites stay where they are published and are read from there. Imports the engine and what is below it.
 * Start with {@link io.sluice.benchmarks.conformance.Quidem}.
 */
package io.sluice.benchmarks.conformance;
