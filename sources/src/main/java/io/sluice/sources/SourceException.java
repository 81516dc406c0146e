package io.sluice.sources;

import static java.util.Objects.requireNonNull;

/** A source could not give its rows. The message says what was read of which table, what was expected and got. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * @param message what, where, expected, got; lower case, no full stop
     * @param hint what to do, as a sentence; may be empty
     */
    public SourceException(String message, String hint) {
        super(requireNonNull(message, "message"));
        this.hint = requireNonNull(hint, "hint");
    }

    public SourceException(String message, String hint, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.hint = requireNonNull(hint, "hint");
    }

    public String hint() {
        return hint;
    }
}
