package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

/** A row does not fit the table; the message names column, expected type and the text. Cheap, for rows are skipped. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    BadValueException(String message, String hint) {
        super(message, null, false, false);
        this.hint = requireNonNull(hint, "hint");
    }

    String hint() {
        return hint;
    }
}
