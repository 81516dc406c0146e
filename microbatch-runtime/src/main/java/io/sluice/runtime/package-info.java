/**
 * How a planned query is run: {@link io.sluice.runtime.StreamingQuery} is the handle, {@link io.sluice.runtime.QuerySpec}
 * what it is started from, {@link io.sluice.runtime.QueryProgress} what it tells. The loop behind it is in {@code
 * runtime.loop}, what a batch does in {@code runtime.execution}. No parameter and no return value is null.
 */
package io.sluice.runtime;
