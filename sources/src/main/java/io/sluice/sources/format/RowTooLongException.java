package io.sluice.sources.format;

/** A row is longer than {@code source.max-row-size}. Cheap, for such rows may be skipped. */
public final class RowTooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    public static final String HINT =
            "Correct the file, or raise 'source.max-row-size': so much memory each reading thread may take for a row.";

    RowTooLongException(int limit) {
        super(message(limit), null, false, false);
    }

    public static String message(int limit) {
        return "expected a row of at most %d bytes, got a longer one".formatted(limit);
    }
}
