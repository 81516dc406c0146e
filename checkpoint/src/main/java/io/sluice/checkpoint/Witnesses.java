package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.file.LastCommit;
import io.sluice.checkpoint.file.MetadataFile;
import io.sluice.checkpoint.state.StateStore;
import java.nio.file.Path;
import java.util.List;

/** What files beside the logs tell of batches that were committed. */
final class Witnesses {
    private Witnesses() {}

    /**
     * That batches up to this one were committed.
     *
     * @param file where it is from
     */
    record Witness(Path file, long batch) {
        Witness {
            requireNonNull(file, "file");
        }
    }

    static List<Witness> of(Path directory, MetadataFile.Content metadata) {
        Path state = directory.resolve("state");
        // A file of a batch is written when the one before it is committed.
        return List.of(
                new Witness(directory.resolve(LastCommit.NAME), LastCommit.read(directory)),
                new Witness(directory.resolve(MetadataFile.NAME), metadata.publishedThrough()),
                new Witness(state, StateStore.newestBatch(state) - 1));
    }
}
