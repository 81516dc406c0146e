package io.sluice.checkpoint.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one commit does to the state.
 *
 * @param snapshots folds that ended since the last commit; they count from this commit on
 * @param deltas what the batch changed, one for each table
 */
public record StateChange(List<Snapshot> snapshots, List<Delta> deltas) {
    public StateChange {
        snapshots = List.copyOf(snapshots);
        deltas = List.copyOf(deltas);
    }

    /** The names of the files that it adds, below the directory of all state. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        snapshots.forEach(each -> each.file().ifPresent(file -> files.add(each.table() + "/" + file.name())));
        deltas.forEach(each -> each.file().ifPresent(file -> files.add(each.table() + "/" + file.name())));
        return files;
    }

    /**
     * A table as of a batch; takes the place of what was before.
     *
     * @param table uid and name, as {@code uid/table}
     * @param through the last batch in it
     * @param file empty when the table has no rows
     */
    public record Snapshot(String table, long through, Optional<StateFile> file) {
        public Snapshot {
            requireNonNull(table, "table");
            requireNonNull(file, "file");
        }
    }

    /** Of a row, to guess. */
    private static final int PACKED_ROW_BYTES = 12;

    /**
     * The changed rows of a table.
     *
     * @param table uid and name, as {@code uid/table}
     * @param rows how many
     * @param file empty when the rows ride in the commit's record
     * @param inline the Arrow IPC file in the record; empty when there is a file, and when the change was read back
     */
    public record Delta(String table, int rows, Optional<StateFile> file, Optional<byte[]> inline) {
        public Delta {
            requireNonNull(table, "table");
            requireNonNull(file, "file");
            requireNonNull(inline, "inline");
        }

        /** About so many bytes are stored. */
        long bytes() {
            return file.map(StateFile::length)
                    .orElseGet(() -> inline.map(each -> (long) each.length).orElse((long) rows * PACKED_ROW_BYTES));
        }
    }
}
