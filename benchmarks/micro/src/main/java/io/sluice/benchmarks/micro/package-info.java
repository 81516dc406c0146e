/**
 * Single steps of the engine, each measured by JMH in a process of its own. {@link io.sluice.benchmarks.micro.Micro} runs them and
 * compares them with what was stored.
 */
package io.sluice.benchmarks.micro;
