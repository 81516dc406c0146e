/**
 * The state of a query as a table that another query reads. It may use {@link io.sluice.checkpoint.CheckpointReader} and the
 * batches of the runtime; start with {@link io.sluice.runtime.inspect.StateSourceFactory}. No parameter and no return value is
 * null.
 */
package io.sluice.runtime.inspect;
