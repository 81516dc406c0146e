package io.sluice.checkpoint.file;

import io.sluice.checkpoint.CheckpointException;
import java.nio.file.Path;

/** What to say of files that a newer program wrote. */
public final class Versions {
    private Versions() {}

    public static CheckpointException newer(Path file, long known, long found) {
        return new CheckpointException(
                CheckpointException.Kind.MISMATCH,
                "cannot read %s: expected format version %d, got %d".formatted(file, known, found),
                "Use the version of the program that wrote it, or a newer one.",
                null);
    }
}
