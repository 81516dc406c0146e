package io.sluice.sources;

/**
 * How much one batch may take from one source. Soft: a source takes at least one indivisible piece (a file, say), and
 * stops before the piece that would exceed a limit.
 *
 * @param maxFiles number of files, {@code Long.MAX_VALUE} for no limit
 * @param maxBytes bytes as stored (compressed), {@code Long.MAX_VALUE} for no limit
 * @param maxRows rows, {@code Long.MAX_VALUE} for no limit; for sources that count rows beforehand
 */
public record ReadLimit(long maxFiles, long maxBytes, long maxRows) {
    /** 256 MB: a backlog is not one batch. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    public static final ReadLimit DEFAULT = new ReadLimit(Long.MAX_VALUE, DEFAULT_MAX_BYTES, Long.MAX_VALUE);

    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public ReadLimit {
        if (maxFiles < 1 || maxBytes < 1 || maxRows < 1) {
            throw new IllegalArgumentException("a read limit is at least 1, got %d files, %d bytes, %d rows"
                    .formatted(maxFiles, maxBytes, maxRows));
        }
    }
}
