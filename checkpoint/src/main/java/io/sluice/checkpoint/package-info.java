/**
 * What a query must remember: its two logs and its state, in one directory. Start with {@link
 * io.sluice.checkpoint.Checkpoint}. No parameter and no return value is null.
 */
package io.sluice.checkpoint;
