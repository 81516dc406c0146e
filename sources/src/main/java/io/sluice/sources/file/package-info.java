/**
 * The source of the connector {@code filesystem}: which files are there, which were taken, and their rows. Start with
 * {@link io.sluice.sources.file.FileSource}.
 */
package io.sluice.sources.file;
