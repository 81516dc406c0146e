package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A checkpoint cannot be read, written or used. The message says what was done to which file, expected and got. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose trouble it is. */
    public enum Kind {
        /** A file is not what was written. */
        CORRUPT,
        /** Another process has it open. */
        IN_USE,
        /** It belongs to another query, or to a newer format. */
        MISMATCH,
        /** The file system failed: full, read-only, gone. */
        ENVIRONMENT
    }

    private final Kind kind;
    private final String hint;

    /**
     * @param message what, which file, expected, got; lower case, no full stop
     * @param hint what to do, as a sentence; may be empty
     */
    public CheckpointException(Kind kind, String message, String hint, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.kind = requireNonNull(kind, "kind");
        this.hint = requireNonNull(hint, "hint");
    }

    public static CheckpointException corrupt(Path file, String expected, String got, String hint) {
        return new CheckpointException(
                Kind.CORRUPT, "cannot read %s: expected %s, got %s".formatted(file, expected, got), hint, null);
    }

    public Kind kind() {
        return kind;
    }

    public String hint() {
        return hint;
    }
}
