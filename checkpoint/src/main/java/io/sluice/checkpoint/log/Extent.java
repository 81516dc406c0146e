package io.sluice.checkpoint.log;

import java.nio.file.Path;

/**
 * What a segment of a log has been written up to; behind that are zeros.
 *
 * @param segment its file
 * @param length of the file, in bytes
 * @param end behind the last byte that was written
 */
public record Extent(Path segment, long length, long end) {}
