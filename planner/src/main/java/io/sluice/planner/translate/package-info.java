/**
 * Calcite's relational tree as our plan, one to one. Start with {@link io.sluice.planner.translate.PlanBuilder}. No
 * parameter and no return value is null.
 */
package io.sluice.planner.translate;
