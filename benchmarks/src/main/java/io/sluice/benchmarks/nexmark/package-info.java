/**
 * The Nexmark benchmark: its queries, run by Sluice and by others, each in a process of its own, over the same files. Start with
 * {@link io.sluice.benchmarks.nexmark.Nexmark}.
 */
package io.sluice.benchmarks.nexmark;
