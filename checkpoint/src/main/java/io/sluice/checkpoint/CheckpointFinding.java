package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a look through a checkpoint has found.
 *
 * @param severity whether the query could start
 * @param file what is damaged, or the folder in which something is missing
 * @param batch the batch that has named it, or that it is of; empty if no single one
 * @param message what was expected, and what it is instead
 * @param advice what to do, as a sentence; may be empty
 */
public record CheckpointFinding(Severity severity, Path file, OptionalLong batch, String message, String advice) {
    /** How bad it is. */
    public enum Severity {
        /** The query cannot go on from here. */
        DAMAGED,
        /** The next start mends it, and loses nothing. */
        MENDED_AT_START,
        /** Nothing is wrong; a person may want to know. */
        NOTE
    }

    public CheckpointFinding {
        requireNonNull(severity, "severity");
        requireNonNull(file, "file");
        requireNonNull(batch, "batch");
        requireNonNull(message, "message");
        requireNonNull(advice, "advice");
    }
}
