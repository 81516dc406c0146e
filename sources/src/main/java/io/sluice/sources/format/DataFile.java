package io.sluice.sources.format;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.SourceException;
import java.nio.file.Path;

/**
 * A file of a table, as it was when it was taken.
 *
 * @param table the name of the table, for messages
 * @param location where the file is
 * @param size bytes
 * @param modified microseconds since the epoch
 */
public record DataFile(String table, Path location, long size, long modified) {
    public DataFile {
        requireNonNull(table, "table");
        requireNonNull(location, "location");
    }

    /** {@code what} begins with the place in the file, or says what was expected and got. */
    public SourceException failure(String what, String hint) {
        return new SourceException(message(what), hint);
    }

    public SourceException failure(String what, String hint, Throwable cause) {
        return new SourceException(message(what), hint, cause);
    }

    private String message(String what) {
        return "cannot read filesystem table \"%s\" from %s: %s".formatted(table, location, what);
    }
}
