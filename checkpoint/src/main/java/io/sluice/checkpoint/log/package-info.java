/**
 * An append-only log of lines, one for each batch, in zero-filled segments; it does not know what the lines say. Imports
 * the contract and {@code io.sluice.checkpoint.file}. Start with {@link io.sluice.checkpoint.log.BatchLog}.
 */
package io.sluice.checkpoint.log;
