/**
 * What stands between pipelines: the group-by with its state, and the writing of changes in each output mode. Start with
 * {@link io.sluice.runtime.operator.AggregateOperator}. No parameter and no return value is null.
 */
package io.sluice.runtime.operator;
