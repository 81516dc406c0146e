/**
 * The trigger loop: from the start of a query over its recovery to its end. One thread runs it, and only that thread
 * touches the checkpoint, the sources' planning and the sinks' staging and publishing. Start with {@link
 * io.sluice.runtime.loop.TriggerLoop}; only {@link io.sluice.runtime.StreamingQuery} uses this package. No parameter and
 * no return value is null.
 */
package io.sluice.runtime.loop;
