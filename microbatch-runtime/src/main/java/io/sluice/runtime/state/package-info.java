/**
 * Groups and their accumulators as records of longs, in hash tables that are sharded by key and bucketed by time. Start
 * with {@link io.sluice.runtime.state.GroupTable}. No parameter and no return value is null.
 */
package io.sluice.runtime.state;
