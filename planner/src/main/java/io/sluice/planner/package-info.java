/**
 * SQL text to incremental plan; the only user of Calcite. Start with {@link io.sluice.planner.Planner}. No parameter and
 * no return value is null.
 */
package io.sluice.planner;
