package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How much state a query keeps in memory.
 *
 * @param memoryBytes more than this goes to disk, at the end of a batch
 * @param directory where it goes to; made when it is needed
 */
public record StateLimits(long memoryBytes, Path directory) {
    /** The share of the heap that is the default, as a divisor. */
    private static final int SHARE = 2;

    public StateLimits {
        requireNonNull(directory, "directory");
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("state may take 0 bytes of memory or more, got " + memoryBytes);
        }
    }

    /** Half of the heap, and the directory for temporary files. */
    public static StateLimits standard() {
        return new StateLimits(Runtime.getRuntime().maxMemory() / SHARE, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
