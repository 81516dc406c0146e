package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A state table as of a batch.
 *
 * @param uid of the operator
 * @param table name within the operator
 * @param rows that it has
 * @param bytes of what it is built from: files, and deltas in the records of commits
 * @param snapshot the last batch in its snapshot; empty if it is built from deltas only
 * @param deltas how many deltas follow the snapshot
 */
public record TableSummary(String uid, String table, long rows, long bytes, OptionalLong snapshot, int deltas) {
    public TableSummary {
        requireNonNull(uid, "uid");
        requireNonNull(table, "table");
        requireNonNull(snapshot, "snapshot");
    }
}
