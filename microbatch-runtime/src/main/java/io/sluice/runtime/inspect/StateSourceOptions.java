package io.sluice.runtime.inspect;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Which state.
 *
 * @param checkpoint the directory of a query's checkpoint
 * @param table as {@code uid/table}
 * @param batch as of the end of which batch
 */
public record StateSourceOptions(Path checkpoint, String table, long batch) {
    public StateSourceOptions {
        requireNonNull(checkpoint, "checkpoint");
        requireNonNull(table, "table");
    }
}
