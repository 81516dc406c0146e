/**
 * The state tables of a checkpoint: deltas and snapshots as Arrow IPC files, which of them count, and the folding of many
 * into one. Imports the contract and {@code io.sluice.checkpoint.file}; knows nothing of logs. Start with {@link
 * io.sluice.checkpoint.state.StateStore}.
 */
package io.sluice.checkpoint.state;
