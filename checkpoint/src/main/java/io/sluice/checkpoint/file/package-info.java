/**
 * What the logs and the state need of a file system: forcing files and directories, the lock, the metadata file, and one
 * way to say what went wrong. Imports the contract in {@code io.sluice.checkpoint} only. Start with {@link
 * io.sluice.checkpoint.file.Durability}.
 */
package io.sluice.checkpoint.file;
