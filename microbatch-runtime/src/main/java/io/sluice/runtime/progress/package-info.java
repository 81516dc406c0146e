/**
 * What a running query tells: status, progress of its batches, events for listeners. Filled by the loop's thread, read
 * by any. Start with {@link io.sluice.runtime.progress.QueryMonitor}. No parameter and no return value is null.
 */
package io.sluice.runtime.progress;
