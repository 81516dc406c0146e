package io.sluice.planner.kept;

/** A value has a part that cannot be written, such as a class of a user, or bytes are not those of a value. */
final class NotKeptException extends Exception {
    private static final long serialVersionUID = 1L;

    NotKeptException(String message) {
        super(message);
    }

    NotKeptException(String message, Throwable cause) {
        super(message, cause);
    }
}
