package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.MetadataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A look at a checkpoint directory that takes no lock and changes nothing, also while a query has it open; what it shows may
 * be old by then.
 *
 * @param metadata of the query that it belongs to; empty if none has begun
 * @param lastCommit empty if nothing is committed
 * @param unpublished the commits whose output may have to be published again, oldest first
 */
public record CheckpointView(
        Optional<QueryMetadata> metadata, Optional<BatchCommit> lastCommit, List<BatchCommit> unpublished) {
    public CheckpointView {
        unpublished = List.copyOf(unpublished);
        requireNonNull(metadata, "metadata");
        requireNonNull(lastCommit, "lastCommit");
    }

    /** The query that a directory belongs to, without a look at its logs; empty if none has begun. */
    public static Optional<QueryMetadata> query(Path directory) {
        return new MetadataFile(directory, Durability.FULL).read().flatMap(MetadataFile.Content::query);
    }

    /** Fails as opening it would if it is damaged; a directory that is not there is an empty one. */
    public static CheckpointView of(Path directory) {
        return CheckpointReader.look(
                directory, reader -> new CheckpointView(reader.metadata(), reader.lastCommit(), reader.unpublished()));
    }
}
