/**
 * Functions that users write in Java: what they extend ({@link io.sluice.planner.udf.ScalarFunction}, {@link
 * io.sluice.planner.udf.TableFunction}, {@link io.sluice.planner.udf.AggregateFunction}) or hint at, and how a class is read. The rest of the planner sees only {@link
 * io.sluice.planner.udf.UserFunction}. Start with docs/user-functions.md.
 */
package io.sluice.planner.udf;
