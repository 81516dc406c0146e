/** Checkpoints in object stores and distributed file systems. */
package io.sluice.checkpoint.remote;
