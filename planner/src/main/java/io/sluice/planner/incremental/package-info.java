/**
 * From a plan over rows to a plan over changes: windows taken into group-bys, what can be taken back, keys, watermarks,
 * and with them the output mode. Start with {@link io.sluice.planner.incremental.Incrementalizer}. No parameter and no
 * return value is null.
 */
package io.sluice.planner.incremental;
