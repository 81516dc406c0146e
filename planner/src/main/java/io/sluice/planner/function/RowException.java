package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

/**
 * An expression has no value for a row: an overflow, a division by zero, text that is not of the type. The message names
 * the operation and the values; whoever catches it adds the table and the row. It has no stack trace, since the fault is
 * in the row, and TRY_CAST turns many of these into NULL.
 */
public final class RowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public RowException(String message, String hint) {
        super(requireNonNull(message, "message"), null, false, false);
        this.hint = requireNonNull(hint, "hint");
    }

    public String hint() {
        return hint;
    }
}
