/**
 * The plan that the runtime executes: values only, without a type of the SQL parser's library, without offsets, memory
 * or generated classes, so that it could be translated to another engine. Start with {@link
 * io.sluice.planner.plan.PlanNode}. No parameter and no return value is null unless it says so.
 */
package io.sluice.planner.plan;
