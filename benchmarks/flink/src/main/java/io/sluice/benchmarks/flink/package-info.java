/**
 * The Nexmark queries as Flink runs them, in a process without Sluice's engine. Start with {@link
 * io.sluice.benchmarks.flink.FlinkRuns}.
 */
package io.sluice.benchmarks.flink;
