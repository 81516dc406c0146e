/**
 * A query as it runs: {@link io.sluice.runtime.execution.Execution} compiles a plan once, into pipelines and operators,
 * and runs it batch by batch. Imports the contracts of planner, sources, sinks and checkpoint. No parameter and no return
 * value is null.
 */
package io.sluice.runtime.execution;
