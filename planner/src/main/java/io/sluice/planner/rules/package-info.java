/**
 * Plans into better plans that say the same: filters move down, projections merge, columns that nobody reads go. Start
 * with {@link io.sluice.planner.rules.Normalization}. No parameter and no return value is null.
 */
package io.sluice.planner.rules;
