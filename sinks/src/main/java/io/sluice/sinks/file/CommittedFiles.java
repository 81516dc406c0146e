package io.sluice.sinks.file;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is told of the files that have become visible: a manifest, marks for whole partitions. Used by the loop's thread. */
interface CommittedFiles {
    /** Reads what an earlier run has left. */
    default void recover() throws IOException {}

    /**
     * These files have their final names; told again after a crash.
     *
     * @param sequence 0, 1, 2, …: the batch, or the number of the roll
     */
    void published(long sequence, List<Receipt.Part> files) throws IOException;

    default void sync() throws IOException {}

    default void advance(Instant now, long watermark) throws IOException {}

    default Optional<Instant> nextDue() {
        return Optional.empty();
    }
}
