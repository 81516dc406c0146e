package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * How a checkpoint is kept.
 *
 * @param minBatchesToRetain so many of the last batches stay in the logs, at least 2
 * @param inlineBytes deltas of up to so many bytes ride in the commit's record; larger ones are files
 * @param snapshotBatches a table is folded into a snapshot after so many batches that changed it
 * @param background whether folding, and a commit beside the next batch, have threads of their own; false: on the caller's, for tests
 * @param durable whether it survives a power loss; false for one that is deleted when its query ends, however that ends
 * @param address of an object store; the directory is then only where it is worked on, and empty before
 * @param takeOver whether to go on though another process says that it writes there
 * @param segmentBytes length of a new segment of a log
 */
public record CheckpointOptions(
        int minBatchesToRetain,
        int inlineBytes,
        int snapshotBatches,
        boolean background,
        boolean durable,
        Optional<URI> address,
        boolean takeOver,
        int segmentBytes) {
    private static final int SEGMENT_BYTES = 1 << 20;

    public static final CheckpointOptions DEFAULT = new CheckpointOptions(100, 256 << 10, 64, true);

    public CheckpointOptions(int minBatchesToRetain, int inlineBytes, int snapshotBatches, boolean background) {
        this(minBatchesToRetain, inlineBytes, snapshotBatches, background, true, Optional.empty(), false);
    }

    public CheckpointOptions(
            int minBatchesToRetain,
            int inlineBytes,
            int snapshotBatches,
            boolean background,
            boolean durable,
            Optional<URI> address,
            boolean takeOver) {
        this(minBatchesToRetain, inlineBytes, snapshotBatches, background, durable, address, takeOver, SEGMENT_BYTES);
    }

    /** The same, but files need not survive a power loss. */
    CheckpointOptions volatileFiles() {
        return new CheckpointOptions(
                minBatchesToRetain,
                inlineBytes,
                snapshotBatches,
                background,
                false,
                Optional.empty(),
                takeOver,
                segmentBytes);
    }

    public CheckpointOptions withSegmentBytes(int bytes) {
        return new CheckpointOptions(
                minBatchesToRetain, inlineBytes, snapshotBatches, background, durable, address, takeOver, bytes);
    }

    public CheckpointOptions withTakeOver(boolean value) {
        return new CheckpointOptions(
                minBatchesToRetain, inlineBytes, snapshotBatches, background, durable, address, value, segmentBytes);
    }

    public CheckpointOptions {
        requireNonNull(address, "address");
        if (minBatchesToRetain < 2) {
            throw new IllegalArgumentException("minBatchesToRetain must be 2 or more, got " + minBatchesToRetain);
        }
        if (segmentBytes < 1024) {
            throw new IllegalArgumentException("segmentBytes must be 1024 or more, got " + segmentBytes);
        }
        if (snapshotBatches < 1 || inlineBytes < 0) {
            throw new IllegalArgumentException(
                    "snapshotBatches must be 1 or more and inlineBytes 0 or more, got %d and %d"
                            .formatted(snapshotBatches, inlineBytes));
        }
    }
}
