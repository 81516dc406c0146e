/**
 * Files in a folder: each batch appears as whole files under names that a repeated batch has again. Touches the disk
 * through {@code java.nio.file} only, so that a simulated disk runs under it. Start with {@link
 * io.sluice.sinks.file.FileSink}.
 */
package io.sluice.sinks.file;
