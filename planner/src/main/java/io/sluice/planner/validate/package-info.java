/**
 * From a parsed query to Calcite's relational tree: what does not exist, does not fit or is not supported is refused here,
 * at its place in the script. Start with {@link io.sluice.planner.validate.QueryValidator}. No parameter and no return
 * value is null but where Calcite's interfaces have it so.
 */
package io.sluice.planner.validate;
